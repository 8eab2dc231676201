import { translate } from "../../../src/azure/dialects";
import { renamed } from "../../../src/azure/dialects/azure-native";
import { resourceTypes } from "../../../src/azure/resource-types";
import shapes from "../../../src/local-azure/shapes/azure-native.json";

const group = "/subscriptions/s/resourceGroups/rg";
const rule = `${group}/providers/Microsoft.Network/networkSecurityGroups/n/securityRules/r`;

describe("types", () => {
  test.each([
    ["the newest form", "azure-native:privatedns:PrivateZone", resourceTypes.dnsZone.arm],
    ["version 2's module", "azure-native:network:PrivateZone", resourceTypes.dnsZone.arm],
    ["version 2's module, versioned", "azure-native:network/v20200601:PrivateZone", resourceTypes.dnsZone.arm],
    ["version 2's link", "azure-native:network:VirtualNetworkLink", resourceTypes.dnsZoneLink.arm],
    ["version 1's token", "azure-native:insights/v20210501preview:DiagnosticSetting", resourceTypes.diagnosticSetting.arm],
    ["a generated package's token", "azure-native_network_v20230201:network:Subnet", resourceTypes.subnet.arm],
    ["a versioned module", "azure-native:network/v20230201:Subnet", resourceTypes.subnet.arm],
    ["a lock on a group", "azure-native:authorization:ManagementLockAtResourceGroupLevel", resourceTypes.lock.arm],
    ["a lock on a subscription", "azure-native:authorization:ManagementLockAtSubscriptionLevel", resourceTypes.lock.arm],
    ["auditing, older", "azure-native:sql:ServerBlobAuditingPolicy", resourceTypes.sqlSimpleAuditing.arm],
    ["Entra-only", "azure-native:sql:ServerAzureADOnlyAuthentication", resourceTypes.sqlEntraOnly.arm],
  ])("%s", (_what, token, type) => {
    expect(translate({ token, properties: {} }).type).toBe(type);
  });

  test("an unknown class is known by the type in its id, in any case", () => {
    const id = rule.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions");
    expect(translate({ token: "azure-native:network:FutureRule", id, properties: {} }).type).toBe(resourceTypes.securityRule.arm);
    expect(translate({ token: "azure-native:network:FutureRule", properties: {} }).type).toBe("azure-native:network:FutureRule");
  });

  test.each(["azure:network/networkSecurityRule:NetworkSecurityRule", "azure-nextgen:network:SecurityRule", "acme:net:Rule"])(
    "%s is known by its id, and marked as not read",
    (token) => {
      expect(translate({ token, id: rule, properties: { access: "Allow" } })).toMatchObject({
        type: resourceTypes.securityRule.arm,
        unread: expect.stringContaining(token.split(":")[0] as string),
      });
    },
  );

  test("a resource of another cloud is nobody's", () => {
    expect(translate({ token: "aws:s3/bucket:Bucket", id: "b", properties: { a: 1 } })).toEqual({
      type: "aws:s3/bucket:Bucket",
      properties: { a: 1 },
    });
  });
});

describe("properties", () => {
  test("a generic resource has Azure's own shape, which is read like any other", () => {
    const properties = {
      properties: { access: "Allow", nested: [{ name: "x", properties: { deep: 1 } }] },
      tags: { properties: { a: 1 } },
    };
    expect(translate({ token: "azure-native:resources:Resource", id: rule, properties })).toEqual({
      type: resourceTypes.securityRule.arm,
      properties: { access: "Allow", nested: [{ name: "x", deep: 1 }], tags: { properties: { a: 1 } } },
    });
  });

  test.each([
    ["an object", { properties: { access: "Deny" } }],
    ["a text", JSON.stringify({ properties: { access: "Deny" } })],
  ])("azapi's body as %s", (_what, body) => {
    const type = "Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01";
    expect(translate({ token: "azapi:index/resource:Resource", properties: { type, name: "r", body } })).toEqual({
      type: resourceTypes.securityRule.arm,
      properties: { name: "r", access: "Deny" },
    });
  });

  test.each([["{ broken"], [7], [undefined]])("azapi's body %s is not read, and says so", (body) => {
    const type = "Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01";
    expect(translate({ token: "azapi:index/resource:Resource", properties: { type, body } }).unread).toMatch(/no object/);
  });

  test("storage accounts have Azure's names", () => {
    const networkRuleSet = { ipRules: [{ iPAddressOrRange: "1.2.3.4" }], virtualNetworkRules: [{ virtualNetworkResourceId: "v" }] };
    expect(
      translate({ token: "azure-native:storage:StorageAccount", properties: { networkRuleSet, enableHttpsTrafficOnly: true } }).properties,
    ).toEqual({ networkAcls: { ipRules: [{ value: "1.2.3.4" }], virtualNetworkRules: [{ id: "v" }] }, supportsHttpsTrafficOnly: true });
  });

  test("vaults and keys have no properties around their properties", () => {
    const properties = { location: "westeurope", properties: { sku: { name: "premium" } } };
    expect(translate({ token: "azure-native:keyvault:Vault", properties }).properties).toEqual({
      location: "westeurope",
      sku: { name: "premium" },
    });
  });

  test("keys with names of the language's own are keys like any other", () => {
    const properties = JSON.parse('{ "__proto__": { "access": "Allow" }, "constructor": 1 }') as Record<string, unknown>;
    const read = translate({ token: "azure-native:network:SecurityRule", properties }).properties;
    expect(Object.keys(read)).toEqual(["__proto__", "constructor"]);
    expect((read as { access?: unknown }).access).toBeUndefined();
  });

  test("what azure-native names otherwise, it does name so", () => {
    const text = JSON.stringify(shapes);
    for (const names of Object.values(renamed)) for (const name of Object.keys(names)) expect(text).toContain(`"${name}"`);
  });
});
