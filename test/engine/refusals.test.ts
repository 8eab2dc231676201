import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { EngineStack, engineForTests, engineTest } from "../support/engine";

jest.setTimeout(1_800_000);

/** A project below the repository, so that it finds the installed packages; its folder is ignored by git. */
function project(name: string, program: string): string {
  const folder = resolve(__dirname, "../../.hardened-databricks/test-programs", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: index.js\n`);
  writeFileSync(
    join(folder, "index.js"),
    `const network = require("@pulumi/azure-native/network");
const resources = require("@pulumi/azure-native/resources");
const { HardenedDatabricks } = require("hardened-databricks");
const group = new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
const vnet = new network.VirtualNetwork("vnet", { resourceGroupName: group.name, virtualNetworkName: "vnet", addressSpace: { addressPrefixes: ["10.0.0.0/16"] } });
const subnet = (more) => new network.Subnet("subnet", { resourceGroupName: group.name, virtualNetworkName: vnet.name, subnetName: "s", addressPrefix: "10.0.0.0/26", ...more });
${program}\n`,
  );
  return folder;
}

engineTest.each([
  [
    "misspelt",
    'subnet({ delegations: [{ name: "d", servicename: "Microsoft.Databricks/workspaces" }] });',
    /servicename.*Did you mean 'serviceName'/,
  ],
  [
    "enum",
    'subnet({ privateEndpointNetworkPolicies: "On" });',
    /privateEndpointNetworkPolicies.*Error converting value "On".*Allowed values/,
  ],
  [
    "missing",
    'new (require("@pulumi/azure-native/keyvault").Vault)("v", { resourceGroupName: group.name, vaultName: "kv-x", properties: { tenantId: "t" } });',
    /missing required property 'properties\.sku'/,
  ],
  ["outside", 'subnet({ addressPrefix: "192.168.0.0/26" });', /Subnet 's' is not valid in virtual network 'vnet'/],
  [
    "reference",
    'subnet({ natGateway: { id: vnet.id.apply((id) => id.replace("virtualNetworks/vnet", "natGateways/nope")) } });',
    /natGateways\/nope referenced by resource .*subnets\/s was not found/,
  ],
  [
    "existing",
    'const a = subnet({}); const b = new network.Subnet("b", { resourceGroupName: group.name, virtualNetworkName: vnet.name, subnetName: "b", addressPrefix: "10.0.0.64/26" }, { dependsOn: a }); new (require("hardened-databricks").ExistingClusterNetwork)("net", { virtualNetworkId: vnet.id, hostSubnetName: b.name.apply(() => "s"), containerSubnetName: b.name, privateEndpointSubnetName: b.name });',
    /ExistingClusterNetwork 'net': argument hostSubnetName is 's', which has no delegation: delegate it to/,
  ],
  [
    "hub",
    'const { SharedHub } = require("hardened-databricks"); const h = new SharedHub("hub", { location: "westeurope", addressSpace: "10.30.0.0/26", enableFirewall: false }); new HardenedDatabricks("lake", { profile: "exfiltrationProtected", location: "westeurope", addressSpace: "10.20.0.0/22", hub: h.hub, databricksPrincipalId: "00000000-1111-4222-8333-444444444444" });',
    /HardenedDatabricks 'lake': argument hub has no firewall, and the profile 'exfiltrationProtected' sends everything through one/,
  ],
  [
    "argument",
    'new HardenedDatabricks("lake", { location: "westeurope", addressSpace: "10.0.0.0/8", transitAddressSpace: "10.30.0.0/26", databricksPrincipalId: "00000000-1111-4222-8333-444444444444" });',
    /HardenedDatabricks 'lake': argument addressSpace is wrong: '10\.0\.0\.0\/8'/,
  ],
])("the engine refuses a program: %s", async (name, program, message) => {
  const stack = await EngineStack.create(await engineForTests(), project(`refusal-${name}`, program));
  try {
    const up = await stack.run("up", "--yes", "--skip-preview");
    expect(up.status).not.toBe(0);
    expect(up.stdout.replace(/\s+/g, " ")).toMatch(message);
    expect(up.stdout).not.toMatch(/\n\s+at .*\.js:\d+/);
  } finally {
    stack.remove();
  }
});
