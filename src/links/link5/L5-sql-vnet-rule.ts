import { resourceTypes } from "../../azure/resource-types";
import { some } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

export default defineRule({
  id: "L5-sql-vnet-rule",
  severity: "medium",
  title: "Only workspace subnets pass the SQL firewall",
  why: "Each further network is another way to the data; a rule for a subnet without the endpoint is a promise that nothing keeps.",
  remediation: "Name workspace subnets only, with ignoreMissingVnetServiceEndpoint false.",
  appliesTo: "SQL virtual network rule",
  subjects: (scope) => scope.ofType(resourceTypes.sqlVirtualNetworkRule),
  judge: (rule, scope) => {
    if (rule.value("ignoreMissingVnetServiceEndpoint") === true) return fail("ignoreMissingVnetServiceEndpoint is true", "false");
    const subnetId = rule.text("virtualNetworkSubnetId")?.toLowerCase();
    const own = some(allWorkspaceSubnets(scope), (subnet) => subnet.id.toLowerCase() === subnetId);
    return own ? pass(`subnet ${subnetId?.split("/").pop()}`) : fail(`subnet ${subnetId}`, "a workspace subnet");
  },
});
