import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { cloudOfRegion } from "../src/azure/clouds";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck, plain } from "./arguments";
import { checkHub, type FirewallTier, HubNetwork } from "./hub-network";
import { PrivateDnsZones } from "./private-dns-zones";
import { WebAuthWorkspace } from "./web-auth-workspace";

/** What a deployment needs to know of the hub that it shares: SharedHub's `hub`, or the parts of a hub that exists already. */
export interface SharedHubReferenceArgs {
  /** Id of the hub's VNet. */
  virtualNetworkId: pulumi.Input<string>;
  /** Id of the subnet of the endpoints that users come through. */
  transitSubnetId: pulumi.Input<string>;
  /** Ids of the private DNS zones that users resolve, by sub-resource: `databricks_ui_api` is needed. */
  transitZoneIds: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The firewall's private address; empty for a hub without one. */
  firewallIpAddress: pulumi.Input<string>;
}

/** Arguments of SharedHub. */
export interface SharedHubArgs {
  /** The region, such as `westeurope`. */
  location: pulumi.Input<string>;
  /** The hub's block: at least /25 with a firewall, such as `10.40.0.0/24`; at least /27 without. */
  addressSpace: pulumi.Input<string>;
  /** Name of the resource group that is made for the hub. Defaults to `rg-` and the component's name. */
  resourceGroupName?: pulumi.Input<string>;
  /** Whether an Azure Firewall stands in the hub. Defaults to true. */
  enableFirewall?: boolean;
  /** The blocks of the VNets whose clusters go out through the firewall. Needed with a firewall. */
  spokeAddressSpaces?: pulumi.Input<string>[];
  /** Where users come from. Defaults to `VirtualNetwork`; see HubNetwork. */
  clientAddressPrefix?: pulumi.Input<string>;
  /** Names that clusters may reach by HTTPS. Each opens a way out for data. Defaults to none. */
  allowedFqdns?: pulumi.Input<string>[];
  /** Names of storage accounts outside the private endpoints that clusters may reach. Defaults to none. */
  allowedStorageAccounts?: string[];
  /** Whether clusters may reach every storage account of the region. Defaults to false; see HubNetwork. */
  enableRegionalStorage?: boolean;
  /** The firewall's tier. Defaults to `Standard`. */
  firewallTier?: pulumi.Input<FirewallTier>;
  /** Id of the Log Analytics workspace that gets the logs of the firewall and of web login. Defaults to none, which breaks link 1. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Whether Pulumi refuses to delete the workspace that hosts web login. Defaults to false. */
  deletionProtection?: boolean;
  /** Tags on every resource. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What the workspaces of a region share: the hub, the DNS zones that users resolve, and the one workspace that hosts web login. */
export class SharedHub extends pulumi.ComponentResource {
  /** What HardenedDatabricks takes as its `hub`. */
  readonly hub: pulumi.Output<SharedHubReferenceArgs>;
  /** The hub's VNet: peer it with the company's network. */
  readonly virtualNetworkId: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
  /** The public address that clusters are seen under; empty without a firewall. */
  readonly egressIpAddress: pulumi.Output<string>;
  /** Id of the endpoint of web login. */
  readonly webLoginEndpointId: pulumi.Output<string>;

  /** @throws ArgumentError for a block that is malformed or too small, or rules that no firewall would hold. */
  constructor(name: string, args: SharedHubArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("SharedHub", name);
    check.required("location", args.location, "pass a region, such as 'westeurope'");
    check.resourceName("resourceGroupName", args.resourceGroupName, resourceTypes.resourceGroup);
    checkHub(check, "addressSpace", args);
    super("hardened-databricks:index:SharedHub", name, {}, opts);
    const child = { parent: this };
    const { location, tags, logAnalyticsWorkspaceId } = args;
    const region = plain<string>(location);
    const group = new resources.ResourceGroup(
      `${name}-group`,
      { resourceGroupName: args.resourceGroupName ?? `rg-${name}`, location, tags },
      child,
    );
    const common = { resourceGroupName: group.name, location, tags };
    const network = new HubNetwork(
      `${name}-network`,
      {
        ...common,
        addressSpace: args.addressSpace,
        enableFirewall: args.enableFirewall,
        spokeAddressSpaces: args.spokeAddressSpaces,
        clientAddressPrefix: args.clientAddressPrefix,
        allowedFqdns: args.allowedFqdns,
        allowedStorageAccounts: args.allowedStorageAccounts,
        enableRegionalStorage: args.enableRegionalStorage,
        firewallTier: args.firewallTier,
        logAnalyticsWorkspaceId,
      },
      child,
    );
    const zones = new PrivateDnsZones(
      `${name}-dns`,
      {
        resourceGroupName: group.name,
        virtualNetworkIds: [network.virtualNetworkId],
        groupIds: ["databricks_ui_api", "browser_authentication"],
        cloud: region === undefined ? undefined : cloudOfRegion(region),
        tags,
      },
      child,
    );
    const placement = { subnetId: network.transitSubnetId, virtualNetworkId: network.virtualNetworkId, zoneIds: zones.zoneIds };
    const login = new WebAuthWorkspace(
      `${name}-web-auth`,
      { ...common, placement, logAnalyticsWorkspaceId, deletionProtection: args.deletionProtection },
      child,
    );

    this.hub = pulumi.output({
      virtualNetworkId: network.virtualNetworkId,
      transitSubnetId: network.transitSubnetId,
      transitZoneIds: zones.zoneIds,
      firewallIpAddress: network.firewallIpAddress,
    });
    this.virtualNetworkId = network.virtualNetworkId;
    this.resourceGroupName = group.name;
    this.egressIpAddress = network.egressIpAddress;
    this.webLoginEndpointId = login.endpointId;
    this.registerOutputs({
      hub: this.hub,
      virtualNetworkId: this.virtualNetworkId,
      resourceGroupName: this.resourceGroupName,
      egressIpAddress: this.egressIpAddress,
      webLoginEndpointId: this.webLoginEndpointId,
    });
  }
}
