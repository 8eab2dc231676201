import * as keyvault from "@pulumi/azure-native/keyvault";
import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import {
  AuditTrail,
  ClusterNetwork,
  CustomerManagedKeys,
  DataLake,
  DeploymentProfile,
  HardenedDatabricks,
  HardenedWorkspace,
  HubNetwork,
  PrivateDnsZones,
  PrivateLink,
  SecretVault,
  SqlServer,
  WebAuthWorkspace,
  WorkspaceSettings,
} from "../../../components";
import { judge } from "../../../src/links/verdict";
import { type DeployedProgram, deploy, matchers } from "../../../src/testing";
import { Edit } from "../../support/edit";
import { deployQuickstart, quickstartArgs } from "../../support/quickstart";
import { refusedBy } from "../../support/refused";

expect.extend(matchers);

const scope = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers";
const vnet = `${scope}/Microsoft.Network/virtualNetworks/v`;
const placement = { subnetId: `${vnet}/subnets/pe`, virtualNetworkId: vnet };
const workspaceArgs = { resourceGroupName: "rg", virtualNetworkId: vnet, hostSubnetName: "host", containerSubnetName: "container" };
const principal = quickstartArgs.databricksPrincipalId;
const { transitAddressSpace: _none, ...withoutTransit } = quickstartArgs;
const hybridArgs = { ...withoutTransit, profile: DeploymentProfile.Hybrid, allowedIpAddresses: ["198.51.100.0/24"] };
// biome-ignore lint/suspicious/noExplicitAny: these tests pass what the types forbid, as JavaScript and YAML programs can
type Any = any;

