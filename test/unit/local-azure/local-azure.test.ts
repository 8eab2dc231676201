import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unknownSentinel } from "../../../src/azure/pulumi-wire";
import { AzureError } from "../../../src/local-azure/azure-error";
import { LocalAzure } from "../../../src/local-azure/local-azure";
import { LocalRandom } from "../../../src/local-azure/local-random";
import { FileStore, MemoryStore, type Store } from "../../../src/local-azure/store";

type Inputs = Record<string, unknown>;

/** A local Azure with what most tests stand on: a group, an NSG, a VNet and two delegated subnets. */
async function withNetwork(store: Store = new MemoryStore()) {
  const azure = new LocalAzure({ store, latencyMs: 1 });
  const create = async (type: string, inputs: Inputs) => {
    const token = `azure-native:${type}`;
    const checked = azure.check(token, "logical", inputs);
    if (checked.problems.length > 0) throw new Error(checked.problems.map((p) => `${p.property}: ${p.reason}`).join("; "));
    return azure.create(token, checked.inputs);
  };
  await create("resources:ResourceGroup", { resourceGroupName: "rg", location: "westeurope" });
  const group = await create("network:NetworkSecurityGroup", { resourceGroupName: "rg", networkSecurityGroupName: "nsg" });
  const network = await create("network:VirtualNetwork", {
    resourceGroupName: "rg",
    virtualNetworkName: "vnet",
    addressSpace: { addressPrefixes: ["10.20.0.0/22"] },
  });
  const subnet = (name: string, addressPrefix: string, more: Inputs = {}) =>
    create("network:Subnet", {
      resourceGroupName: "rg",
      virtualNetworkName: "vnet",
      subnetName: name,
      addressPrefix,
      networkSecurityGroup: { id: group.id },
      delegations: [{ name: "d", serviceName: "Microsoft.Databricks/workspaces" }],
      ...more,
    });
  const host = await subnet("host", "10.20.0.0/26");
  const container = await subnet("container", "10.20.0.64/26");
  const workspaceInputs = (more: Inputs = {}, parameters: Inputs = {}): Inputs => ({
    resourceGroupName: "rg",
    workspaceName: "dbw",
    sku: { name: "premium" },
    managedResourceGroupId: `/subscriptions/${azure.subscriptionId}/resourceGroups/managed`,
    publicNetworkAccess: "Disabled",
    requiredNsgRules: "NoAzureDatabricksRules",
    parameters: {
      customVirtualNetworkId: { value: network.id },
      customPublicSubnetName: { value: "host" },
      customPrivateSubnetName: { value: "container" },
      enableNoPublicIp: { value: true },
      ...parameters,
    },
    ...more,
  });
  return { azure, create, group, network, subnet, host, container, workspaceInputs };
}

const check = (type: string, inputs: Inputs) =>
  new LocalAzure({ store: new MemoryStore() }).check(`azure-native:${type}`, "logical", inputs).problems;

