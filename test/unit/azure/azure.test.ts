import { cloudOfRegion, zoneOfGroupId } from "../../../src/azure/clouds";
import { injectedNsgRules } from "../../../src/azure/databricks-nsg-rules";
import { armTypeOfToken } from "../../../src/azure/dialects/azure-native";
import { nameProblem } from "../../../src/azure/name-rules";
import { formatResourceId, isResourceId, parentResourceId, parseResourceId } from "../../../src/azure/resource-id";
import { resourceTypes } from "../../../src/azure/resource-types";
import { maxNodes } from "../../../src/azure/subnet-rules";

const subnet = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/a";

describe("resource ids", () => {
  test("a nested resource is taken apart and put together again", () => {
    expect(parseResourceId(subnet)).toMatchObject({
      subscriptionId: "s",
      resourceGroup: "rg",
      type: "Microsoft.Network/virtualNetworks/subnets",
      names: ["v", "a"],
      scope: "/subscriptions/s/resourceGroups/rg",
    });
    expect(formatResourceId("/subscriptions/s/resourceGroups/rg", "Microsoft.Network/virtualNetworks/subnets", ["v", "a"])).toBe(subnet);
    expect(parentResourceId(subnet)).toBe("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v");
  });

  test("an extension resource keeps what it extends as its scope", () => {
    expect(parseResourceId(`${subnet}/providers/Microsoft.Authorization/locks/l`)).toMatchObject({
      type: "Microsoft.Authorization/locks",
      names: ["l"],
      scope: subnet,
    });
  });

  test("a resource group and a subscription are ids too", () => {
    expect(parseResourceId("/subscriptions/s/resourceGroups/rg")?.type).toBe(resourceTypes.resourceGroup.arm);
    expect(parseResourceId("/subscriptions/s")?.type).toBe("Microsoft.Resources/subscriptions");
  });

  test.each(["", "subnet", "/providers/x", `${subnet}/`, "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks"])(
    "'%s' is no id of a resource",
    (text) => {
      expect(isResourceId(text) && parseResourceId(text) !== undefined).toBe(false);
    },
  );
});

describe("type tokens", () => {
  test.each([
    ["azure-native:network:Subnet", resourceTypes.subnet.arm],
    ["azure-native:network/v20240501:Subnet", resourceTypes.subnet.arm],
    ["azure-native_network_v20240501:network:Subnet", resourceTypes.subnet.arm],
    ["azure-native:network:Unheard", undefined],
    ["azure:network/subnet:Subnet", undefined],
  ])("%s is %s", (token, type) => {
    expect(armTypeOfToken(token)).toBe(type);
  });
});

describe("names", () => {
  test.each([
    [resourceTypes.vault, "kv-ok-1", undefined],
    [resourceTypes.vault, "kv", /too short \(2\): at least 3/],
    [resourceTypes.vault, "1kv", /does not match/],
    [resourceTypes.vault, "k--v", /does not match/],
    [resourceTypes.storageAccount, "Upper", /does not match/],
    [resourceTypes.storageAccount, "a".repeat(25), /too long \(25\): at most 24/],
    [resourceTypes.resourceGroup, "rg.", /does not match/],
    [resourceTypes.workspace, "dbw_1-x", undefined],
  ])("%j '%s'", (type, name, problem) => {
    if (problem === undefined) expect(nameProblem(type.arm, name)).toBeUndefined();
    else expect(nameProblem(type.arm, name)).toMatch(problem);
  });
});

describe("rules that Databricks writes", () => {
  const names = (...args: Parameters<typeof injectedNsgRules>) =>
    injectedNsgRules(...args).map((rule) => rule.name.replace("databricks-", ""));

  test("with public addresses the control plane connects in", () => {
    expect(names("AllRules", false)).toEqual(
      expect.arrayContaining(["control-plane-to-worker-ssh", "control-plane-to-worker-proxy", "worker-to-databricks-webapp"]),
    );
  });

  test("without the Databricks rules the public control plane is left out", () => {
    expect(names("NoAzureDatabricksRules", true)).toEqual([
      "worker-to-worker-inbound",
      "worker-to-sql",
      "worker-to-storage",
      "worker-to-worker-outbound",
      "worker-to-eventhub",
    ]);
  });
});

describe("clouds and sizes", () => {
  test("regions tell their cloud, and sub-resources their zone", () => {
    expect(["westeurope", "usgovvirginia", "China North 3"].map(cloudOfRegion)).toEqual(["public", "usGovernment", "china"]);
    expect(zoneOfGroupId("dfs", "public")).toBe("privatelink.dfs.core.windows.net");
    expect(zoneOfGroupId("nothing", "public")).toBeUndefined();
  });

  test("a /26 holds 59 nodes", () => {
    expect(maxNodes(26)).toBe(59);
  });
});