describe("wrong arguments fail before anything is registered", () => {
  test.each<[string, () => unknown, string, RegExp]>([
    [
      "HardenedDatabricks: no location",
      () => new HardenedDatabricks("a", { ...quickstartArgs, location: undefined } as Any),
      "location",
      /is missing: pass a region/,
    ],
    [
      "HardenedDatabricks: a profile that is not there",
      () => new HardenedDatabricks("a", { ...quickstartArgs, profile: "open" as Any }),
      "profile",
      /'open': allowed are 'private'/,
    ],
    [
      "HardenedDatabricks: a VNet too large",
      () => new HardenedDatabricks("a", { ...quickstartArgs, addressSpace: "10.0.0.0/8" }),
      "addressSpace",
      /'10\.0\.0\.0\/8' is a \/8: Databricks accepts/,
    ],
    [
      "HardenedDatabricks: a VNet too small",
      () => new HardenedDatabricks("a", { ...quickstartArgs, addressSpace: "10.0.0.0/26" }),
      "addressSpace",
      /between \/16 and \/24/,
    ],
    [
      "HardenedDatabricks: overlapping networks",
      () => new HardenedDatabricks("a", { ...quickstartArgs, transitAddressSpace: "10.20.1.0/26" }),
      "transitAddressSpace",
      /overlaps addressSpace '10\.20\.0\.0\/22'/,
    ],
    [
      "HardenedDatabricks: a transit network too small",
      () => new HardenedDatabricks("a", { ...quickstartArgs, transitAddressSpace: "10.30.0.0/28" }),
      "transitAddressSpace",
      /at least a \/27/,
    ],
    [
      "HardenedDatabricks: the application id",
      () => new HardenedDatabricks("a", { ...quickstartArgs, databricksPrincipalId: "2ff814a6-3304-4ab8-85cd-cd0e6f879c1d" }),
      "databricksPrincipalId",
      /application id .* not its object id in your tenant: .*az ad sp show/,
    ],
    [
      "HardenedDatabricks: no GUID",
      () => new HardenedDatabricks("a", { ...quickstartArgs, databricksPrincipalId: "AzureDatabricks" }),
      "databricksPrincipalId",
      /no GUID/,
    ],
    ["HardenedDatabricks: a long name", () => new HardenedDatabricks("a".repeat(25), quickstartArgs), "name", /1 to 24 letters/],
    ["HardenedDatabricks: a name with a space", () => new HardenedDatabricks("my lake", quickstartArgs), "name", /'my lake'/],
    [
      "HardenedDatabricks: the internet as destination",
      () => new HardenedDatabricks("a", { ...quickstartArgs, allowedDestinations: [{ name: "all", destination: "Internet" }] }),
      "allowedDestinations[0].destination",
      /lets data out to anywhere/,
    ],
    [
      "HardenedDatabricks: a bad container",
      () => new HardenedDatabricks("a", { ...quickstartArgs, containerNames: ["Raw"] }),
      "containerNames",
      /'Raw', which does not match/,
    ],
    ["ClusterNetwork: no group", () => new ClusterNetwork("a", { addressSpace: "10.0.0.0/22" } as Any), "resourceGroupName", /is missing/],
    [
      "ClusterNetwork: overlapping subnets",
      () =>
        new ClusterNetwork("a", {
          resourceGroupName: "rg",
          addressSpace: "10.0.0.0/22",
          hostSubnetPrefix: "10.0.0.0/24",
          containerSubnetPrefix: "10.0.0.0/25",
        }),
      "containerSubnetPrefix",
      /overlaps host/,
    ],
    [
      "ClusterNetwork: a subnet too small",
      () => new ClusterNetwork("a", { resourceGroupName: "rg", addressSpace: "10.0.0.0/22", hostSubnetPrefix: "10.0.0.0/28" }),
      "hostSubnetPrefix",
      /at least a \/26/,
    ],
    [
      "ClusterNetwork: an egress that is not there",
      () => new ClusterNetwork("a", { resourceGroupName: "rg", addressSpace: "10.0.0.0/22", egress: "Open" as Any }),
      "egress",
      /'Open': allowed are 'NatGateway', 'Appliance', 'None'/,
    ],
    [
      "ClusterNetwork: an egress that is an output",
      () => new ClusterNetwork("a", { resourceGroupName: "rg", addressSpace: "10.0.0.0/22", egress: pulumi.output("None") as Any }),
      "egress",
      /is an output/,
    ],
    [
      "HubNetwork: no block",
      () => new HubNetwork("a", { resourceGroupName: "rg", location: "westeurope", addressSpace: "ten", enableFirewall: false }),
      "addressSpace",
      /'ten', which is no IPv4 block/,
    ],
    [
      "HubNetwork: users from anywhere",
      () =>
        new HubNetwork("a", {
          resourceGroupName: "rg",
          location: "westeurope",
          addressSpace: "10.0.0.0/26",
          enableFirewall: false,
          clientAddressPrefix: "*",
        }),
      "clientAddressPrefix",
      /name the block that users come from/,
    ],
    [
      "HardenedWorkspace: AllRules without public access",
      () => new HardenedWorkspace("a", { ...workspaceArgs, requiredNsgRules: "AllRules" }),
      "requiredNsgRules",
      /'AllRules' while public network access is off/,
    ],
    [
      "HardenedWorkspace: rules of Azure's own",
      () => new HardenedWorkspace("a", { ...workspaceArgs, requiredNsgRules: "NoAzureServiceRules" as Any }),
      "requiredNsgRules",
      /allowed are 'AllRules', 'NoAzureDatabricksRules'/,
    ],
    [
      "HardenedWorkspace: one subnet twice",
      () => new HardenedWorkspace("a", { ...workspaceArgs, containerSubnetName: "host" }),
      "containerSubnetName",
      /two subnets/,
    ],
    [
      "HardenedWorkspace: its own group as managed group",
      () => new HardenedWorkspace("a", { ...workspaceArgs, managedResourceGroupName: "RG" }),
      "managedResourceGroupName",
      /name a group that does not exist/,
    ],
    [
      "HardenedWorkspace: a short name",
      () => new HardenedWorkspace("a", { ...workspaceArgs, workspaceName: "ab" }),
      "workspaceName",
      /too short \(2\): at least 3/,
    ],
    [
      "HardenedWorkspace: a bad account name",
      () => new HardenedWorkspace("a", { ...workspaceArgs, storageAccountName: "DB-Storage" }),
      "storageAccountName",
      /lower-case letters and digits/,
    ],
    [
      "HardenedWorkspace: half of the disk key",
      () => new HardenedWorkspace("a", { ...workspaceArgs, disksKeyId: "x" }),
      "disksKey",
      /go together/,
    ],
    [
      "HardenedWorkspace: no VNet id",
      () => new HardenedWorkspace("a", { ...workspaceArgs, virtualNetworkId: "vnet" }),
      "virtualNetworkId",
      /no id of a Microsoft\.Network\/virtualNetworks/,
    ],
    [
      "PrivateLink: no sub-resource",
      () => new PrivateLink("a", { resourceGroupName: "rg", resourceId: vnet, groupIds: [], placement }),
      "groupIds",
      /is empty/,
    ],
    [
      "PrivateLink: an unknown one",
      () => new PrivateLink("a", { resourceGroupName: "rg", resourceId: vnet, groupIds: ["databricks"], placement }),
      "groupIds",
      /'databricks': allowed are databricks_ui_api/,
    ],
    [
      "PrivateLink: one twice",
      () => new PrivateLink("a", { resourceGroupName: "rg", resourceId: vnet, groupIds: ["dfs", "dfs"], placement }),
      "groupIds",
      /twice/,
    ],
    [
      "PrivateLink: a zone too few",
      () =>
        new PrivateLink("a", {
          resourceGroupName: "rg",
          resourceId: vnet,
          groupIds: ["dfs", "blob"],
          placement: { ...placement, zoneIds: { dfs: "x" } },
        }),
      "placement.zoneIds",
      /no zone for 'blob'/,
    ],
    [
      "PrivateLink: no subnet id",
      () =>
        new PrivateLink("a", { resourceGroupName: "rg", resourceId: vnet, groupIds: ["dfs"], placement: { ...placement, subnetId: vnet } }),
      "placement.subnetId",
      /no id of a Microsoft\.Network\/virtualNetworks\/subnets/,
    ],
    [
      "PrivateDnsZones: no network",
      () => new PrivateDnsZones("a", { resourceGroupName: "rg", virtualNetworkIds: [], groupIds: ["dfs"] }),
      "virtualNetworkIds",
      /is empty/,
    ],
    [
      "PrivateDnsZones: an unknown sub-resource",
      () => new PrivateDnsZones("a", { resourceGroupName: "rg", virtualNetworkIds: [vnet], groupIds: ["ftp"] }),
      "groupIds",
      /'ftp'/,
    ],
    [
      "CustomerManagedKeys: a key size",
      () => new CustomerManagedKeys("a", { resourceGroupName: "rg", databricksPrincipalId: principal, placement, keySize: 1024 }),
      "keySize",
      /1024: allowed are 2048, 3072 and 4096/,
    ],
    [
      "CustomerManagedKeys: no principal",
      () => new CustomerManagedKeys("a", { resourceGroupName: "rg", placement } as Any),
      "databricksPrincipalId",
      /is missing/,
    ],
    [
      "HardenedDatabricks: hybrid without addresses",
      () => new HardenedDatabricks("a", { ...hybridArgs, allowedIpAddresses: undefined }),
      "allowedIpAddresses",
      /is missing: the profile 'hybrid' answers on its public address/,
    ],
    [
      "HardenedDatabricks: hybrid for everybody",
      () => new HardenedDatabricks("a", { ...hybridArgs, allowedIpAddresses: ["0.0.0.0/0"] }),
      "allowedIpAddresses[0]",
      /lets in 4294967296 addresses/,
    ],
    [
      "HardenedDatabricks: hybrid without the settings that hold the lists",
      () => new HardenedDatabricks("a", { ...hybridArgs, enableWorkspaceSettings: false }),
      "enableWorkspaceSettings",
      /needs the IP access lists/,
    ],
    [
      "HardenedDatabricks: hybrid with a transit network",
      () => new HardenedDatabricks("a", { ...hybridArgs, transitAddressSpace: "10.30.0.0/26" }),
      "transitAddressSpace",
      /does not go with the profile 'hybrid'/,
    ],
    [
      "WorkspaceSettings: no address",
      () => new WorkspaceSettings("a", { allowedIpAddresses: ["office"] }),
      "allowedIpAddresses[0]",
      /'office', which is no IPv4/,
    ],
    [
      "WorkspaceSettings: a token life",
      () => new WorkspaceSettings("a", { maxTokenLifetimeDays: 365 }),
      "maxTokenLifetimeDays",
      /from 1 to 90/,
    ],
    [
      "SqlServer: no administrators",
      () => new SqlServer("a", { resourceGroupName: "rg", placement, administratorGroupName: "dba" } as Any),
      "administratorGroupId",
      /is missing: pass the object id/,
    ],
    [
      "SqlServer: a name",
      () =>
        new SqlServer("a", {
          resourceGroupName: "rg",
          placement,
          administratorGroupName: "dba",
          administratorGroupId: principal,
          serverName: "My_SQL",
        }),
      "serverName",
      /'My_SQL': use lower-case letters/,
    ],
    [
      "SqlServer: a database",
      () =>
        new SqlServer("a", {
          resourceGroupName: "rg",
          placement,
          administratorGroupName: "dba",
          administratorGroupId: principal,
          databaseNames: ["a b"],
        }),
      "databaseNames",
      /'a b'/,
    ],
    [
      "DataLake: no container",
      () => new DataLake("a", { resourceGroupName: "rg", readerWriterPrincipalId: principal, placement, containerNames: [] }),
      "containerNames",
      /at least one/,
    ],
    [
      "DataLake: a retention",
      () => new DataLake("a", { resourceGroupName: "rg", readerWriterPrincipalId: principal, placement, softDeleteDays: 3 }),
      "softDeleteDays",
      /from 7 to 365/,
    ],
    [
      "DataLake: a name",
      () => new DataLake("a", { resourceGroupName: "rg", readerWriterPrincipalId: principal, placement, accountName: "My-Lake" }),
      "accountName",
      /lower-case letters and digits/,
    ],
    [
      "SecretVault: a name",
      () => new SecretVault("a", { resourceGroupName: "rg", placement, vaultName: "0vault" }),
      "vaultName",
      /'0vault', which does not match/,
    ],
    [
      "SecretVault: a retention",
      () => new SecretVault("a", { resourceGroupName: "rg", placement, softDeleteRetentionInDays: 100 }),
      "softDeleteRetentionInDays",
      /from 7 to 90/,
    ],
    [
      "AuditTrail: a retention",
      () => new AuditTrail("a", { resourceGroupName: "rg", retentionInDays: 7 }),
      "retentionInDays",
      /from 30 to 730/,
    ],
    ["WebAuthWorkspace: no group", () => new WebAuthWorkspace("a", { placement } as Any), "resourceGroupName", /is missing/],
  ])("%s", async (_what, construct, argument, message) => {
    const error = await refusedBy(construct);
    expect(error.argument).toBe(argument);
    expect(error.message).toMatch(message);
  });
});

