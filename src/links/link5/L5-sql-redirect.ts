import { sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { networkSecurityGroupOf } from "../../estate/queries";
import { securityRulesOf } from "../../estate/security-rules";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

const needed = ["1433", "11000-11999"];

export default defineRule({
  id: "L5-sql-redirect",
  severity: "medium",
  title: "Clusters get to a SQL server that redirects them, and no further",
  why: "Inside Azure a server redirects clients to ports 11000 to 11999. Who finds connections that hang opens the NSG wide.",
  remediation:
    "Allow 1433 and 11000-11999 to Sql.REGION in the NSG (ClusterNetwork does, with serviceEndpoints 'Microsoft.Sql'), or use a private endpoint.",
  appliesTo: "SQL virtual network rule",
  subjects: (scope) => scope.ofType(resourceTypes.sqlVirtualNetworkRule),
  judge: (rule, scope) => {
    const subnetId = rule.text("virtualNetworkSubnetId") ?? "";
    const subnet = allWorkspaceSubnets(scope).find((candidate) => sameResourceId(candidate.id, subnetId));
    const group = subnet && networkSecurityGroupOf(scope, subnet);
    if (!group) return notApplicable("its subnet is no workspace subnet with a network security group: L5-sql-vnet-rule judges that");
    const rules = securityRulesOf(scope, group).filter((r) => r.direction === "Outbound" && r.access === "Allow");
    const open = rules.filter((r) => r.destinations.some((d) => /^sql(\.\w+)?$/i.test(d))).flatMap((r) => r.ports);
    const missing = needed.filter((port) => !open.includes(port) && !open.includes("*"));
    return missing.length === 0
      ? pass(`the NSG lets ${needed.join(" and ")} out to Sql`)
      : fail(`the NSG keeps ${missing.join(" and ")} to Sql in`, needed.join(" and "));
  },
});
