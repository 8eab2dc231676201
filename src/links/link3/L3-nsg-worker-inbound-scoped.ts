import type { SecurityRuleView } from "../../estate/security-rules";
import { AddressRange } from "../../network/address-range";
import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets, judgeSecurityRules } from "../subjects";

export default defineRule({
  id: "L3-nsg-worker-inbound-scoped",
  severity: "high",
  title: "Nodes accept traffic from nodes only",
  why: "Whatever else gets in sees clear-text ports of Spark.",
  remediation: "Keep no inbound allow but the one that Databricks writes.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: judgeSecurityRules((rules, subnet, scope) => {
    const network = scope.byId(subnet.parentId);
    const own = [...allWorkspaceSubnets(scope), ...(network ? [network] : [])].flatMap((part) =>
      [part.text("addressPrefix"), ...part.texts("addressPrefixes"), ...part.texts("addressSpace.addressPrefixes")]
        .map((prefix) => AddressRange.tryParse(prefix ?? ""))
        .filter((range) => range !== undefined),
    );
    const inside = (prefix: string) => {
      if (prefix.toLowerCase() === "virtualnetwork") return true;
      const range = AddressRange.tryParse(prefix.includes("/") ? prefix : `${prefix}/32`);
      return range !== undefined && own.some((block) => block.contains(range));
    };
    const health = (rule: SecurityRuleView) => rule.sources.every((source) => source.toLowerCase() === "azureloadbalancer");
    const other = rules.find(
      (rule) =>
        rule.access === "Allow" && rule.direction === "Inbound" && !health(rule) && ![...rule.sources, ...rule.destinations].every(inside),
    );
    return other
      ? fail(`rule ${other.name} allows ${other.sources.join(", ")} to ${other.destinations.join(", ")}`, "nodes to nodes only")
      : pass(`${subnet.label} lets in nodes only`);
  }),
});
