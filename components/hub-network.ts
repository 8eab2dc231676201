import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../src/azure/resource-types";
import { AddressRange } from "../src/network/address-range";
import { hubProblem, planHub } from "../src/network/hub-plan";
import { ArgumentCheck, plain } from "./arguments";
import { checkFirewall, makeFirewall } from "./hub-firewall";
import { physicalName } from "./naming";
import { transitSubnet } from "./transit-subnet";

/** How much a hub's firewall looks into. */
export const FirewallTier = {
  /** Names and addresses. */
  Standard: "Standard",
  /** Also intrusion detection and TLS inspection, at a higher price. */
  Premium: "Premium",
} as const;
export type FirewallTier = (typeof FirewallTier)[keyof typeof FirewallTier];

/** Arguments of HubNetwork. */
export interface HubNetworkArgs {
  /** The resource group of the hub. */
  resourceGroupName: pulumi.Input<string>;
  /** The region, such as `westeurope`: the firewall's rules name its services. */
  location: pulumi.Input<string>;
  /** The hub's block: at least /25 with a firewall, such as `10.40.0.0/24`; at least /27 without. */
  addressSpace: pulumi.Input<string>;
  /** Whether an Azure Firewall stands in the hub. Defaults to true, and costs its hourly price. False leaves the way in for users alone. */
  enableFirewall?: boolean;
  /** The blocks of the VNets whose clusters go out through the firewall; they may be wide enough for VNets to come. Needed with a firewall. */
  spokeAddressSpaces?: pulumi.Input<string>[];
  /** Where users come from: a service tag or an address block. Defaults to `VirtualNetwork`, which takes in every peered and on-premises range. */
  clientAddressPrefix?: pulumi.Input<string>;
  /** Names that clusters may reach by HTTPS, such as `pypi.org` or `*.example.com`. Each opens a way out for data. Defaults to none. */
  allowedFqdns?: pulumi.Input<string>[];
  /** Names of storage accounts outside the private endpoints that clusters may reach. Defaults to none. */
  allowedStorageAccounts?: string[];
  /**
   * Whether clusters may reach every storage account of the region, by its service tag. Defaults to false, since that lets data out to
   * anybody's account; the accounts that Databricks needs are then reached by a service endpoint with a policy (see ClusterNetwork).
   */
  enableRegionalStorage?: boolean;
  /** Whether clusters reach the API by a private endpoint. Defaults to true. False adds the tag of the control plane to the rules. */
  enableBackendPrivateLink?: boolean;
  /** The firewall's tier. Defaults to `Standard`. */
  firewallTier?: pulumi.Input<FirewallTier>;
  /** Id of the Log Analytics workspace that gets the firewall's log. Defaults to none. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on every resource. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The hub that workspaces share: the subnet of the endpoints that users come through, and an Azure Firewall with exactly the rules that
 * clusters of the region need. Storage is not among them unless asked for.
 */
export class HubNetwork extends pulumi.ComponentResource {
  readonly virtualNetworkId: pulumi.Output<string>;
  /** The subnet of the endpoints that users come through. */
  readonly transitSubnetId: pulumi.Output<string>;
  /** The firewall's private address, which routes lead to; empty without a firewall. Known once its rules are there. */
  readonly firewallIpAddress: pulumi.Output<string>;
  /** The public address that clusters are seen under; empty without a firewall. */
  readonly egressIpAddress: pulumi.Output<string>;
  /** The policy that holds the firewall's rules; empty without a firewall. */
  readonly firewallPolicyId: pulumi.Output<string>;

  /** @throws ArgumentError for a block that is malformed or too small, or rules that no firewall would hold. */
  constructor(name: string, args: HubNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("HubNetwork", name);
    check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
    check.required("location", args.location, "pass a region, such as 'westeurope'");
    checkHub(check, "addressSpace", args);
    super("hardened-databricks:index:HubNetwork", name, {}, opts);
    const child = { parent: this };
    const common = { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags };
    const hasFirewall = args.enableFirewall !== false;
    const plan = pulumi.output(args.addressSpace).apply((block) => planHub(block, hasFirewall));

    const virtualNetwork = new network.VirtualNetwork(
      `${name}-vnet`,
      {
        virtualNetworkName: physicalName("vnet", name, resourceTypes.virtualNetwork),
        addressSpace: { addressPrefixes: [plan.hub] },
        ...common,
      },
      { ...child, ignoreChanges: ["subnets"] },
    );
    const transit = transitSubnet(
      name,
      {
        ...common,
        virtualNetworkName: virtualNetwork.name,
        addressPrefix: plan.transit,
        clientAddressPrefix: args.clientAddressPrefix ?? "VirtualNetwork",
      },
      child,
      [],
    );
    const firewall = hasFirewall
      ? makeFirewall(
          name,
          args,
          { virtualNetworkName: virtualNetwork.name, addressPrefix: plan.firewall as pulumi.Output<string> },
          child,
          [transit],
        )
      : undefined;

    this.virtualNetworkId = virtualNetwork.id;
    this.transitSubnetId = transit.id;
    this.firewallIpAddress = firewall?.privateIpAddress ?? pulumi.output("");
    this.egressIpAddress = firewall?.publicIpAddress ?? pulumi.output("");
    this.firewallPolicyId = firewall?.policyId ?? pulumi.output("");
    this.registerOutputs({
      virtualNetworkId: this.virtualNetworkId,
      transitSubnetId: this.transitSubnetId,
      firewallIpAddress: this.firewallIpAddress,
      egressIpAddress: this.egressIpAddress,
      firewallPolicyId: this.firewallPolicyId,
    });
  }
}

/** Refuses a hub that cannot be: for the component itself and for those that build one. */
export function checkHub(check: ArgumentCheck, argument: string, args: Omit<HubNetworkArgs, "resourceGroupName" | "location">): void {
  const hasFirewall = args.enableFirewall !== false;
  const example = hasFirewall
    ? "a block of at least /25 for the hub, such as '10.40.0.0/24'"
    : "a block of at least /27 for the network that users come through, such as '10.30.0.0/26'";
  check.required(argument, args.addressSpace, `pass ${example}`);
  const block = plain<string>(args.addressSpace);
  const problem = block === undefined ? undefined : hubProblem(block, hasFirewall);
  if (problem) check.refuse(argument, problem);
  const client = plain<string>(args.clientAddressPrefix);
  if (client !== undefined && ["*", "any", "internet", "0.0.0.0/0", "::/0"].includes(client.toLowerCase()))
    check.refuse("clientAddressPrefix", `is '${client}': name the block that users come from, or a service tag such as VirtualNetwork`);
  check.oneOf("firewallTier", args.firewallTier, FirewallTier);
  check.resourceId("logAnalyticsWorkspaceId", args.logAnalyticsWorkspaceId, resourceTypes.logAnalyticsWorkspace);
  checkFirewall(check, hasFirewall, args);
  const hub = AddressRange.tryParse(block ?? "");
  for (const [i, spoke] of (args.spokeAddressSpaces ?? []).entries()) {
    const text = plain<string>(spoke);
    const range = text === undefined ? undefined : AddressRange.tryParse(text);
    if (text !== undefined && !range) check.refuse(`spokeAddressSpaces[${i}]`, `is '${text}', which is no IPv4 block such as 10.20.0.0/16`);
    if (hub && range?.overlaps(hub))
      check.refuse(`spokeAddressSpaces[${i}]`, `is '${range}', which overlaps ${argument} '${hub}': choose blocks that do not overlap`);
  }
}
