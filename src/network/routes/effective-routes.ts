import type { Reading } from "../facts/reading";
import { isUnread } from "../facts/unread";
import type { NetworkModel, PrivateEndpoint, Route, Subnet, VirtualNetwork } from "../model";
import { gatewaysOf, peerOf, same } from "../nsg/virtual-network-tag";
import { prefixLength, tryParseInterval } from "../packets/address";
import type { AddressSet } from "../packets/address-set";
import type { Universe } from "../packets/universe";
import { isConnected } from "./peering";
import { serviceEndpointTags } from "./service-endpoints";

export type NextHop =
  | { type: "VnetLocal" | "Internet" | "None" | "VirtualNetworkGateway" | "VirtualNetworkServiceEndpoint" }
  | { type: "VirtualAppliance"; address: string }
  | { type: "VNetPeering"; virtualNetwork: string }
  | { type: "InterfaceEndpoint"; endpoint: string }
  | { type: "Unread"; unread: string };

/** One line of a subnet's effective routes. */
export interface EffectiveRoute {
  origin: "user" | "bgp" | "system";
  /** The name of a user's route, or what the system calls it. */
  name: string;
  /** The prefix or tag as written. */
  prefix: string;
  destinations: AddressSet;
  /** Undefined for a service tag, whose prefixes only a tag file tells. */
  length: number | undefined;
  nextHop: NextHop;
}

/** Ranges that Azure drops where nothing routes them (R1); whether the second is one of them is undecided. */
const droppedRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/**
 * What could hold further routes of a subnet and has not been read. Routes of a user can beat any other; those of peers and
 * gateways beat none to the network itself, to known peers and to private endpoints (R6, G2).
 */
export function unreadRoutes(network: VirtualNetwork, subnet: Subnet, model: NetworkModel): { byUser: string[]; byOthers: string[] } {
  const table = subnet.routeTable;
  const sentences = (list: readonly unknown[]) => list.flatMap((one) => (isUnread(one) ? one.unread : []));
  const learns = isUnread(table) || !table?.disableBgpRoutePropagation;
  const gateways = learns ? gatewaysOf(network, model).map((gateway) => (isUnread(gateway) ? gateway : gateway.remotePrefixes)) : [];
  return {
    byUser: isUnread(table) ? [table.unread] : sentences(table?.routes ?? []),
    byOthers: sentences([...network.peerings, ...gateways, ...(network.otherConnections ?? [])]),
  };
}

/** All routes of a subnet, before any is chosen (R1 to R4, R11). */
export function effectiveRoutes(
  network: VirtualNetwork,
  subnet: Subnet,
  model: NetworkModel,
  universe: Universe,
  reading: Reading,
): EffectiveRoute[] {
  const line = (origin: EffectiveRoute["origin"], name: string, prefix: string, nextHop: NextHop): EffectiveRoute => {
    const interval = tryParseInterval(prefix);
    return {
      origin,
      name,
      prefix,
      destinations: interval ? universe.range([interval]) : universe.tag(prefix),
      length: interval && (prefixLength(interval) ?? 0),
      nextHop,
    };
  };
  const table = isUnread(subnet.routeTable) ? undefined : subnet.routeTable;
  const routes = (table?.routes ?? []).filter((route): route is Route => !isUnread(route));
  const user = routes.map((route) => line("user", route.name, route.addressPrefix, userNextHop(route)));
  const bgp = table?.disableBgpRoutePropagation
    ? []
    : gatewaysOf(network, model).flatMap((gateway) => {
        const prefixes = isUnread(gateway) ? gateway : gateway.remotePrefixes;
        return isUnread(prefixes) ? [] : prefixes.map((prefix) => line("bgp", "gateway", prefix, { type: "VirtualNetworkGateway" }));
      });
  const system = [
    ...network.addressPrefixes.map((prefix) => line("system", "virtual network", prefix, { type: "VnetLocal" })),
    line("system", "default", "0.0.0.0/0", { type: "Internet" }),
    line("system", "default", "::/0", { type: "Internet" }),
    ...peeringRoutes(network, model, line),
    ...(subnet.serviceEndpoints ?? []).flatMap((endpoint) =>
      serviceEndpointTags(endpoint).map((tag) => line("system", endpoint.service, tag, { type: "VirtualNetworkServiceEndpoint" })),
    ),
    ...endpointsInSight(network, model).flatMap((endpoint) =>
      endpoint.privateIPAddresses.map((address) =>
        line("system", "private endpoint", `${address}/${address.includes(":") ? 128 : 32}`, {
          type: "InterfaceEndpoint",
          endpoint: endpoint.id,
        }),
      ),
    ),
  ];
  return [
    ...user,
    ...bgp,
    ...system,
    ...dropped(network, user, bgp, reading).map((prefix) => line("system", "reserved", prefix, { type: "None" })),
  ];
}

function userNextHop(route: Route): NextHop {
  if (route.nextHopType !== "VirtualAppliance") return { type: route.nextHopType };
  if (route.nextHopIpAddress === undefined) return { type: "Unread", unread: `the next hop of route ${route.name} is not known` };
  return { type: "VirtualAppliance", address: route.nextHopIpAddress };
}

function peeringRoutes(
  network: VirtualNetwork,
  model: NetworkModel,
  line: (origin: "system", name: string, prefix: string, hop: NextHop) => EffectiveRoute,
): EffectiveRoute[] {
  return network.peerings.flatMap((peering) => {
    if (isUnread(peering) || peering.peeringState !== "Connected") return [];
    const { prefixes } = peerOf(network, peering, model);
    const hop: NextHop = { type: "VNetPeering", virtualNetwork: peering.remoteVirtualNetwork };
    return isUnread(prefixes) ? [] : prefixes.map((prefix) => line("system", `peering ${peering.name}`, prefix, hop));
  });
}

/** Private endpoints whose /32 a network has: its own and those of networks that it is peered with directly (R3). */
function endpointsInSight(network: VirtualNetwork, model: NetworkModel): PrivateEndpoint[] {
  return model.privateEndpoints.filter(({ subnet }) => {
    const home = model.virtualNetworks.find((other) => other.subnets.some(({ id }) => same(id, subnet)));
    return home !== undefined && (home === network || isConnected(network, home));
  });
}

/** The ranges that are dropped: not those that the network itself equals or covers (R2), and none under a default route (R1a). */
function dropped(network: VirtualNetwork, user: EffectiveRoute[], bgp: EffectiveRoute[], reading: Reading): string[] {
  const isDefault = (route: EffectiveRoute) => route.prefix === "0.0.0.0/0";
  if (user.some(isDefault)) return [];
  if (bgp.some(isDefault) && reading.lets("R1a")) return [];
  const own = network.addressPrefixes.map((prefix) => tryParseInterval(prefix));
  return droppedRanges.filter((range) => {
    const reserved = tryParseInterval(range);
    if (!reserved || own.some((one) => one && one.first <= reserved.first && reserved.last <= one.last)) return false;
    return range !== "172.16.0.0/12" || !reading.lets("R1");
  });
}
