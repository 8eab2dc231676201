import { networkSecurityGroupOf, workspaceSubnets } from "../../estate/queries";
import { securityRulesOf } from "../../estate/security-rules";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L3-subnet-same-nsg",
  severity: "low",
  title: "Host and container subnet have the same rules",
  why: "A node stands in both: what one subnet refuses and the other lets through is let through.",
  remediation: "Attach one network security group to both subnets, or give both groups the same rules.",
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const subnets = workspaceSubnets(scope, workspace).flatMap(({ subnet }) => (subnet ? [subnet] : []));
    const groups = subnets.map((subnet) => networkSecurityGroupOf(scope, subnet));
    const [first, second] = groups;
    if (!first || !second)
      return notApplicable("a subnet or its network security group is missing: L3-subnets-exist and L3-subnet-nsg judge that");
    if (first === second) return pass(`both subnets have ${first.label}`);
    const [one, two] = [first, second].map((group) =>
      securityRulesOf(scope, group).map(({ access, direction, priority, protocol, sources, destinations, ports }) =>
        JSON.stringify({ access, direction, priority, protocol, sources, destinations, ports }),
      ),
    ) as [string[], string[]];
    const odd = [...one.filter((rule) => !two.includes(rule)), ...two.filter((rule) => !one.includes(rule))];
    return odd.length === 0
      ? pass(`${first.label} and ${second.label} have the same ${one.length} rules`)
      : fail(`${first.label} and ${second.label} differ in ${odd.length} rules`, "the same rules in both");
  }),
});