describe("shapes", () => {
  test("a misspelt property is refused with its name and the nearest right one", () => {
    expect(check("network:VirtualNetwork", { resourceGroupName: "rg", adressSpace: {} })).toEqual([
      {
        property: "adressSpace",
        reason: expect.stringMatching(/InvalidRequestContent.*Could not find member 'adressSpace'.*Did you mean 'addressSpace'/),
      },
    ]);
  });

  test("so is one inside a nested object", () => {
    expect(check("databricks:Workspace", { resourceGroupName: "rg", parameters: { enableNoPublicIP: { value: true } } })[0]?.property).toBe(
      "parameters.enableNoPublicIP",
    );
  });

  test("a missing required property is named", () => {
    expect(check("network:Subnet", { resourceGroupName: "rg", subnetName: "a" })).toEqual([
      { property: "virtualNetworkName", reason: "missing required property 'virtualNetworkName'" },
    ]);
    expect(check("databricks:Workspace", { resourceGroupName: "rg", encryption: {} })[0]?.reason).toBe(
      "missing required property 'encryption.entities'",
    );
  });

  test("a wrong enum value is refused with the allowed ones", () => {
    expect(check("databricks:Workspace", { resourceGroupName: "rg", publicNetworkAccess: "Off" })[0]?.reason).toMatch(
      /InvalidRequestFormat.*"Off".*Path 'publicNetworkAccess'. Allowed values: Enabled, Disabled/,
    );
  });

  test.each([
    ["a bare boolean for a parameter", { parameters: { enableNoPublicIp: true } }, "parameters.enableNoPublicIp"],
    ["a number for text", { location: 7 }, "location"],
    ["text for a list", { authorizations: "all" }, "authorizations"],
    ["a number among tags", { tags: { cost: 7 } }, "tags.cost"],
  ])("%s is refused", (_what, inputs, property) => {
    expect(check("databricks:Workspace", { resourceGroupName: "rg", ...inputs })).toEqual([
      { property, reason: expect.stringContaining("Error converting value") },
    ]);
  });

  test("what only an update will know passes", () => {
    expect(
      check("databricks:Workspace", {
        resourceGroupName: unknownSentinel,
        publicNetworkAccess: unknownSentinel,
        parameters: unknownSentinel,
      }),
    ).toEqual([]);
  });

  test("a bad name is refused", () => {
    expect(
      check("keyvault:Vault", {
        resourceGroupName: "rg",
        vaultName: "no_underscores",
        properties: { tenantId: "t", sku: { family: "A", name: "premium" } },
      })[0],
    ).toMatchObject({
      property: "vaultName",
      reason: expect.stringContaining("'no_underscores' does not match"),
    });
  });

  test("a type that is not served is refused with those that are", () => {
    expect(() => check("compute:VirtualMachine", {})).toThrow(
      /does not serve the type 'azure-native:compute:VirtualMachine'; it serves: .*databricks:Workspace/,
    );
  });
});

