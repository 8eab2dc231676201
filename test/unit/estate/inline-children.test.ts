import { type ResourceTypeNames, resourceTypes } from "../../../src/azure/resource-types";
import { Estate } from "../../../src/estate/estate";
import type { ResourceRecord } from "../../../src/estate/resource";
import type { Scope } from "../../../src/estate/scope";
import { securityRulesOf } from "../../../src/estate/security-rules";
import { UnknownValueError, unknownValue, type Value } from "../../../src/estate/value";

const group = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network";
const nsg = `${group}/networkSecurityGroups/n`;
const vnet = `${group}/virtualNetworks/v`;

const scopeOf = (records: ResourceRecord[]) => new Estate([{ name: "x", records }]).scopes()[0] as Scope;
const record = (type: ResourceTypeNames, id: string, properties: Record<string, Value>): ResourceRecord => ({
  key: id,
  name: id.split("/").pop() as string,
  type: type.arm,
  id,
  properties,
});
const allow = { name: "r", access: "Allow", direction: "Outbound", priority: 100, protocol: "*", destinationAddressPrefix: "*" };

describe("what stands inside a parent is read as if it stood by itself", () => {
  test.each([
    ["subnets", resourceTypes.virtualNetwork, vnet, "subnets", resourceTypes.subnet],
    ["peerings", resourceTypes.virtualNetwork, vnet, "virtualNetworkPeerings", resourceTypes.peering],
    ["security rules", resourceTypes.networkSecurityGroup, nsg, "securityRules", resourceTypes.securityRule],
    ["routes", resourceTypes.routeTable, `${group}/routeTables/t`, "routes", resourceTypes.route],
    [
      "endpoint policies' entries",
      resourceTypes.serviceEndpointPolicy,
      `${group}/serviceEndpointPolicies/p`,
      "serviceEndpointPolicyDefinitions",
      resourceTypes.serviceEndpointPolicyDefinition,
    ],
    ["zone groups", resourceTypes.privateEndpoint, `${group}/privateEndpoints/e`, "privateDnsZoneGroups", resourceTypes.dnsZoneGroup],
    ["a zone's links", resourceTypes.dnsZone, `${group}/privateDnsZones/z`, "virtualNetworkLinks", resourceTypes.dnsZoneLink],
  ])("%s", (_what, type, id, path, child) => {
    const scope = scopeOf([record(type, id, { [path]: [{ name: "c", tells: "more" }] })]);
    const [found] = scope.ofType(child);
    expect(found?.knownId).toBe(`${id}/${child.arm.split("/").pop()}/c`);
    expect(scope.partsOf(scope.byId(id) as never, child)).toEqual([found]);
  });

  test("at every depth: the rules of an NSG inside a subnet inside a VNet", () => {
    const inside = { name: "s", networkSecurityGroup: { id: nsg, securityRules: [allow] } };
    const scope = scopeOf([record(resourceTypes.virtualNetwork, vnet, { subnets: [inside] })]);
    expect(securityRulesOf(scope, scope.byId(nsg) as never)).toMatchObject([{ name: "r", access: "Allow", destinations: ["*"] }]);
  });

  test("a reference alone is no resource", () => {
    const scope = scopeOf([record(resourceTypes.virtualNetwork, vnet, { subnets: [{ id: `${vnet}/subnets/a` }] })]);
    expect(scope.ofType(resourceTypes.subnet)).toEqual([]);
  });

  test.each([
    ["a list that is unknown", { securityRules: unknownValue }],
    ["an item that is unknown", { securityRules: [unknownValue] }],
    ["a list that is an object", { securityRules: { r: allow } }],
    ["an item that is a number", { securityRules: [7] }],
    ["a rule without access", { securityRules: [{ name: "r", direction: "Inbound", priority: 1 }] }],
    ["a rule with another direction", { securityRules: [{ ...allow, direction: "Sideways" }] }],
    ["a rule without a priority", { securityRules: [{ ...allow, priority: undefined }] }],
  ])("%s is unknown, not none", (_what, properties) => {
    const scope = scopeOf([record(resourceTypes.networkSecurityGroup, nsg, properties as never)]);
    expect(() => securityRulesOf(scope, scope.byId(nsg) as never)).toThrow(UnknownValueError);
  });
});

describe("two records of one resource", () => {
  const rules = (own: Record<string, Value>, inline: Record<string, Value>) => {
    const scope = scopeOf([
      record(resourceTypes.networkSecurityGroup, nsg, { securityRules: [inline] }),
      record(resourceTypes.securityRule, `${nsg.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions")}/securityRules/r`, own),
    ]);
    return securityRulesOf(scope, scope.byId(nsg) as never);
  };

  test("that agree are one, whatever an answer adds and whatever case it has", () => {
    expect(rules(allow, { ...allow, access: "allow", etag: "1", provisioningState: "Succeeded" })).toHaveLength(1);
  });

  test.each([
    ["another destination", { ...allow, destinationAddressPrefix: "AzureActiveDirectory" }],
    ["another access", { ...allow, access: "Deny" }],
    ["another priority", { ...allow, priority: 4096 }],
  ])("with %s leave what depends on it unknown", (_what, inline) => {
    expect(() => rules(allow, inline)).toThrow(/told in two ways/);
  });

  test("lists that differ in length, or in a nested value, contradict each other", () => {
    const subnet = (delegations: Value) =>
      scopeOf([
        record(resourceTypes.virtualNetwork, vnet, { subnets: [{ name: "s", delegations }] }),
        record(resourceTypes.subnet, `${vnet}/subnets/s`, { delegations: [{ name: "d", serviceName: "Microsoft.Databricks/workspaces" }] }),
      ]).byId(`${vnet}/subnets/s`);
    expect(() =>
      subnet([{ name: "d", serviceName: "Microsoft.Web/serverFarms" }])
        ?.items("delegations")[0]
        ?.text("serviceName"),
    ).toThrow(/told in two ways/);
    expect(subnet([])?.items("delegations")).toHaveLength(1);
  });

  test("order does not matter", () => {
    const records = [
      record(resourceTypes.securityRule, `${nsg}/securityRules/r`, allow),
      record(resourceTypes.networkSecurityGroup, nsg, { securityRules: [{ ...allow, access: "Deny" }] }),
    ];
    for (const ordered of [records, records.toReversed()]) {
      const scope = scopeOf(ordered);
      expect(scope.ofType(resourceTypes.securityRule).map((r) => r.name)).toEqual(["r"]);
      expect(() => securityRulesOf(scope, scope.byId(nsg) as never)).toThrow(UnknownValueError);
    }
  });
});
