import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { cloudOfRegion, storageSuffix } from "../src/azure/clouds";
import { firewallLogCategories } from "../src/azure/log-categories";
import { resourceTypes } from "../src/azure/resource-types";
import { clusterDestinations, controlPlaneDestination, regionalStorageDestination, tagIn } from "../src/azure/service-tags";
import { type ArgumentCheck, plain } from "./arguments";
import { diagnosticSetting } from "./audit-trail";
import { physicalName } from "./naming";

/** What a hub's firewall is made from; HubNetwork documents it. */
export interface HubFirewallArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  spokeAddressSpaces?: pulumi.Input<string>[];
  allowedFqdns?: pulumi.Input<string>[];
  allowedStorageAccounts?: string[];
  enableRegionalStorage?: boolean;
  enableBackendPrivateLink?: boolean;
  firewallTier?: pulumi.Input<string>;
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A firewall, by what others need of it. */
export interface Firewall {
  privateIpAddress: pulumi.Output<string>;
  publicIpAddress: pulumi.Output<string>;
  policyId: pulumi.Output<string>;
}

/** The firewall's subnet, address, policy with its rules, and the firewall itself. */
export function makeFirewall(
  name: string,
  args: HubFirewallArgs,
  place: { virtualNetworkName: pulumi.Output<string>; addressPrefix: pulumi.Output<string> },
  child: pulumi.CustomResourceOptions,
  after: pulumi.Resource[],
): Firewall {
  const common = { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags };
  const subnet = new network.Subnet(
    `${name}-firewall-subnet`,
    {
      // Azure Firewall stands in a subnet of this name, without a network security group.
      subnetName: "AzureFirewallSubnet",
      virtualNetworkName: place.virtualNetworkName,
      resourceGroupName: args.resourceGroupName,
      addressPrefix: place.addressPrefix,
      defaultOutboundAccess: false,
    },
    { ...child, dependsOn: after, replaceOnChanges: ["defaultOutboundAccess"] },
  );
  const address = new network.PublicIPAddress(
    `${name}-firewall-ip`,
    {
      publicIpAddressName: physicalName("pip", `${name}-firewall`, resourceTypes.publicIpAddress),
      publicIPAllocationMethod: "Static",
      sku: { name: "Standard" },
      ...common,
    },
    child,
  );
  const tier = args.firewallTier ?? "Standard";
  const policy = new network.FirewallPolicy(
    `${name}-firewall-policy`,
    {
      firewallPolicyName: physicalName("afwp", name, resourceTypes.firewallPolicy),
      sku: { tier },
      threatIntelMode: "Deny",
      ...common,
    },
    child,
  );
  const rules = new network.FirewallPolicyRuleCollectionGroup(
    `${name}-firewall-rules`,
    {
      ruleCollectionGroupName: "databricks",
      firewallPolicyName: policy.name,
      resourceGroupName: args.resourceGroupName,
      priority: 200,
      ruleCollections: ruleCollections(args),
    },
    child,
  );
  const firewall = new network.AzureFirewall(
    `${name}-firewall`,
    {
      azureFirewallName: physicalName("afw", name, resourceTypes.azureFirewall),
      sku: { name: "AZFW_VNet", tier },
      firewallPolicy: { id: policy.id },
      ipConfigurations: [{ name: "main", subnet: { id: subnet.id }, publicIPAddress: { id: address.id } }],
      ...common,
    },
    // It starts with its rules: the first cluster finds them.
    { ...child, dependsOn: rules },
  );
  if (args.logAnalyticsWorkspaceId)
    diagnosticSetting(`${name}-firewall-log`, firewall.id, args.logAnalyticsWorkspaceId, firewallLogCategories, child);
  return {
    privateIpAddress: firewall.ipConfigurations.apply((configurations) => configurations?.[0]?.privateIPAddress as string),
    publicIpAddress: address.ipAddress.apply((ip) => ip ?? ""),
    policyId: policy.id,
  };
}

type RuleCollections = NonNullable<network.FirewallPolicyRuleCollectionGroupArgs["ruleCollections"]>;

/** The rules: services of Azure by their tag, and names where the user allows some. What no rule allows is refused by the firewall itself. */
function ruleCollections(args: HubFirewallArgs): RuleCollections {
  const sourceAddresses = args.spokeAddressSpaces ?? [];
  const location = pulumi.output(args.location);
  const destinations = [
    ...clusterDestinations,
    ...(args.enableBackendPrivateLink === false ? [controlPlaneDestination] : []),
    ...(args.enableRegionalStorage ? [regionalStorageDestination] : []),
  ];
  const services = {
    ruleCollectionType: "FirewallPolicyFilterRuleCollection" as const,
    name: "services",
    priority: 100,
    action: { type: "Allow" },
    rules: destinations.map((destination) => ({
      ruleType: "NetworkRule" as const,
      name: destination.name,
      description: destination.why,
      ipProtocols: ["TCP"],
      sourceAddresses,
      destinationAddresses: [location.apply((region) => tagIn(destination, region))],
      destinationPorts: destination.ports,
    })),
  };
  const names = [
    ...(args.allowedFqdns ?? []).map((fqdn, i) => ({ name: `allowed-${i}`, targets: [fqdn] })),
    ...(args.allowedStorageAccounts ?? []).map((account) => ({
      name: `storage-${account}`,
      targets: ["dfs", "blob"].map((service) =>
        location.apply((region) => `${account}.${service}.${storageSuffix(cloudOfRegion(region))}`),
      ),
    })),
  ];
  if (names.length === 0) return [services];
  return [
    services,
    {
      ruleCollectionType: "FirewallPolicyFilterRuleCollection" as const,
      name: "names",
      priority: 200,
      action: { type: "Allow" },
      rules: names.map(({ name, targets }) => ({
        ruleType: "ApplicationRule" as const,
        name,
        sourceAddresses,
        targetFqdns: targets,
        protocols: [{ protocolType: "Https", port: 443 }],
      })),
    },
  ];
}

/** Refuses rules that no firewall would hold, and names that allow everything. */
export function checkFirewall(
  check: ArgumentCheck,
  hasFirewall: boolean,
  args: Omit<HubFirewallArgs, "resourceGroupName" | "location">,
): void {
  if (!hasFirewall) {
    const orphan = (
      ["spokeAddressSpaces", "allowedFqdns", "allowedStorageAccounts", "enableRegionalStorage", "firewallTier"] as const
    ).find((argument) => args[argument] !== undefined);
    if (orphan) check.refuse(orphan, "goes with a firewall, and enableFirewall is false: leave one of them out");
    return;
  }
  if (!args.spokeAddressSpaces?.length)
    check.refuse(
      "spokeAddressSpaces",
      "is missing: pass the blocks of the VNets that go out through the firewall, such as ['10.20.0.0/16']",
    );
  for (const [i, fqdn] of (args.allowedFqdns ?? []).entries()) {
    const text = plain<string>(fqdn);
    if (text === undefined) continue;
    // A '*' counts at the left end only, and alone it would allow everything.
    if (!/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(text))
      check.refuse(`allowedFqdns[${i}]`, `is '${text}': pass a name such as 'pypi.org', or '*.example.com' for all names below one`);
  }
  check.distinct("allowedStorageAccounts", args.allowedStorageAccounts);
  for (const account of args.allowedStorageAccounts ?? [])
    check.resourceName("allowedStorageAccounts", account, resourceTypes.storageAccount);
}
