import * as fc from "fast-check";
import { EncryptionLayers, type HardenedDatabricksArgs } from "../../components";
import { AzureCloud } from "../../src/azure/clouds";
import { regionsOf } from "../../src/azure/regions";

const principal = "00000000-1111-4222-8333-444444444444";
const group = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-shared";

/** Values that are mostly fine, with what is not strewn in. */
const mostly = <T>(fine: fc.Arbitrary<T>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fine }, { weight: 1, arbitrary: odd as fc.Arbitrary<T> });

/** A value, or none. */
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const block = (first: number, widest: number, narrowest: number) =>
  fc.tuple(fc.nat(255), fc.integer({ min: widest, max: narrowest })).map(([second, prefix]) => `${first}.${second}.0.0/${prefix}`);

const odd = {
  text: fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom("", " ", "../x", "☃", "a".repeat(300), "0.0.0.0/0", "*", "null")),
  block: fc.oneof(block(10, 0, 32), fc.string({ maxLength: 20 }), fc.constantFrom("10.0.0.0", "300.1.1.0/24", "10.0.0.0/33", "::/0", "")),
  number: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(Number.NaN, -1, 1e9)),
};

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8})?$/);
const container = fc.stringMatching(/^[a-z0-9]{3,12}$/);
const fqdn = fc.stringMatching(/^(\*\.)?[a-z]{1,8}\.(com|org)$/);

/** What a deployment of each profile needs, beside what may be chosen. */
const needs: Record<string, fc.Arbitrary<Partial<HardenedDatabricksArgs>>> = {
  private: fc.record({ transitAddressSpace: block(172, 24, 27) }),
  regulated: fc.record({
    transitAddressSpace: block(172, 24, 27),
    complianceStandards: maybe(fc.subarray(["HIPAA", "PCI_DSS"])),
    deletionProtection: maybe(fc.boolean()),
  }),
  hybrid: fc.record({ allowedIpAddresses: fc.array(block(198, 16, 32), { minLength: 1, maxLength: 4 }) }),
  exfiltrationProtected: fc.oneof(
    fc.record({ hubAddressSpace: block(172, 16, 25), allowedFqdns: maybe(fc.array(fqdn, { maxLength: 3 })) }),
    fc.record({ transitAddressSpace: block(172, 24, 27), applianceIpAddress: fc.constant("10.255.255.4") }),
  ),
};