describe("surroundings", () => {
  test.each<[string, string, Inputs, string, RegExp]>([
    [
      "a resource group that is not there",
      "network:NetworkSecurityGroup",
      { resourceGroupName: "nope", networkSecurityGroupName: "x" },
      "ResourceGroupNotFound",
      /'nope'/,
    ],
    [
      "a parent that is not there",
      "network:Subnet",
      { resourceGroupName: "rg", virtualNetworkName: "nope", subnetName: "x", addressPrefix: "10.0.0.0/26" },
      "ParentResourceNotFound",
      /virtualNetworks\/nope/,
    ],
    [
      "an unknown referenced id",
      "network:Subnet",
      {
        resourceGroupName: "rg",
        virtualNetworkName: "vnet",
        subnetName: "x",
        addressPrefix: "10.20.1.0/26",
        networkSecurityGroup: {
          id: "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nope",
        },
      },
      "InvalidResourceReference",
      /networkSecurityGroups\/nope/,
    ],
    [
      "a subnet outside its VNet",
      "network:Subnet",
      { resourceGroupName: "rg", virtualNetworkName: "vnet", subnetName: "far", addressPrefix: "10.99.0.0/26" },
      "NetcfgInvalidSubnet",
      /Subnet 'far' is not valid in virtual network 'vnet'/,
    ],
    [
      "a subnet over another",
      "network:Subnet",
      { resourceGroupName: "rg", virtualNetworkName: "vnet", subnetName: "twin", addressPrefix: "10.20.0.0/25" },
      "NetcfgSubnetRangesOverlap",
      /'twin'/,
    ],
    [
      "a rule priority that is taken",
      "network:SecurityRule",
      rule({ securityRuleName: "second" }),
      "SecurityRuleConflict",
      /second conflicts with rule first/,
    ],
    [
      "a rule priority out of range",
      "network:SecurityRule",
      rule({ securityRuleName: "low", priority: 99 }),
      "SecurityRuleInvalidPriority",
      /99 Allowed range 100-4096/,
    ],
    [
      "overlapping blocks in a rule",
      "network:SecurityRule",
      rule({ securityRuleName: "wide", priority: 400, sourceAddressPrefixes: ["10.0.0.0/8", "10.1.0.0/16"] }),
      "OverlappingSubnetsNotPermittedInSecurityRule",
      /wide/,
    ],
  ])("refuses %s", async (_what, type, inputs, code, message) => {
    const { create } = await withNetwork();
    await create("network:SecurityRule", rule({ securityRuleName: "first" }));
    const refusal = await create(type, inputs).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(AzureError);
    expect((refusal as AzureError).code).toBe(code);
    expect((refusal as AzureError).message).toMatch(message);
  });

  function rule(more: Inputs): Inputs {
    return {
      resourceGroupName: "rg",
      networkSecurityGroupName: "nsg",
      access: "Deny",
      direction: "Inbound",
      priority: 300,
      protocol: "*",
      sourceAddressPrefix: "*",
      destinationAddressPrefix: "*",
      ...more,
    };
  }

  test("refuses a second resource of the same name", async () => {
    const { create } = await withNetwork();
    await expect(create("network:NetworkSecurityGroup", { resourceGroupName: "rg", networkSecurityGroupName: "nsg" })).rejects.toThrow(
      /cannot create already existing resource/,
    );
  });

  test("refuses two writes to one VNet at a time, and takes them one after another", async () => {
    const { subnet } = await withNetwork();
    const results = await Promise.allSettled([subnet("a", "10.20.1.0/26"), subnet("b", "10.20.1.64/26")]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected"]);
    expect((results[1] as PromiseRejectedResult).reason).toMatchObject({ code: "AnotherOperationInProgress" });
    await expect(subnet("b", "10.20.1.64/26")).resolves.toBeDefined();
  });
});

describe("workspaces", () => {
  test("a good one comes up with Azure's outputs, its managed group, its account and the NSG rules", async () => {
    const { azure, create, group, workspaceInputs } = await withNetwork();
    const { id, outputs } = await create("databricks:Workspace", workspaceInputs());
    expect(outputs).toMatchObject({
      workspaceUrl: expect.stringMatching(/^adb-\d+\.\d+\.azuredatabricks\.net$/),
      workspaceId: expect.stringMatching(/^\d+$/),
      provisioningState: "Succeeded",
    });
    const managed = azure.resources().filter((resource) => resource.managedBy === id);
    expect(managed.map((resource) => resource.type).sort()).toEqual([
      "Microsoft.Resources/resourceGroups",
      "Microsoft.Storage/storageAccounts",
    ]);
    const rules = azure.read("", group.id)?.outputs.securityRules as { name: string; priority: number }[];
    expect(rules.map((rule) => rule.priority)).toEqual([100, 101, 102, 103, 104]);
    expect(rules.some((rule) => rule.name.endsWith("worker-to-databricks-webapp"))).toBe(false);
  });

  test.each<[string, Inputs, Inputs, RegExp]>([
    ["public access off with AllRules", { requiredNsgRules: "AllRules" }, {}, /publicNetworkAccess 'Disabled' needs requiredNsgRules/],
    ["rules of Azure's own", { requiredNsgRules: "NoAzureServiceRules", publicNetworkAccess: "Enabled" }, {}, /internal use only/],
    ["no Databricks rules with public addresses", {}, { enableNoPublicIp: { value: false } }, /needs parameters\.enableNoPublicIp true/],
    ["the standard tier", { sku: { name: "standard" } }, {}, /needs sku\.name 'premium'/],
    ["a load balancer without public access", {}, { loadBalancerId: { value: "lb" } }, /cannot be combined with a load balancer/],
    ["a storage firewall without connector", { defaultStorageFirewall: "Enabled" }, {}, /needs accessConnector/],
    ["half of the network", {}, { customPrivateSubnetName: undefined }, /customPrivateSubnetName is missing/],
    ["one subnet twice", {}, { customPrivateSubnetName: { value: "host" } }, /must be two subnets/],
    ["a subnet that is not there", {}, { customPrivateSubnetName: { value: "nope" } }, /has no subnet 'nope'/],
    ["another region", { location: "northeurope" }, {}, /must be in the same region/],
    [
      "a managed group that exists",
      { managedResourceGroupId: "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg" },
      {},
      /already exists/,
    ],
    [
      "the compliance profile without monitoring",
      { enhancedSecurityCompliance: { complianceSecurityProfile: { value: "Enabled" } } },
      {},
      /needs automaticClusterUpdate/,
    ],
    ["serverless with a network", { computeMode: "Serverless" }, {}, /not allowed in Serverless/],
    [
      "a key in a vault that is not there",
      {
        encryption: {
          entities: {
            managedServices: {
              keySource: "Microsoft.Keyvault",
              keyVaultProperties: { keyName: "k", keyVaultUri: "https://nope.vault.azure.net/", keyVersion: "1" },
            },
          },
        },
      },
      {},
      /no key vault answers at 'https:\/\/nope/,
    ],
  ])("refuses %s", async (_what, more, parameters, message) => {
    const { create, workspaceInputs } = await withNetwork();
    await expect(create("databricks:Workspace", workspaceInputs(more, parameters))).rejects.toThrow(message);
  });

  test("refuses a subnet that is not delegated, or has no NSG, or serves another workspace", async () => {
    const { create, subnet, workspaceInputs } = await withNetwork();
    await subnet("bare", "10.20.2.0/26", { delegations: [] });
    await subnet("open", "10.20.2.64/26", { networkSecurityGroup: undefined });
    const using = (name: string) => create("databricks:Workspace", workspaceInputs({}, { customPrivateSubnetName: { value: name } }));
    await expect(using("bare")).rejects.toThrow(/must be delegated/);
    await expect(using("open")).rejects.toThrow(/must have a network security group/);
    await using("container");
    const second = workspaceInputs({
      workspaceName: "second",
      managedResourceGroupId: "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/managed2",
    });
    await expect(create("databricks:Workspace", second)).rejects.toThrow(/serves workspace .*dbw already/);
  });

  test("refuses to change in place what Azure does not, and keeps what stood there", async () => {
    const { azure, create, workspaceInputs } = await withNetwork();
    const { id } = await create("databricks:Workspace", workspaceInputs());
    const token = "azure-native:databricks:Workspace";
    await expect(
      azure.update(
        token,
        id,
        workspaceInputs({ managedResourceGroupId: "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/other" }),
      ),
    ).rejects.toMatchObject({ code: "ApplianceManagedResourceGroupMismatch" });
    await expect(azure.update(token, id, workspaceInputs({}, { storageAccountName: { value: "dbother" } }))).rejects.toThrow(
      /storageAccountName cannot be changed/,
    );
    expect(azure.read(token, id)?.inputs).toEqual(workspaceInputs());
    await expect(azure.update(token, id, workspaceInputs({ tags: { a: "b" } }))).resolves.toMatchObject({ tags: { a: "b" } });
  });

  test("what a workspace uses cannot be taken away before it, and nothing of it stays behind", async () => {
    const { azure, create, group, host, network, workspaceInputs } = await withNetwork();
    const { id } = await create("databricks:Workspace", workspaceInputs());
    await expect(azure.delete("azure-native:network:NetworkSecurityGroup", group.id)).rejects.toMatchObject({
      code: "InUseNetworkSecurityGroupCannotBeDeleted",
    });
    await expect(azure.delete("azure-native:network:Subnet", host.id)).rejects.toMatchObject({ code: "InUseSubnetCannotBeDeleted" });
    await expect(azure.delete("azure-native:network:VirtualNetwork", network.id)).rejects.toMatchObject({
      code: "InUseSubnetCannotBeDeleted",
    });
    const withoutGroup = { ...azure.read("", host.id)?.inputs, networkSecurityGroup: undefined };
    await expect(azure.update("azure-native:network:Subnet", host.id, withoutGroup)).rejects.toMatchObject({
      code: "NetworkSecurityGroupCannotBeRemovedDueToNipOnSubnet",
    });
    await expect(
      azure.update("azure-native:network:NetworkSecurityGroup", group.id, {
        resourceGroupName: "rg",
        networkSecurityGroupName: "nsg",
        securityRules: [],
      }),
    ).rejects.toMatchObject({ code: "ConflictWithNetworkIntentPolicy" });
    await azure.delete("azure-native:databricks:Workspace", id);
    await azure.delete("azure-native:databricks:Workspace", id);
    expect(azure.resources().some((resource) => resource.managedBy)).toBe(false);
    expect(azure.read("", group.id)?.outputs.securityRules).toEqual([]);
  });

  test("a lock keeps what it holds, and goes first", async () => {
    const { azure, create, group } = await withNetwork();
    const lock = await create("authorization:ManagementLockByScope", { lockName: "l", scope: group.id, level: "CanNotDelete" });
    await expect(azure.delete("azure-native:network:NetworkSecurityGroup", group.id)).rejects.toMatchObject({ code: "ScopeLocked" });
    await azure.delete("azure-native:authorization:ManagementLockByScope", lock.id);
  });
});

describe("private endpoints", () => {
  async function withEndpointSubnet() {
    const all = await withNetwork();
    const workspace = await all.create("databricks:Workspace", all.workspaceInputs());
    const endpoints = await all.subnet("pe", "10.20.3.0/27", { delegations: [] });
    const endpoint = (name: string, target: string, groupIds: string[], subnetId = endpoints.id) =>
      all.create("network:PrivateEndpoint", {
        resourceGroupName: "rg",
        privateEndpointName: name,
        subnet: { id: subnetId },
        privateLinkServiceConnections: [{ name: "c", privateLinkServiceId: target, groupIds }],
      });
    return { ...all, workspace, endpoints, endpoint };
  }

  test("one takes an address of its subnet and answers for the workspace's name", async () => {
    const { endpoint, workspace } = await withEndpointSubnet();
    const { outputs } = await endpoint("pep-1", workspace.id, ["databricks_ui_api"]);
    expect(outputs.customDnsConfigs).toEqual([{ fqdn: workspace.outputs.workspaceUrl, ipAddresses: ["10.20.3.4"] }]);
    expect((outputs.privateLinkServiceConnections as Inputs[])[0]).toMatchObject({
      privateLinkServiceConnectionState: { status: "Approved" },
    });
  });

  test("refuses an unknown sub-resource, a delegated subnet, and two at a time on one workspace", async () => {
    const { endpoint, workspace, host } = await withEndpointSubnet();
    await expect(endpoint("pep-1", workspace.id, ["databricks"])).rejects.toThrow(/offers databricks_ui_api, browser_authentication/);
    await expect(endpoint("pep-1", workspace.id, ["databricks_ui_api"], host.id)).rejects.toThrow(/delegated/);
    const both = await Promise.allSettled([
      endpoint("pep-1", workspace.id, ["databricks_ui_api"]),
      endpoint("pep-2", workspace.id, ["databricks_ui_api"]),
    ]);
    expect(both.map((result) => result.status)).toEqual(["fulfilled", "rejected"]);
  });

  test("a zone group wants the sub-resource's own zone, and a network one zone of a name", async () => {
    const { create, endpoint, workspace, network } = await withEndpointSubnet();
    await endpoint("pep-1", workspace.id, ["databricks_ui_api"]);
    const zone = (name: string, group = "rg") =>
      create("privatedns:PrivateZone", { resourceGroupName: group, privateZoneName: name, location: "global" });
    const wrong = await zone("privatelink.blob.core.windows.net");
    const right = await zone("privatelink.azuredatabricks.net");
    const zoneGroup = (zoneId: string) =>
      create("network:PrivateDnsZoneGroup", {
        resourceGroupName: "rg",
        privateEndpointName: "pep-1",
        privateDnsZoneGroupName: "default",
        privateDnsZoneConfigs: [{ name: "z", privateDnsZoneId: zoneId }],
      });
    await expect(zoneGroup(wrong.id)).rejects.toThrow(/resolves in 'privatelink\.azuredatabricks\.net'/);
    const { outputs } = await zoneGroup(right.id);
    expect(JSON.stringify(outputs)).toContain("10.20.3.4");
    await create("resources:ResourceGroup", { resourceGroupName: "rg2", location: "westeurope" });
    await zone("privatelink.azuredatabricks.net", "rg2");
    const link = (group: string) =>
      create("privatedns:VirtualNetworkLink", {
        resourceGroupName: group,
        privateZoneName: "privatelink.azuredatabricks.net",
        virtualNetworkLinkName: "l",
        location: "global",
        registrationEnabled: false,
        virtualNetwork: { id: network.id },
      });
    await link("rg");
    await expect(link("rg2")).rejects.toMatchObject({ code: "VirtualNetworkAlreadyLinked" });
  });
});

describe("firewalls, routes, service endpoints and flow logs", () => {
  const place = { resourceGroupName: "rg" };
  const appliance = { name: "r", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance" };
  const account = (more: Inputs): Inputs => ({
    ...place,
    accountName: "lake12345",
    kind: "StorageV2",
    sku: { name: "Standard_ZRS" },
    ...more,
  });
  const ruleGroup = (rule: Inputs): Inputs => ({
    ...place,
    firewallPolicyName: "p",
    ruleCollectionGroupName: "g",
    priority: 200,
    ruleCollections: [
      { ruleCollectionType: "FirewallPolicyFilterRuleCollection", rules: [{ ruleType: "ApplicationRule", name: "a", ...rule }] },
    ],
  });

  test("a firewall stands in its own subnet, is of its policy's tier, and answers with its first address", async () => {
    const { create, subnet, host } = await withNetwork();
    const policy = await create("network:FirewallPolicy", { ...place, firewallPolicyName: "p", sku: { tier: "Standard" } });
    const firewall = (subnetId: string, tier: string) =>
      create("network:AzureFirewall", {
        ...place,
        azureFirewallName: "f",
        sku: { name: "AZFW_VNet", tier },
        firewallPolicy: { id: policy.id },
        ipConfigurations: [{ name: "main", subnet: { id: subnetId } }],
      });
    await expect(firewall(host.id, "Standard")).rejects.toThrow(/AzureFirewallSubnet/);
    const own = await subnet("AzureFirewallSubnet", "10.20.1.0/26", { delegations: [], networkSecurityGroup: undefined });
    await expect(firewall(own.id, "Premium")).rejects.toThrow(/tier 'Premium', and its policy .* of tier 'Standard'/);
    const { outputs } = await firewall(own.id, "Standard");
    expect(outputs.ipConfigurations).toMatchObject([{ privateIPAddress: "10.20.1.4" }]);
  });

  test.each<[string, Inputs, RegExp]>([
    ["without a source", { targetFqdns: ["pypi.org"] }, /names no source/],
    ["with a star in the middle", { targetFqdns: ["a.*.org"], sourceAddresses: ["10.0.0.0/8"] }, /left end only/],
  ])("a firewall's rule %s is refused", async (_what, rule, message) => {
    const { create } = await withNetwork();
    await create("network:FirewallPolicy", { ...place, firewallPolicyName: "p" });
    await expect(create("network:FirewallPolicyRuleCollectionGroup", ruleGroup(rule))).rejects.toThrow(message);
  });

  test.each<[string, Inputs, boolean]>([
    ["to an appliance by its address", { ...appliance, nextHopIpAddress: "10.40.0.4" }, true],
    ["to an appliance without one", appliance, false],
    ["to the internet with one", { ...appliance, nextHopType: "Internet", nextHopIpAddress: "10.40.0.4" }, false],
    ["to the internet", { ...appliance, nextHopType: "Internet" }, true],
  ])("a route %s", async (_what, route, accepted) => {
    const { create } = await withNetwork();
    const made = create("network:RouteTable", { ...place, routeTableName: "rt", routes: [route] }).then(
      () => true,
      (error: Error) => !/InvalidRouteNextHopIpAddress/.test(error.message),
    );
    expect(await made).toBe(accepted);
  });

  test("a service lets in subnets with its endpoint only, and a policy goes with storage's", async () => {
    const { create, subnet, host } = await withNetwork();
    const rules = (id: string) =>
      account({ networkRuleSet: { defaultAction: "Deny", virtualNetworkRules: [{ virtualNetworkResourceId: id }] } });
    await expect(create("storage:StorageAccount", rules(host.id))).rejects.toThrow(/SubnetsHaveNoServiceEndpointsConfigured/);
    const policy = await create("network:ServiceEndpointPolicy", { ...place, serviceEndpointPolicyName: "sep" });
    const policies = { serviceEndpointPolicies: [{ id: policy.id }], delegations: [] };
    await expect(subnet("bare", "10.20.1.0/26", policies)).rejects.toThrow(/no service endpoint Microsoft.Storage/);
    const good = await subnet("good", "10.20.1.0/26", { ...policies, serviceEndpoints: [{ service: "Microsoft.Storage" }] });
    await expect(create("storage:StorageAccount", rules(good.id))).resolves.toBeDefined();
  });

  test("a flow log needs an account that lets the watcher in, and a VNet has one", async () => {
    const { create, network } = await withNetwork();
    const closed = await create("storage:StorageAccount", account({ networkRuleSet: { defaultAction: "Deny", bypass: "None" } }));
    const open = await create(
      "storage:StorageAccount",
      account({ accountName: "logs12345", networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" } }),
    );
    const flowLog = (flowLogName: string, storageId: string) =>
      create("network:FlowLog", {
        resourceGroupName: "NetworkWatcherRG",
        networkWatcherName: "NetworkWatcher_westeurope",
        flowLogName,
        location: "westeurope",
        targetResourceId: network.id,
        storageId,
      });
    await expect(flowLog("a", closed.id)).rejects.toThrow(/refuses trusted services/);
    await expect(flowLog("a", open.id)).resolves.toBeDefined();
    await expect(flowLog("b", open.id)).rejects.toThrow(/has the flow log .*\/a already/);
  });

  test("DBFS root's own key waits for the account's identity and its role", async () => {
    const { azure, create, workspaceInputs } = await withNetwork();
    const vault = await create("keyvault:Vault", {
      ...place,
      vaultName: "kv-x",
      properties: { tenantId: "t", sku: { family: "A", name: "premium" }, enablePurgeProtection: true, enableRbacAuthorization: true },
    });
    const key = await create("keyvault:Key", { ...place, vaultName: "kv-x", keyName: "dbfs", properties: { kty: "RSA" } });
    const uri = (vault.outputs.properties as { vaultUri: string }).vaultUri;
    const keyVersion = String(key.outputs.keyUriWithVersion).split("/").pop();
    const encrypted = { encryption: { value: { keySource: "Microsoft.Keyvault", keyVaultUri: uri, keyName: "dbfs", keyVersion } } };
    const prepared = { prepareEncryption: { value: true } };
    await expect(create("databricks:Workspace", workspaceInputs({}, { ...prepared, ...encrypted }))).rejects.toThrow(/has no identity/);
    const workspace = await create("databricks:Workspace", workspaceInputs({}, prepared));
    const update = () =>
      azure.update("azure-native:databricks:Workspace", workspace.id, workspaceInputs({}, { ...prepared, ...encrypted }));
    await expect(update()).rejects.toThrow(/has no role on key/);
    await create("authorization:RoleAssignment", {
      scope: key.id,
      principalId: (workspace.outputs.storageAccountIdentity as { principalId: string }).principalId,
      principalType: "ServicePrincipal",
      roleDefinitionId: `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/e147488a-f6f5-4113-8e2d-b22465e65bf6`,
    });
    await expect(update()).resolves.toBeDefined();
  });
});

describe("previews", () => {
  const azure = new LocalAzure({ store: new MemoryStore() });

  test("echo what was asked for, and leave unknown what only Azure can say", () => {
    const outputs = azure.preview("azure-native:databricks:AccessConnector", {
      resourceGroupName: "rg",
      identity: { type: "SystemAssigned" },
    });
    expect(outputs).toMatchObject({ identity: { type: "SystemAssigned", principalId: unknownSentinel }, name: unknownSentinel });
  });

  test("changes of names and of what Azure cannot change replace, others update", () => {
    const diff = (olds: Inputs, news: Inputs) => azure.diff("azure-native:network:PrivateEndpoint", olds, news);
    expect(diff({ a: 1, tags: {} }, { a: 1, tags: { x: "y" } })).toEqual({ changed: ["tags"], replaces: [] });
    expect(diff({ subnet: { id: "a" } }, { subnet: { id: "b" } })).toEqual({ changed: ["subnet"], replaces: ["subnet"] });
    expect(diff({ privateEndpointName: "a" }, { privateEndpointName: "b" }).replaces).toEqual(["privateEndpointName"]);
  });
});

describe("the store on disk", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "local-azure-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("keeps a subscription in one file that another process can read", async () => {
    const path = join(folder, "subscriptions", "s.json");
    await withNetwork(new FileStore(path, "11111111-2222-4333-8444-555555555555"));
    const again = new LocalAzure({ store: new FileStore(path, "11111111-2222-4333-8444-555555555555") });
    expect(again.resources()).toHaveLength(5);
    expect(readdirSync(join(folder, "subscriptions"))).toEqual(["s.json"]);
  });

  test("a refused write changes nothing", async () => {
    const path = join(folder, "s.json");
    const { create } = await withNetwork(new FileStore(path, "11111111-2222-4333-8444-555555555555"));
    const before = readFileSync(path, "utf8");
    await expect(
      create("network:Subnet", { resourceGroupName: "rg", virtualNetworkName: "vnet", subnetName: "far", addressPrefix: "10.99.0.0/26" }),
    ).rejects.toThrow();
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  test("a file that is no store is refused with what to do", () => {
    const path = join(folder, "s.json");
    writeFileSync(path, "{ half");
    expect(() => new LocalAzure({ store: new FileStore(path, "x") }).resources()).toThrow(/is not JSON: delete it to start/);
  });
});

describe("the random provider", () => {
  test("gives values of the length and kind asked for, a new one each time", async () => {
    const provider = new LocalRandom();
    const make = async () =>
      (await provider.create("random:index/randomString:RandomString", { length: 40, special: false, upper: false, minNumeric: 3 })).outputs
        .result as string;
    const [first, second] = [await make(), await make()];
    expect(first).toMatch(/^[a-z0-9]{40}$/);
    expect(first.replace(/\D/g, "").length).toBeGreaterThanOrEqual(3);
    expect(first).not.toBe(second);
    const bytes = (await provider.create("random:index/randomBytes:RandomBytes", { length: 32 })).outputs;
    expect(Buffer.from(bytes.base64 as string, "base64").toString("hex")).toBe(bytes.hex);
  });

  test("refuses a misspelt property", () => {
    expect(new LocalRandom().check("random:index/randomString:RandomString", "x", { length: 4, lenght: 4 }).problems[0]?.property).toBe(
      "lenght",
    );
  });
});
