import { resourceTypes } from "../../azure/resource-types";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
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
    const rules = rulesOf(scope, policy);
    for (const rule of rules) {
      const problem = problemOf(scope, rule);
      if (problem) return fail(`rule ${rule.text("name")} ${problem}`, "service tags on their ports and names, from the clusters' blocks");
    }
    return pass(`${rules.length} rules, each to a service tag or a name`);
  },
});

/** What a policy lets through: its own rules, and those of the policies that it stands on, which come first. */
function rulesOf(scope: Scope, policy: Resource, above: Resource[] = []): Resource[] {
  const baseId = policy.text("basePolicy.id");
  const base = scope.byId(baseId);
  if (baseId !== undefined && !base) throw new UnknownValueError(`firewall policy ${baseId}, which ${policy.label} stands on,`, "outside");
  const own = scope
    .partsOf(policy, resourceTypes.firewallRuleCollectionGroup)
    .flatMap((group) => group.items("ruleCollections"))
    .filter((collection) => !collection.is("action.type", "Deny"))
    .flatMap((collection) => collection.items("rules"));
  return base && !above.includes(base) ? [...rulesOf(scope, base, [...above, policy]), ...own] : own;
}

function problemOf(scope: Scope, rule: Resource): string | undefined {
  const source = withGroups(scope, rule, "sourceAddresses", "sourceIpGroups").find(isPublicSource);
  if (source) return `allows from ${source}`;
  const name = [...rule.texts("targetFqdns"), ...rule.texts("destinationFqdns"), ...rule.texts("targetUrls")].find(isWideName);
  if (name) return name === "*" ? "allows every name" : `allows ${name}`;
  const ports = rule.texts("destinationPorts");
  const wide = withGroups(scope, rule, "destinationAddresses", "destinationIpGroups").find(
    (destination) => !isAllowedDestination(destination, ports),
  );
  return wide ? `allows ${wide} on ${ports.join(", ")}` : undefined;
}

/** Addresses of a rule, those of its IP groups among them. */
function withGroups(scope: Scope, rule: Resource, addresses: string, groups: string): string[] {
  const members = rule.texts(groups).flatMap((id) => {
    const group = scope.byId(id);
    if (!group) throw new UnknownValueError(`IP group ${id}`, "outside");
    return group.texts("ipAddresses");
  });
  return [...rule.texts(addresses), ...members];
}

/** Whether a name takes in a whole top-level domain, or the workspaces of every customer. */
function isWideName(name: string): boolean {
  const host =
    name
      .replace(/^https?:\/\//i, "")
      .split("/")[0]
      ?.toLowerCase() ?? "";
  return host === "*" || /^\*\.[^.]+$/.test(host) || /^\*\.azuredatabricks\.(net|us|cn)$/.test(host);
}