/** What may be chosen without opening anything. */
const choices = fc.record(
  {
    serviceEndpoints: fc.subarray(["Microsoft.Storage", "Microsoft.Sql", "Microsoft.KeyVault"] as const).map((list) => [...list]),
    containerNames: fc.uniqueArray(container, { minLength: 1, maxLength: 3 }),
    enableVnetEncryption: fc.boolean(),
    clusterEncryption: fc.record(
      {
        layers: fc.constant(EncryptionLayers.Both),
        runtimes: fc.subarray(["17.3.x", "18.x"], { minLength: 1 }),
        nodeTypes: fc.subarray(["Standard_D4ds_v5", "Standard_E96ads_v6", "Standard_D8pds_v6", "Standard_L8s_v3"], { minLength: 1 }),
        wireOnly: fc.boolean(),
        certificateDays: fc.integer({ min: 30, max: 825 }),
        rotation: fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/),
        volumePath: fc.stringMatching(/^\/Volumes\/[a-z]{1,8}\/[a-z]{1,8}\/[a-z]{1,8}$/),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    logRetentionInDays: fc.integer({ min: 90, max: 365 }),
    clusterOwners: fc.uniqueArray(fc.constantFrom("admins", "engineers", "analysts"), { minLength: 1 }),
    secretReaders: fc.uniqueArray(fc.constantFrom("admins", "engineers"), { minLength: 1 }),
    allowedDestinations: fc.uniqueArray(
      fc.record(
        { name: fc.stringMatching(/^[a-z]{1,10}$/), destination: fc.constantFrom("192.168.7.0/24", "10.250.0.0/16") },
        { noNullPrototype: true },
      ),
      { maxLength: 2, selector: ({ name: label }) => label },
    ),
    resourceGroupName: fc.stringMatching(/^rg-[a-z0-9]{1,20}$/),
    workspaceName: fc.stringMatching(/^dbw[a-z0-9_-]{0,40}$/),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z]{1,8}$/), { maxKeys: 3, noNullPrototype: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Configurations that work and open nothing: rules must find nothing to fail. */
export const validConfigurations: fc.Arbitrary<{ name: string; args: HardenedDatabricksArgs }> = fc
  .constantFrom("private", "hybrid", "exfiltrationProtected", "regulated")
  .chain((profile) =>
    fc.tuple(
      name,
      fc.record({
        profile: fc.constant(profile),
        location: fc.constantFrom(...regionsOf(AzureCloud.Public)),
        addressSpace: block(10, 16, 24),
        databricksPrincipalId: fc.constant(principal),
      }),
      needs[profile] as fc.Arbitrary<Partial<HardenedDatabricksArgs>>,
      choices,
    ),
  )
  .map(([logicalName, base, needed, chosen]) => {
    // A year is what the profile regulated is held to.
    const retention = base.profile === "regulated" ? { logRetentionInDays: undefined } : {};
    return { name: logicalName, args: { ...chosen, ...base, ...needed, ...retention } as HardenedDatabricksArgs };
  });

const id = (type: string) => fc.constantFrom(`${group}/providers/${type}/x`, `${group}/providers/Microsoft.Web/sites/x`, "x", "");

/** Any arguments at all: what works, with what is malformed, out of its limits or contradictory strewn in. */
export const anyConfigurations: fc.Arbitrary<{ name: string; args: HardenedDatabricksArgs }> = fc
  .tuple(
    validConfigurations,
    mostly(name, odd.text),
    fc.record(
      {
        profile: fc.constantFrom("private", "hybrid", "exfiltrationProtected", "regulated", "open", ""),
        location: mostly(fc.constantFrom("westeurope", "North Europe", "usgovvirginia", "chinaeast2"), odd.text),
        addressSpace: mostly(block(10, 14, 28), odd.block),
        transitAddressSpace: mostly(block(172, 20, 30), odd.block),
        hubAddressSpace: mostly(block(172, 14, 30), odd.block),
        applianceIpAddress: fc.constantFrom("10.1.2.4", "8.8.8.8", "10.1.2.0/24", "firewall", ""),
        allowedIpAddresses: fc.array(mostly(block(198, 0, 32), odd.block), { maxLength: 3 }),
        allowedFqdns: fc.array(mostly(fqdn, odd.text), { maxLength: 3 }),
        databricksPrincipalId: fc.constantFrom(principal, "2ff814a6-3304-4ab8-85cd-cd0e6f879c1d", "me", ""),
        containerNames: fc.array(mostly(container, odd.text), { maxLength: 3 }),
        serviceEndpoints: fc.array(fc.constantFrom("Microsoft.Storage", "Microsoft.Sql", "Microsoft.Web"), { maxLength: 3 }),
        dbfsRootEncryption: fc.constantFrom("Prepare", "CustomerKey", "Never"),
        complianceStandards: fc.array(fc.constantFrom("HIPAA", "NONE", "GDPR"), { maxLength: 2 }),
        logRetentionInDays: mostly(fc.integer({ min: 60, max: 400 }), odd.number),
        clusterOwners: fc.array(fc.constantFrom("admins", "users"), { maxLength: 2 }),
        logAnalyticsWorkspaceId: id("Microsoft.OperationalInsights/workspaces"),
        resourceGroupName: mostly(fc.stringMatching(/^[a-z-]{1,10}$/), odd.text),
        workspaceName: mostly(fc.stringMatching(/^[a-z_-]{1,10}$/), odd.text),
        managedResourceGroupName: mostly(fc.stringMatching(/^[a-z-]{1,10}$/), odd.text),
        enableClusterEncryption: fc.boolean(),
        clusterEncryption: fc.record(
          {
            layers: fc.constantFrom("spark", "vnet", "both", "none"),
            runtimes: fc.array(fc.constantFrom("14.3.x", "16.4.x", "18.x", "18.0.x", ""), { maxLength: 2 }),
            nodeTypes: fc.array(fc.constantFrom("Standard_D4ds_v5", "Standard_DS3_v2", ""), { maxLength: 2 }),
            volumePath: fc.constantFrom("/Volumes/a/b/c", "/mnt/x", ""),
            allowStandardAccessMode: fc.boolean(),
            allowUnauthenticatedCipher: fc.boolean(),
            wireOnly: fc.boolean(),
            certificateDays: mostly(fc.integer({ min: 1, max: 900 }), odd.number),
            rotation: mostly(fc.stringMatching(/^[a-z0-9-]{1,22}$/), odd.text),
          },
          { requiredKeys: [], noNullPrototype: true },
        ),
        enableWorkspaceSettings: fc.boolean(),
        enableFlowLogs: fc.boolean(),
        useExistingResourceGroup: fc.constant(false),
        hub: fc.constant({ virtualNetworkId: "x", transitSubnetId: "y", transitZoneIds: {}, firewallIpAddress: "" }),
        existingNetwork: fc.record(
          {
            virtualNetworkId: id("Microsoft.Network/virtualNetworks"),
            hostSubnetName: fc.constantFrom("a", "b", ""),
            containerSubnetName: fc.constantFrom("a", "b", "☃"),
            privateEndpointSubnetName: fc.constantFrom("a", "c"),
          },
          { noNullPrototype: true },
        ),
        privateDnsZoneIds: fc.dictionary(fc.constantFrom("dfs", "blob"), fc.constant("x"), { maxKeys: 2, noNullPrototype: true }),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    // How many of them are taken over: few, so that configurations that work stay in reach.
    fc.integer({ min: 0, max: 3 }),
    fc.nat(),
  )
  .map(([valid, otherName, changes, count, seed]) => {
    const keys = Object.keys(changes);
    const taken = Array.from({ length: Math.min(count, keys.length) }, (_, i) => keys[(seed + i * 7) % keys.length] as string);
    const overrides = Object.fromEntries(taken.map((key) => [key, (changes as Record<string, unknown>)[key]]));
    return { name: otherName, args: { ...valid.args, ...overrides } as unknown as HardenedDatabricksArgs };
  });
