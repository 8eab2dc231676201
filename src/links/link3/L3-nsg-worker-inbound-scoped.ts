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
    const own = allWorkspaceSubnets(scope).map((other) => other.text("addressPrefix"));
    const inside = (prefix: string) => prefix === "VirtualNetwork" || own.includes(prefix);
    const other = rules.find(
      (rule) => rule.access === "Allow" && rule.direction === "Inbound" && ![...rule.sources, ...rule.destinations].every(inside),
    );
    return other
      ? fail(`rule ${other.name} allows ${other.sources.join(", ")} to ${other.destinations.join(", ")}`, "nodes to nodes only")
      : pass(`${subnet.label} lets in nodes only`);
  }),
});