describe("the quickstart's deployment", () => {
  let program: DeployedProgram;
  beforeAll(async () => {
    program = await deployQuickstart();
  });

  test("every child's name starts with its component's", () => {
    for (const resource of program.resources) expect(resource.logicalName).toMatch(/^lakehouse(-|$)/);
  });

  test("own NSG rules leave Databricks' priorities alone", () => {
    const priorities = program.resources.filter((r) => r.token.endsWith(":SecurityRule")).map((r) => r.inputs.priority as number);
    expect(priorities.length).toBeGreaterThan(5);
    expect(Math.min(...priorities)).toBeGreaterThanOrEqual(200);
    for (const group of program.resources.filter((r) => r.token.endsWith(":NetworkSecurityGroup")))
      expect(group.inputs).not.toHaveProperty("securityRules");
  });

  test("tags reach every resource that takes them", async () => {
    const { resources: tagged } = await deploy(() => new HardenedDatabricks("tagged", { ...quickstartArgs, tags: { owner: "platform" } }));
    const types = [
      "ResourceGroup",
      "VirtualNetwork",
      "NetworkSecurityGroup",
      "NatGateway",
      "PublicIPAddress",
      "Workspace",
      "AccessConnector",
      "Vault",
      "StorageAccount",
      "PrivateEndpoint",
      "PrivateZone",
    ];
    for (const type of types) {
      const found = tagged.filter((r) => r.token.endsWith(`:${type}`));
      expect(found.length).toBeGreaterThan(0);
      for (const resource of found)
        expect({ [resource.logicalName]: resource.inputs.tags }).toEqual({ [resource.logicalName]: { owner: "platform" } });
    }
  });

  test("an existing Log Analytics workspace is used, and none is made", async () => {
    const id =
      "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/ops/providers/Microsoft.OperationalInsights/workspaces/central";
    const { resources: made, verdict } = await deploy(
      () => new HardenedDatabricks("lake", { ...quickstartArgs, logAnalyticsWorkspaceId: id }),
      { existing: { [id]: {} } },
    );
    expect(made.filter((r) => r.token === "azure-native:operationalinsights:Workspace")).toEqual([]);
    expect(verdict.links[0]?.verdict).toBe("secured");
  });

  test("an address space that is an output is planned once it is known", async () => {
    const { resources: made } = await deploy(
      () => new HardenedDatabricks("lake", { ...quickstartArgs, addressSpace: pulumi.output("10.40.0.0/20") }),
    );
    expect(made.filter((r) => r.token.endsWith(":Subnet")).map((r) => r.inputs.addressPrefix)).toEqual(
      expect.arrayContaining(["10.40.0.0/22", "10.40.4.0/22", "10.40.8.0/27"]),
    );
  });

  test("an allowed destination becomes a rule, and link 3 says what it opens", async () => {
    const { verdict } = await deploy(
      () => new HardenedDatabricks("lake", { ...quickstartArgs, allowedDestinations: [{ name: "mirror", destination: "203.0.113.0/24" }] }),
    );
    expect(verdict.links[2]).toMatchObject({ verdict: "broken" });
    expect(verdict.links[2]?.findings.find((f) => f.verdict === "fail")).toMatchObject({
      rule: "L3-nsg-out-allow-list",
      message: expect.stringContaining("Allow-mirror-Outbound"),
    });
    const inside = await deploy(
      () =>
        new HardenedDatabricks("lake", {
          ...quickstartArgs,
          allowedDestinations: [{ name: "mirror", destination: "192.168.7.0/24", ports: ["8443"] }],
        }),
    );
    expect(inside.verdict.links[2]?.verdict).toBe("secured");
  });
});

