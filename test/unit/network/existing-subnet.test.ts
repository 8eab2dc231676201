import { type SubnetView, workspaceSubnetProblem } from "../../../src/network/existing-subnet";

const good: SubnetView = {
  addressPrefixes: ["10.100.0.0/24"],
  delegations: ["Microsoft.Databricks/workspaces"],
  hasNetworkSecurityGroup: true,
  workspaceIds: [],
  hasWayOut: true,
};
const other = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Databricks/workspaces/dbw-other";

test("a subnet that is fit has no problem, not even once its own workspace is in it", () => {
  expect(workspaceSubnetProblem(good, "dbw-main")).toBeUndefined();
  expect(workspaceSubnetProblem({ ...good, workspaceIds: [other] }, "DBW-other")).toBeUndefined();
  expect(workspaceSubnetProblem({ ...good, workspaceIds: [other] })).toBeUndefined();
});

test.each<[string, Partial<SubnetView>, RegExp]>([
  ["no delegation", { delegations: [] }, /has no delegation: delegate it to Microsoft.Databricks\/workspaces/],
  ["another delegation", { delegations: ["Microsoft.Sql/managedInstances"] }, /is delegated to Microsoft.Sql.*: delegate it to/],
  ["no NSG", { hasNetworkSecurityGroup: false }, /has no network security group: attach one/],
  ["too small", { addressPrefixes: ["10.100.0.0/27"] }, /is a \/27: at least a \/26 is needed/],
  ["no way out", { hasWayOut: false }, /neither a NAT gateway nor a route table: .*attach one/],
  ["another workspace", { workspaceIds: [other] }, /serves workspace .*dbw-other already: .*pass another/],
])("%s is told with the remedy", (_what, change, message) => {
  expect(workspaceSubnetProblem({ ...good, ...change }, "dbw-main")).toMatch(message);
});
