import { databricksRulePrefix } from "../../azure/databricks-nsg-rules";
import { resourceTypes } from "../../azure/resource-types";
import { regionalTags } from "../../azure/service-tags";
import { networkSecurityGroupOf } from "../../estate/queries";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { securityRulesOf } from "../../estate/security-rules";
import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

export default defineRule({
  id: "L3-nsg-regional-tags",
  severity: "medium",
  title: "Storage, Sql and EventHub are allowed in the region only",
  why: "The tag without a region lets data out to every account, server and hub of Azure, anybody's. Databricks' own NSG rules have it and cannot be narrowed; the firewall behind them can.",
  remediation:
    "Write the tag with its region, such as Sql.WestEurope, in own rules of the NSG and of the firewall; reach storage by endpoints.",
  profiles: ["exfiltrationProtected"],
  appliesTo: "network security group of a workspace subnet or firewall rule collection group",
  subjects: (scope) => {
    const groups = allWorkspaceSubnets(scope).map((subnet) => networkSecurityGroupOf(scope, subnet));
    return [...new Set(groups.filter((group) => group !== undefined)), ...scope.ofType(resourceTypes.firewallRuleCollectionGroup)];
  },
  judge: (subject, scope) => {
    const allowed = destinationsOf(subject, scope);
    const wide = allowed.find(({ destination }) => regionalTags.some((tag) => tag.toLowerCase() === destination.toLowerCase()));
    return wide
      ? fail(`rule ${wide.rule} allows ${wide.destination}`, `${wide.destination}.REGION`)
      : pass(`${allowed.length} own allows, none to a tag of all regions`);
  },
});

function destinationsOf(subject: Resource, scope: Scope): { rule: string; destination: string }[] {
  if (subject.type === resourceTypes.networkSecurityGroup.arm) {
    return securityRulesOf(scope, subject)
      .filter((rule) => rule.access === "Allow" && rule.direction === "Outbound" && !rule.name.startsWith(databricksRulePrefix))
      .flatMap((rule) => rule.destinations.map((destination) => ({ rule: rule.name, destination })));
  }
  return subject
    .items("ruleCollections")
    .filter((collection) => collection.is("action.type", "Allow"))
    .flatMap((collection) => collection.items("rules"))
    .flatMap((rule) => rule.texts("destinationAddresses").map((destination) => ({ rule: rule.text("name") ?? "", destination })));
}
