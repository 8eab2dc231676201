import { resourceTypes } from "../../azure/resource-types";
import type { Resource } from "../../estate/resource";
import { UnknownValueError } from "../../estate/value";
import { defineRule, fail, pass, show } from "../rule";
import { isAllowedDestination, isPublicSource } from "../subjects";

export default defineRule({
  id: "L3-firewall-allow-list",
  severity: "high",
  title: "The firewall lets clusters reach only what they need, by name",
  why: "A firewall that lets everything out is a router.",
  remediation:
    "Allow service tags of the region on their ports, and names; nothing by '*', Internet or AzureCloud. Set threatIntelMode to 'Deny'.",
  profiles: ["exfiltrationProtected"],
  appliesTo: "Azure Firewall",
  subjects: (scope) => scope.ofType(resourceTypes.azureFirewall),
  judge: (firewall, scope) => {
    const id = firewall.text("firewallPolicy.id");
    if (id === undefined) return fail("it has no policy", "a firewall policy");
    const policy = scope.byId(id);
    if (!policy) throw new UnknownValueError(`firewall policy ${id}`, "outside");
    if (!policy.is("threatIntelMode", "Deny")) return fail(`threatIntelMode is ${show(policy.value("threatIntelMode"))}`, "'Deny'");
    const rules = scope
      .partsOf(policy, resourceTypes.firewallRuleCollectionGroup)
      .flatMap((group) => group.items("ruleCollections"))
      .filter((collection) => !collection.is("action.type", "Deny"))
      .flatMap((collection) => collection.items("rules"));
    for (const rule of rules) {
      const problem = problemOf(rule);
      if (problem) return fail(`rule ${rule.text("name")} ${problem}`, "service tags on their ports and names, from the clusters' blocks");
    }
    return pass(`${rules.length} rules, each to a service tag or a name`);
  },
});

function problemOf(rule: Resource): string | undefined {
  const source = rule.texts("sourceAddresses").find(isPublicSource);
  if (source) return `allows from ${source}`;
  if (rule.texts("targetFqdns").includes("*")) return "allows every name";
  const ports = rule.texts("destinationPorts");
  const wide = rule.texts("destinationAddresses").find((destination) => !isAllowedDestination(destination, ports));
  return wide ? `allows ${wide} on ${ports.join(", ")}` : undefined;
}
