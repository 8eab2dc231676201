import type { Known } from "./facts/unread";
import type { FirewallPolicy, IpGroups } from "./firewall/firewall-policy";
import type { AdminConfiguration } from "./nsg/admin-rules";
import type { NetworkSecurityGroup } from "./nsg/security-rule";

/** A virtual network with what belongs to it, in ARM's words. Ids are compared without case. */
export interface VirtualNetwork {
  id: string;
  addressPrefixes: string[];
  subnets: Subnet[];
  /** The peerings that this network holds: one half each. */
  peerings: Known<Peering>[];
  /** Its gateway, where it has one. */
  gateway?: Known<VirtualNetworkGateway>;
  /** DNS servers of its own; none means Azure's. */
  dnsServers?: Known<string[]>;
  /** Rules of a network manager that are deployed to it. */
  securityAdmin?: AdminConfiguration;
  /** Whether a Databricks workspace is injected, which keeps admin rules away by default (A2). */
  hostsDatabricks?: boolean;
  /** Ways into the network that exist beside all this and that nobody reads, such as a connected group of a network manager. */
  otherConnections?: { unread: string }[];
}

export interface Subnet {
  id: string;
  name: string;
  addressPrefixes: string[];
  networkSecurityGroup?: Known<NetworkSecurityGroup>;
  routeTable?: Known<RouteTable>;
  /** The id of a NAT gateway. */
  natGateway?: string;
  serviceEndpoints?: ServiceEndpoint[];
  privateEndpointNetworkPolicies?: "Disabled" | "Enabled" | "NetworkSecurityGroupEnabled" | "RouteTableEnabled";
  /** False: no way out by Azure's default address; without effect on a delegated subnet (O4). */
  defaultOutboundAccess?: boolean;
  /** Services that the subnet is delegated to. */
  delegations?: string[];
}

export interface ServiceEndpoint {
  /** `Microsoft.Storage`, `Microsoft.Sql` … */
  service: string;
  /** Regions; none or `*` for all that the service allows. */
  locations?: string[];
}

/** One half of a peering. */
export interface Peering {
  name: string;
  remoteVirtualNetwork: string;
  peeringState: "Connected" | "Initiated" | "Disconnected";
  /** The other network's prefixes as this half knows them; where absent, the other network's own. */
  remoteAddressSpace?: string[];
  allowVirtualNetworkAccess: boolean;
  allowForwardedTraffic: boolean;
  allowGatewayTransit: boolean;
  useRemoteGateways: boolean;
}

export interface VirtualNetworkGateway {
  id: string;
  /** What lies behind it: local network gateways and routes learned by BGP. */
  remotePrefixes: Known<string[]>;
}

export interface RouteTable {
  id: string;
  disableBgpRoutePropagation: boolean;
  routes: Known<Route>[];
}

export interface Route {
  name: string;
  /** A prefix or a service tag. */
  addressPrefix: string;
  nextHopType: "VirtualAppliance" | "VirtualNetworkGateway" | "VnetLocal" | "Internet" | "None";
  /** For an appliance. */
  nextHopIpAddress?: string;
}

export interface NetworkInterface {
  id: string;
  subnet: string;
  privateIPAddresses: string[];
  networkSecurityGroup?: Known<NetworkSecurityGroup>;
  enableIPForwarding: boolean;
  /** Ids. */
  applicationSecurityGroups: string[];
  publicIPAddress?: { id: string; sku: "Standard" | "Basic" };
}

export interface PrivateEndpoint {
  id: string;
  subnet: string;
  privateIPAddresses: string[];
  /** What it leads to, and by which sub-resource. */
  target: string;
  groupId: string;
  /** Only an approved connection carries packets (S1). */
  connectionState: Known<"Approved" | "Pending" | "Rejected" | "Disconnected">;
}

export interface Firewall {
  id: string;
  /** `AzureFirewallSubnet`. */
  subnet: string;
  privateIPAddress: string;
  publicIPAddresses: string[];
  policy: Known<FirewallPolicy>;
}

/** All networks of one estate. What an id leads out of is not read. */
export interface NetworkModel {
  virtualNetworks: VirtualNetwork[];
  networkInterfaces: NetworkInterface[];
  privateEndpoints: PrivateEndpoint[];
  firewalls: Firewall[];
  ipGroups: IpGroups;
}
