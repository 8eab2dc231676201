import { isUnread } from "../facts/unread";
import type { Peering, VirtualNetwork } from "../model";
import { same } from "../nsg/virtual-network-tag";

/** The half of a peering that one network holds towards another. */
export function halfTowards(network: VirtualNetwork, other: VirtualNetwork): Peering | undefined {
  return network.peerings.find((half): half is Peering => !isUnread(half) && same(half.remoteVirtualNetwork, other.id));
}

/** Whether packets go from one network to the other at all: both halves exist and are connected (G1). */
export function isConnected(network: VirtualNetwork, other: VirtualNetwork): boolean {
  return [halfTowards(network, other), halfTowards(other, network)].every((half) => half?.peeringState === "Connected");
}
