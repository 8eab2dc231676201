import { isUnread, type Known } from "../facts/unread";
import type { NetworkModel, Peering, Subnet, VirtualNetwork } from "../model";
import { tryParseInterval } from "../packets/address";
import type { AddressSet } from "../packets/address-set";
import type { Universe } from "../packets/universe";
import type { Bounded, Possible } from "./tag-scope";

/**
 * What the tag VirtualNetwork means in the rules of one subnet (T1, T2): the network's own prefixes, those of peers that
 * both halves connect and let in, what lies behind gateways, the platform's address, and the prefixes of the subnet's own
 * routes. A default route may take in every address (T3), a route by service tag those of the tag (T5).
 */
export function virtualNetworkTag(network: VirtualNetwork, subnet: Subnet, model: NetworkModel, universe: Universe): Bounded {
  const possible: Possible[] = [];
  const add = (undecided: string, addresses: AddressSet) => possible.push({ undecided, addresses });
  let sure = universe.prefixes([...network.addressPrefixes, "168.63.129.16"]);
  for (const peering of network.peerings) {
    if (isUnread(peering)) {
      add(peering.unread, universe.everything);
      continue;
    }
    if (!peering.allowVirtualNetworkAccess || peering.peeringState !== "Connected") continue;
    const { prefixes, otherHalf } = peerOf(network, peering, model);
    if (isUnread(prefixes)) add(prefixes.unread, universe.everything);
    else if (otherHalf === "connected") sure = sure.union(universe.prefixes(prefixes));
    else if (otherHalf !== "none") add(otherHalf.unread, universe.prefixes(prefixes));
  }
  for (const gateway of gatewaysOf(network, model)) {
    const prefixes: Known<string[]> = isUnread(gateway) ? gateway : gateway.remotePrefixes;
    if (isUnread(prefixes)) add(prefixes.unread, universe.everything);
    else sure = sure.union(universe.prefixes(prefixes));
  }
  for (const other of network.otherConnections ?? []) add(other.unread, universe.everything);
  const table = subnet.routeTable;
  if (isUnread(table)) add(table.unread, universe.everything);
  for (const route of isUnread(table) ? [] : (table?.routes ?? [])) {
    if (isUnread(route)) {
      add(route.unread, universe.everything);
      continue;
    }
    const interval = tryParseInterval(route.addressPrefix);
    if (!interval) add("T5", universe.tag(route.addressPrefix));
    else if (/^(0\.0\.0\.0|::)\/0$/.test(route.addressPrefix)) {
      if (route.nextHopType === "VirtualAppliance" || route.nextHopType === "VirtualNetworkGateway") add("T3", universe.range([interval]));
    } else sure = sure.union(universe.range([interval]));
  }
  return { sure, possible };
}

export interface Peer {
  /** The other network, where it was read. */
  network: VirtualNetwork | undefined;
  prefixes: Known<string[]>;
  /** Traffic flows only where both halves are connected (G1). */
  otherHalf: "connected" | "none" | { unread: string };
}

/** What is known of the other end of a peering half. */
export function peerOf(network: VirtualNetwork, peering: Peering, model: NetworkModel): Peer {
  const other = model.virtualNetworks.find(({ id }) => same(id, peering.remoteVirtualNetwork));
  const unread = { unread: `the peered network ${peering.remoteVirtualNetwork} has not been read` };
  if (!other) return { network: undefined, prefixes: peering.remoteAddressSpace ?? unread, otherHalf: unread };
  const halves = other.peerings.filter((half): half is Peering => !isUnread(half) && same(half.remoteVirtualNetwork, network.id));
  const unreadHalf = other.peerings.find(isUnread);
  const isConnected = halves.some((half) => half.peeringState === "Connected");
  return {
    network: other,
    prefixes: peering.remoteAddressSpace ?? other.addressPrefixes,
    otherHalf: isConnected ? "connected" : (unreadHalf ?? "none"),
  };
}

/** The gateways whose routes a network sees: its own, and those of hubs whose gateway it uses (G5). */
export function gatewaysOf(network: VirtualNetwork, model: NetworkModel): NonNullable<VirtualNetwork["gateway"]>[] {
  if (network.gateway) return [network.gateway];
  return network.peerings.flatMap((peering) => {
    if (isUnread(peering) || !peering.useRemoteGateways || peering.peeringState !== "Connected") return [];
    const { network: hub } = peerOf(network, peering, model);
    if (!hub) return [{ unread: `the gateway of ${peering.remoteVirtualNetwork} has not been read` }];
    const half = hub.peerings.find((back): back is Peering => !isUnread(back) && same(back.remoteVirtualNetwork, network.id));
    return half?.allowGatewayTransit && hub.gateway ? [hub.gateway] : [];
  });
}

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