describe("the profile hybrid", () => {
  test("secures all five links without a transit network", async () => {
    const { resources: made, verdict, deployment } = await deploy(() => new HardenedDatabricks("lake", hybridArgs));
    expect(deployment.profile).toBe("hybrid");
    expect(verdict.links.map((link) => link.verdict)).toEqual(["secured", "secured", "secured", "secured", "secured"]);
    expect(made.filter((r) => r.token === "azure-native:resources:ResourceGroup")).toHaveLength(1);
  });

  test("is not taken for private: the same deployment held to the private profile breaks link 1", async () => {
    const { deployment } = await deploy(() => new HardenedDatabricks("lake", hybridArgs));
    const failed = judge(new Edit(deployment).as("private").done()).links[0]?.findings.filter((f) => f.verdict === "fail");
    expect(failed?.map((f) => f.rule)).toEqual(expect.arrayContaining(["L1-public-access-disabled", "L1-frontend-pe"]));
  });
});

describe("further data sources", () => {
  test("a SQL server beside the deployment keeps link 5 secured, and its rules pass", async () => {
    const program = await deploy(() => {
      const main = new HardenedDatabricks("lake", quickstartArgs);
      return new SqlServer("orders", {
        resourceGroupName: main.resourceGroupName,
        location: quickstartArgs.location,
        administratorGroupName: "dba",
        administratorGroupId: principal,
        databaseNames: ["orders"],
        logAnalyticsWorkspaceId: main.logAnalyticsWorkspaceId,
        placement: { subnetId: main.privateEndpointSubnetId, virtualNetworkId: main.virtualNetworkId },
      });
    });
    expect(program).toSecureLink(5);
    for (const rule of ["public-off", "tls12", "entra-only", "pe"]) expect(program).toPassRule(`L5-sql-${rule}`);
    expect(program).toPassRule("L5-pe-dns");
  });
});

