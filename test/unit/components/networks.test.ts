import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import {
  ClusterNetwork,
  type ClusterNetworkArgs,
  CustomerManagedKeys,
  DataLake,
  ExistingClusterNetwork,
  FlowLogs,
  HardenedDatabricks,
  HardenedWorkspace,
  HubNetwork,
  type HubNetworkArgs,
  NetworkPeering,
  PrivateDnsZones,
  SecretVault,
  ServerlessAccess,
  SharedHub,
  SqlServer,
  VaultSecretScope,
  WebAuthWorkspace,
} from "../../../components";
import { judge } from "../../../src/links/verdict";
import { deploy } from "../../../src/testing";
import { Edit } from "../../support/edit";
import { quickstartArgs } from "../../support/quickstart";
import { refusedBy } from "../../support/refused";

// biome-ignore lint/suspicious/noExplicitAny: wrong arguments are what the tests are about
type Any = any;
const group = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg";
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/v`;
const subnet = `${vnet}/subnets/s`;
const principal = quickstartArgs.databricksPrincipalId;
const placement = { subnetId: subnet, virtualNetworkId: vnet };
const place = { resourceGroupName: "rg", location: "westeurope" };
const hub: HubNetworkArgs = { ...place, addressSpace: "10.40.0.0/24", spokeAddressSpaces: ["10.20.0.0/22"] };
const cluster: ClusterNetworkArgs = { ...place, addressSpace: "10.20.0.0/22" };
const lake = { ...place, readerWriterPrincipalId: principal };
const sql = { ...place, administratorGroupName: "dba", administratorGroupId: principal };
const { transitAddressSpace: _none, ...bare } = quickstartArgs;
const existing = { virtualNetworkId: vnet, hostSubnetName: "a", containerSubnetName: "b", privateEndpointSubnetName: "c" };
const { addressSpace: _space, ...networkless } = quickstartArgs;
const key = { keyName: "k", keyVaultUri: "https://v.vault.azure.net/", keyVersion: "1" };
const workspace = { ...place, virtualNetworkId: vnet, hostSubnetName: "a", containerSubnetName: "b" };

const make = (args: Any) => () => new HardenedDatabricks("a", args);

describe("wrong arguments fail before anything is registered", () => {
  test.each<[string, () => unknown, string, RegExp]>([
    [
      "a hub too small for a firewall",
      () => new HubNetwork("a", { ...hub, addressSpace: "10.40.0.0/26" }),
      "addressSpace",
      /at least a \/25/,
    ],
    ["a hub of half the internet", () => new HubNetwork("a", { ...hub, addressSpace: "0.0.0.0/1" }), "addressSpace", /too large/],
    ["a firewall for nobody", () => new HubNetwork("a", { ...hub, spokeAddressSpaces: [] }), "spokeAddressSpaces", /blocks of the VNets/],
    [
      "a spoke in the hub",
      () => new HubNetwork("a", { ...hub, spokeAddressSpaces: ["10.40.0.0/16"] }),
      "spokeAddressSpaces[0]",
      /overlaps/,
    ],
    [
      "a spoke that is none",
      () => new HubNetwork("a", { ...hub, spokeAddressSpaces: ["spoke"] }),
      "spokeAddressSpaces[0]",
      /no IPv4 block/,
    ],
    ["every name", () => new HubNetwork("a", { ...hub, allowedFqdns: ["*"] }), "allowedFqdns[0]", /pypi\.org/],
    ["a star in the middle", () => new HubNetwork("a", { ...hub, allowedFqdns: ["a.*.com"] }), "allowedFqdns[0]", /all names below one/],
    ["an account twice", () => new HubNetwork("a", { ...hub, allowedStorageAccounts: ["abc", "abc"] }), "allowedStorageAccounts", /twice/],
    [
      "no firewall, and rules for one",
      () => new HubNetwork("a", { ...hub, enableFirewall: false }),
      "spokeAddressSpaces",
      /goes with a firewall/,
    ],
    ["a tier", () => new HubNetwork("a", { ...hub, firewallTier: "Basic" as Any }), "firewallTier", /'Standard', 'Premium'/],
    ["a hub without a region", () => new SharedHub("a", { ...hub, location: "" }), "location", /is missing/],
    [
      "an appliance without its address",
      () => new ClusterNetwork("a", { ...cluster, egress: "Appliance" }),
      "applianceIpAddress",
      /is missing/,
    ],
    [
      "an address without an appliance",
      () => new ClusterNetwork("a", { ...cluster, applianceIpAddress: "10.0.0.4" }),
      "applianceIpAddress",
      /goes with egress/,
    ],
    [
      "a public appliance",
      () => new ClusterNetwork("a", { ...cluster, egress: "Appliance", applianceIpAddress: "8.8.8.8" }),
      "applianceIpAddress",
      /private IPv4/,
    ],
    [
      "filtering by nothing",
      () => new ClusterNetwork("a", { ...cluster, enableApplianceFiltering: true }),
      "enableApplianceFiltering",
      /nothing would filter/,
    ],
    [
      "an unknown service",
      () => new ClusterNetwork("a", { ...cluster, serviceEndpoints: ["Microsoft.Web" as Any] }),
      "serviceEndpoints",
      /'Microsoft.Storage'/,
    ],
    [
      "a service twice",
      () => new ClusterNetwork("a", { ...cluster, serviceEndpoints: ["Microsoft.Sql", "Microsoft.Sql"] }),
      "serviceEndpoints",
      /twice/,
    ],
    ["no VNet's id", () => new ClusterNetwork("a", { ...cluster, virtualNetworkId: subnet }), "virtualNetworkId", /no id of a/],
    [
      "encryption of somebody's VNet",
      () => new ClusterNetwork("a", { ...cluster, virtualNetworkId: vnet, enableVnetEncryption: true }),
      "enableVnetEncryption",
      /new VNet/,
    ],
    [
      "a peering with itself",
      () => new NetworkPeering("a", { spokeVirtualNetworkId: vnet, hubVirtualNetworkId: vnet }),
      "hubVirtualNetworkId",
      /own VNet/,
    ],
    [
      "a peering with a subnet",
      () => new NetworkPeering("a", { spokeVirtualNetworkId: vnet, hubVirtualNetworkId: subnet }),
      "hubVirtualNetworkId",
      /no id of a/,
    ],
    [
      "flow logs for a week",
      () => new FlowLogs("a", { ...place, virtualNetworkId: vnet, retentionInDays: 7 }),
      "retentionInDays",
      /from 90 to 365/,
    ],
    ["flow logs of a subnet", () => new FlowLogs("a", { ...place, virtualNetworkId: subnet }), "virtualNetworkId", /no id of a/],
    [
      "one subnet for two",
      () => new ExistingClusterNetwork("a", { ...existing, containerSubnetName: "A" }),
      "containerSubnetName",
      /pass three subnets/,
    ],
    ["no subnet", () => new ExistingClusterNetwork("a", { ...existing, hostSubnetName: "" }), "hostSubnetName", /is missing/],
    ["a lake without a way", () => new DataLake("a", lake), "placement", /serviceEndpointSubnetIds/],
    [
      "a lake with two ways",
      () => new DataLake("a", { ...lake, placement, serviceEndpointSubnetIds: [subnet] }),
      "serviceEndpointSubnetIds",
      /mutually exclusive/,
    ],
    ["a lake for no subnet", () => new DataLake("a", { ...lake, serviceEndpointSubnetIds: [] }), "serviceEndpointSubnetIds", /is empty/],
    [
      "a policy without endpoints",
      () => new DataLake("a", { ...lake, placement, serviceEndpointPolicyId: "x" }),
      "serviceEndpointPolicyId",
      /goes with/,
    ],
    ["a key without its id", () => new DataLake("a", { ...lake, placement, encryptionKey: key }), "encryptionKeyId", /go together/],
    [
      "a server with a VNet for a subnet",
      () => new SqlServer("a", { ...sql, serviceEndpointSubnetIds: [vnet] }),
      "serviceEndpointSubnetIds",
      /no id of a/,
    ],
    ["a vault without a way", () => new SecretVault("a", place), "placement", /is missing/],
    [
      "zones of another name",
      () =>
        new PrivateDnsZones("a", {
          ...place,
          virtualNetworkIds: [vnet],
          groupIds: ["dfs"],
          existingZoneIds: { dfs: `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net` },
        }),
      "existingZoneIds.dfs",
      /resolve in a zone called/,
    ],
    [
      "a zone too few",
      () => new PrivateDnsZones("a", { ...place, virtualNetworkIds: [vnet], groupIds: ["dfs"], existingZoneIds: {} }),
      "existingZoneIds",
      /has no zone for 'dfs'/,
    ],
    [
      "a scope without a vault",
      () => new VaultSecretScope("a", { vaultUri: "https://v", databricksPrincipalId: principal } as Any),
      "vaultId",
      /is missing/,
    ],
    [
      "a scope for nobody",
      () =>
        new VaultSecretScope("a", {
          vaultId: `${group}/providers/Microsoft.KeyVault/vaults/v`,
          vaultUri: "https://v",
          databricksPrincipalId: principal,
          readers: [],
        }),
      "readers",
      /is empty/,
    ],
    [
      "the Azure id for the number",
      () => new ServerlessAccess("a", { location: "westeurope", databricksWorkspaceId: vnet, targets: [] }),
      "databricksWorkspaceId",
      /number/,
    ],
    [
      "no target",
      () => new ServerlessAccess("a", { location: "westeurope", databricksWorkspaceId: "1", targets: [] }),
      "targets",
      /is empty/,
    ],
    [
      "a sub-resource",
      () =>
        new ServerlessAccess("a", { location: "westeurope", databricksWorkspaceId: "1", targets: [{ resourceId: vnet, groupId: "web" }] }),
      "targets[0].groupId",
      /'dfs'/,
    ],
    [
      "a step without a key",
      () => new HardenedWorkspace("a", { ...workspace, dbfsRootEncryption: "CustomerKey" }),
      "dbfsRootEncryption",
      /without a key/,
    ],
    ["DBFS root's key without its id", () => new HardenedWorkspace("a", { ...workspace, dbfsKey: key }), "dbfsKeyId", /go together/],
    ["a standard", () => new HardenedWorkspace("a", { ...workspace, complianceStandards: ["GDPR"] }), "complianceStandards", /'HIPAA'/],
    [
      "a profile without updates",
      () => new HardenedWorkspace("a", { ...workspace, complianceStandards: [], enableEnhancedSecurity: false }),
      "enableEnhancedSecurity",
      /needs automatic updates/,
    ],
    [
      "keys of a size",
      () => new CustomerManagedKeys("a", { ...place, databricksPrincipalId: principal, placement, keySize: 1024 }),
      "keySize",
      /2048/,
    ],
    [
      "exfiltration protection without a firewall",
      make({ ...bare, profile: "exfiltrationProtected", transitAddressSpace: "10.30.0.0/26" }),
      "hubAddressSpace",
      /through a firewall/,
    ],
    ["a hub in the private profile", make({ ...bare, hubAddressSpace: "10.40.0.0/24" }), "hubAddressSpace", /'exfiltrationProtected'/],
    [
      "a hub and a transit network",
      make({ ...quickstartArgs, profile: "exfiltrationProtected", hubAddressSpace: "10.40.0.0/24" }),
      "transitAddressSpace",
      /mutually exclusive/,
    ],
    [
      "two hubs",
      make({ ...bare, profile: "exfiltrationProtected", hubAddressSpace: "10.40.0.0/24", hub: {} }),
      "hubAddressSpace",
      /mutually exclusive/,
    ],
    [
      "a hub and an appliance",
      make({ ...bare, profile: "exfiltrationProtected", hubAddressSpace: "10.40.0.0/24", applianceIpAddress: "10.9.9.4" }),
      "applianceIpAddress",
      /mutually exclusive/,
    ],
    ["names without a firewall", make({ ...quickstartArgs, allowedFqdns: ["pypi.org"] }), "allowedFqdns", /where the firewall is made/],
    [
      "a hub over the clusters",
      make({ ...bare, profile: "exfiltrationProtected", hubAddressSpace: "10.20.0.0/24" }),
      "spokeAddressSpaces[0]",
      /overlaps hubAddressSpace/,
    ],
    [
      "an existing network, and a block",
      make({ ...quickstartArgs, existingNetwork: existing }),
      "addressSpace",
      /existingNetwork is passed/,
    ],
    [
      "an existing network with one subnet twice",
      make({ ...networkless, existingNetwork: { ...existing, hostSubnetName: "b" } }),
      "existingNetwork.containerSubnetName",
      /three subnets/,
    ],
    [
      "the second step in another profile",
      make({ ...quickstartArgs, dbfsRootEncryption: "CustomerKey" }),
      "dbfsRootEncryption",
      /'regulated'/,
    ],
    ["an unknown step", make({ ...quickstartArgs, dbfsRootEncryption: "Now" }), "dbfsRootEncryption", /'Prepare', 'CustomerKey'/],
    [
      "keys too few for the profile",
      make({
        ...quickstartArgs,
        profile: "regulated",
        keys: { servicesKey: key, disksKey: key, disksKeyId: `${group}/providers/Microsoft.KeyVault/vaults/v/keys/k` },
      }),
      "keys.dbfsKey",
      /a key of its own/,
    ],
    ["half the keys", make({ ...quickstartArgs, keys: { servicesKey: key } }), "keys.disksKey", /is missing/],
    ["logs for a month", make({ ...quickstartArgs, logRetentionInDays: 30 }), "logRetentionInDays", /from 90 to 365/],
    [
      "an existing group without its name",
      make({ ...quickstartArgs, useExistingResourceGroup: true }),
      "resourceGroupName",
      /name the group/,
    ],
    [
      "one group for both",
      make({ ...quickstartArgs, resourceGroupName: "rg-x", managedResourceGroupName: "RG-X" }),
      "managedResourceGroupName",
      /does not exist/,
    ],
    ["an owner twice", make({ ...quickstartArgs, clusterOwners: ["a", "a"] }), "clusterOwners", /twice/],
  ])("%s", async (_what, construct, argument, message) => {
    const error = await refusedBy(construct);
    expect(error.argument).toBe(argument);
    expect(error.message).toMatch(message);
  });
});

describe("a hub", () => {
  const rulesOf = async (args: Partial<HubNetworkArgs>) => {
    const { resources: made } = await deploy(() => {
      const { name } = new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
      return new HubNetwork("hub", { ...hub, ...args, resourceGroupName: name });
    });
    const rules = made.find((r) => r.token.endsWith(":FirewallPolicyRuleCollectionGroup"))?.inputs.ruleCollections as Any[];
    return rules
      .flatMap((collection) => collection.rules)
      .map((rule: Any) => [...(rule.destinationAddresses ?? rule.targetFqdns), ...(rule.destinationPorts ?? [])].join(" "));
  };

  test("lets out exactly what the region needs, and no storage", async () => {
    expect(await rulesOf({})).toEqual(["Sql.WestEurope 3306", "EventHub.WestEurope 9093", "AzureActiveDirectory 443"]);
  });

  test("names what is asked for: the control plane, accounts, names, and the region's storage only on request", async () => {
    expect(
      await rulesOf({
        enableBackendPrivateLink: false,
        enableRegionalStorage: true,
        allowedFqdns: ["pypi.org"],
        allowedStorageAccounts: ["shared"],
      }),
    ).toEqual([
      "Sql.WestEurope 3306",
      "EventHub.WestEurope 9093",
      "AzureActiveDirectory 443",
      "AzureDatabricks 443 3306 8443-8451",
      "Storage.WestEurope 443",
      "pypi.org",
      "shared.dfs.core.windows.net shared.blob.core.windows.net",
    ]);
  });

  test("stands without a firewall too: then all of it is the users' subnet", async () => {
    const { resources: made } = await deploy(() => {
      const { name } = new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
      return new HubNetwork("hub", {
        resourceGroupName: name,
        location: "westeurope",
        addressSpace: "10.30.0.0/26",
        enableFirewall: false,
      });
    });
    expect(made.filter((r) => r.token.endsWith(":Subnet")).map((r) => r.inputs.addressPrefix)).toEqual(["10.30.0.0/26"]);
    expect(made.some((r) => /Firewall/.test(r.token))).toBe(false);
  });
});

describe("several workspaces", () => {
  const two =
    (change: (hubOfBoth: SharedHub) => void = () => undefined) =>
    () => {
      const logs = { logAnalyticsWorkspaceId: undefined };
      const shared = new SharedHub("hub", {
        location: "westeurope",
        addressSpace: "10.40.0.0/24",
        spokeAddressSpaces: ["10.20.0.0/16"],
        ...logs,
      });
      const common = { ...bare, profile: "exfiltrationProtected", hub: shared.hub } as const;
      new HardenedDatabricks("one", { ...common, addressSpace: "10.20.0.0/22" });
      new HardenedDatabricks("two", { ...common, addressSpace: "10.20.4.0/22" });
      change(shared);
    };

  test("share a hub without collisions, and each is judged by its own settings", async () => {
    const { deployment, verdict } = await deploy(two());
    expect(verdict.links.map((link) => link.verdict)).toEqual(["broken", "secured", "broken", "secured", "secured"]);
    // Logs of web login and of the firewall are what the program left out.
    expect(
      verdict.links
        .flatMap((l) => l.findings)
        .filter((f) => f.verdict === "fail")
        .map((f) => f.rule),
    ).toEqual(["L1-diagnostics", "L3-firewall-logs"]);
    expect(deployment.resources.filter((r) => r.name.endsWith("web-auth-workspace"))).toHaveLength(1);

    const edit = new Edit(deployment).remove("two-settings-conf");
    const judged = edit.scopes().map((scope) => [
      scope.workspace?.name,
      judge(scope)
        .links.flatMap((l) => l.findings)
        .filter((f) => f.rule === "L2-results-download-off")
        .map((f) => [f.resource, f.verdict]),
    ]);
    const host = ["workspace 'hub-web-auth-workspace'", "notApplicable"];
    expect(judged).toEqual([
      ["one-workspace", [host, ["workspace 'one-workspace'", "pass"]]],
      ["two-workspace", [host, ["workspace 'two-workspace'", "fail"]]],
    ]);
  });

  test("have one web login: a second one for the region and zone is refused where it is constructed", async () => {
    let refused: unknown;
    await deploy(() => {
      const zones = pulumi.output({ browser_authentication: "zone", databricks_ui_api: "zone" });
      const common = { ...place, placement: { ...placement, zoneIds: zones } };
      try {
        // The first is refused by the local Azure later on, which does not matter here.
        new WebAuthWorkspace("first", common);
        new WebAuthWorkspace("second", common);
      } catch (error) {
        refused = error;
      }
    }).catch(() => undefined);
    expect(String(refused)).toMatch(
      /WebAuthWorkspace 'second': argument placement has the DNS zone in which 'first' serves web login in westeurope already/,
    );
  });
});

describe("an existing network", () => {
  const good = {
    addressPrefix: "10.100.0.0/24",
    delegations: [{ name: "d", serviceName: "Microsoft.Databricks/workspaces" }],
    networkSecurityGroup: { id: `${group}/providers/Microsoft.Network/networkSecurityGroups/n` },
    natGateway: { id: `${group}/providers/Microsoft.Network/natGateways/g` },
  };
  const landingZone = {
    [group]: { location: "westeurope" },
    [vnet]: { location: "westeurope", addressSpace: { addressPrefixes: ["10.100.0.0/22"] } },
    [`${group}/providers/Microsoft.Network/networkSecurityGroups/n`]: { location: "westeurope", securityRules: [] },
    [`${vnet}/subnets/a`]: good,
    [`${vnet}/subnets/b`]: { ...good, addressPrefix: "10.100.1.0/24" },
    [`${vnet}/subnets/c`]: { addressPrefix: "10.100.2.0/27", networkSecurityGroup: good.networkSecurityGroup },
  };

  test("that is fit is taken as it is", async () => {
    const { resources: made } = await deploy(() => new ExistingClusterNetwork("net", { ...existing, workspaceName: "dbw-main" }), {
      existing: landingZone,
    });
    expect(made.filter((r) => r.custom).every((r) => r.external)).toBe(true);
  });

  test("whose VNet exists gets its subnets there", async () => {
    const { resources: made } = await deploy(
      () =>
        new ClusterNetwork("net", {
          resourceGroupName: "rg",
          location: "westeurope",
          virtualNetworkId: vnet,
          addressSpace: "10.100.2.0/23",
        }),
      {
        existing: {
          [group]: { location: "westeurope" },
          [vnet]: { location: "westeurope", addressSpace: { addressPrefixes: ["10.100.0.0/22"] } },
        },
      },
    );
    expect(made.some((r) => r.token === "azure-native:network:VirtualNetwork")).toBe(false);
    const ids = made.filter((r) => r.token === "azure-native:network:Subnet").map((r) => r.id);
    expect(ids).toHaveLength(3);
    expect(ids.every((id) => id?.startsWith(`${vnet}/subnets/`))).toBe(true);
  });
});

test("what exists already is used: group, zones, log workspace, keys, names", async () => {
  const zone = (name: string) => `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.${name}`;
  const names = {
    databricks_ui_api: "azuredatabricks.net",
    dfs: "dfs.core.windows.net",
    blob: "blob.core.windows.net",
    vault: "vaultcore.azure.net",
  };
  const zones = Object.fromEntries(Object.entries(names).map(([groupId, name]) => [groupId, zone(name)]));
  const logs = `${group}/providers/Microsoft.OperationalInsights/workspaces/log`;
  const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
  const uri = "https://kv.vault.azure.net/";
  const keyResource = { kty: "RSA-HSM", keyUriWithVersion: `${uri}keys/k/1` };
  const { resources: made } = await deploy(
    () =>
      new HardenedDatabricks("main", {
        ...quickstartArgs,
        useExistingResourceGroup: true,
        resourceGroupName: "rg",
        workspaceName: "dbw-given",
        managedResourceGroupName: "rg-given-managed",
        privateDnsZoneIds: zones,
        logAnalyticsWorkspaceId: logs,
        keys: { servicesKey: { ...key, keyVaultUri: uri }, disksKey: { ...key, keyVaultUri: uri }, disksKeyId: `${vault}/keys/k` },
        tags: { owner: "platform" },
      }),
    {
      existing: {
        [group]: { location: "westeurope" },
        [logs]: { location: "westeurope" },
        [vault]: { location: "westeurope", properties: { vaultUri: uri, enablePurgeProtection: true } },
        [`${vault}/keys/k`]: keyResource,
        ...Object.fromEntries(Object.values(zones).map((id) => [id, { location: "global" }])),
      },
    },
  );
  const tokens = made.filter((r) => !r.logicalName.startsWith("main-transit")).map((r) => r.token);
  for (const absent of ["resources:ResourceGroup", "privatedns:PrivateZone", "operationalinsights:Workspace"])
    expect(tokens).not.toContain(`azure-native:${absent}`);
  expect(made.find((r) => r.logicalName === "main-workspace")).toMatchObject({
    id: `${group}/providers/Microsoft.Databricks/workspaces/dbw-given`,
    inputs: { tags: { owner: "platform" } },
  });
  const links = made.filter((r) => r.token === "azure-native:privatedns:VirtualNetworkLink" && r.id?.startsWith(`${group}/`));
  expect(links.map((r) => r.id?.split("/").at(-3)).sort()).toEqual(
    Object.values(zones)
      .map((id) => id.split("/").pop())
      .sort(),
  );
});

test("serverless access is bound to its workspace, after its endpoints, and restricted", async () => {
  const { deployment, verdict } = await deploy(() => {
    const main = new HardenedDatabricks("main", quickstartArgs);
    const lakeId = pulumi.interpolate`${main.resourceGroupName}`.apply(() => `${group}/providers/Microsoft.Storage/storageAccounts/lake`);
    return new ServerlessAccess("serverless", {
      location: "westeurope",
      databricksWorkspaceId: main.databricksWorkspaceId,
      targets: ["dfs", "blob"].map((groupId) => ({ resourceId: lakeId, groupId })),
    });
  });
  const found = verdict.links.flatMap((l) => l.findings).filter((f) => /serverless|ncc/.test(f.rule) && f.verdict !== "notApplicable");
  expect(found.map((f) => [f.rule, f.verdict]).sort()).toEqual([
    ["L3-network-policy-serverless", "pass"],
    // The endpoints lead to another account than the deployment's own lake, and the rule sees that.
    ["L5-ncc-private-endpoints", "fail"],
  ]);
  expect(deployment.resources.some((r) => r.name === "serverless-binding")).toBe(true);
});

/** The table of facts about public access: what Databricks documents as impossible must not get past a constructor. */
describe("impossible combinations of access settings", () => {
  const impossible: [string, object][] = [
    ["no public access with AllRules", { enablePublicNetworkAccess: false, requiredNsgRules: "AllRules" }],
    ["no public access by default with AllRules", { requiredNsgRules: "AllRules" }],
    ["rules for Microsoft's own use", { requiredNsgRules: "NoAzureServiceRules" }],
    ["no VNet", { virtualNetworkId: undefined }],
    ["no host subnet", { hostSubnetName: undefined }],
    ["no container subnet", { containerSubnetName: undefined }],
    ["one subnet for both", { containerSubnetName: "a" }],
    ["its own group as managed group", { managedResourceGroupName: "rg" }],
    ["a compliance profile without updates", { complianceStandards: [], enableEnhancedSecurity: false }],
    ["DBFS root's key without a key", { dbfsRootEncryption: "CustomerKey" }],
  ];
  test.each(impossible)("%s is refused with a remedy", async (_what, change) => {
    const error = await refusedBy(() => new HardenedWorkspace("a", { ...workspace, ...change } as Any));
    expect(error.message).toMatch(/:.*(leave|pass|name|allowed|needs|go together|Databricks)/);
  });

  test("the others cannot be written down: tier, public addresses, a load balancer, an outdated compute mode", async () => {
    const { resources: made } = await deploy(() => new HardenedDatabricks("main", quickstartArgs));
    const [own] = made.filter((r) => r.logicalName === "main-workspace");
    expect(own?.inputs).toMatchObject({
      sku: { name: "premium" },
      computeMode: "Hybrid",
      parameters: { enableNoPublicIp: { value: true } },
    });
    expect(Object.keys(own?.inputs.parameters as object).filter((name) => /loadBalancer|natGateway|publicIp/i.test(name))).toEqual([
      "enableNoPublicIp",
    ]);
    const web = made.find((r) => r.logicalName === "main-transit-web-auth-workspace");
    const forbidden = [
      "managedResourceGroupId",
      "parameters",
      "requiredNsgRules",
      "accessConnector",
      "defaultStorageFirewall",
      "encryption",
    ];
    expect(Object.keys(web?.inputs ?? {}).filter((name) => forbidden.includes(name))).toEqual([]);
  });
});

test("protection is passed to what cannot be made again, and to nothing else", async () => {
  const protectedNames: string[] = [];
  await deploy(() => {
    const main = new HardenedDatabricks("main", { ...quickstartArgs, deletionProtection: true });
    const walk = (resource: Any) => {
      if (resource.__protect) protectedNames.push(resource.__name);
      for (const child of resource.__childResources ?? []) walk(child);
    };
    walk(main);
  });
  expect(protectedNames.sort()).toEqual(
    [
      "main-workspace",
      "main-lake-account",
      "main-keys-vault-vault",
      "main-keys-managed-services",
      "main-keys-managed-disks",
      "main-secrets-vault",
      "main-transit-web-auth-workspace",
    ].sort(),
  );
});