describe("the local Azure in process", () => {
  const group = () => new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
  const network10 = (rg: resources.ResourceGroup) =>
    new network.VirtualNetwork("vnet", {
      resourceGroupName: rg.name,
      virtualNetworkName: "vnet",
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    });

  test.each<[string, () => unknown, RegExp]>([
    [
      "a misspelt property",
      () => new network.VirtualNetwork("v", { resourceGroupName: group().name, addressSpace: { adressPrefixes: ["10.0.0.0/16"] } as Any }),
      /'v' is refused: addressSpace\.adressPrefixes.*Did you mean 'addressPrefixes'/,
    ],
    [
      "a wrong enum value",
      () =>
        new network.Subnet("s", {
          resourceGroupName: "rg",
          virtualNetworkName: network10(group()).name,
          addressPrefix: "10.0.0.0/26",
          privateEndpointNetworkPolicies: "On",
        }),
      /'s' is refused: privateEndpointNetworkPolicies.*"On".*Allowed values/,
    ],
    [
      "a missing required property",
      () => new keyvault.Vault("v", { resourceGroupName: group().name, vaultName: "kv-x", properties: { tenantId: "t" } as Any }),
      /'v' is refused: properties\.sku: missing required property 'properties\.sku'/,
    ],
    [
      "a subnet outside its VNet",
      () =>
        new network.Subnet("s", {
          resourceGroupName: group().name,
          subnetName: "far",
          virtualNetworkName: network10(group()).name,
          addressPrefix: "192.168.0.0/26",
        }),
      /Subnet 'far' is not valid in virtual network 'vnet'/,
    ],
    [
      "an unknown referenced id",
      () =>
        new network.Subnet("s", {
          resourceGroupName: "rg",
          virtualNetworkName: network10(group()).name,
          addressPrefix: "10.0.0.0/26",
          natGateway: { id: `${scope}/Microsoft.Network/natGateways/nope` },
        }),
      /natGateways\/nope referenced by resource/,
    ],
  ])("refuses %s and names it", async (_what, program, message) => {
    await expect(deploy(program)).rejects.toThrow(message);
  });

  test("a program that throws is heard, and the next run starts afresh", async () => {
    await expect(
      deploy(() => {
        throw new Error("own mistake");
      }),
    ).rejects.toThrow("own mistake");
    await expect(deploy(group)).resolves.toMatchObject({ resources: [{ logicalName: "rg" }] });
    await expect(deploy(group)).resolves.toBeDefined();
  });

  test("runs at the same time are kept apart", async () => {
    const both = await Promise.all([deploy(group, { stack: "one" }), deploy(group, { stack: "two" })]);
    expect(both.map((program) => [program.deployment.name, program.resources.length])).toEqual([
      ["one", 1],
      ["two", 1],
    ]);
  });
});
