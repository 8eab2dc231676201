import { isUnread } from "../facts/unread";
import type { NetworkInterface, NetworkModel, PrivateEndpoint, Subnet, VirtualNetwork } from "../model";
import { same } from "../nsg/virtual-network-tag";
import { type Address, tryParseInterval } from "../packets/address";
import { isConnected } from "../routes/peering";

/** A subnet with the network that holds it. */
export interface Site {
  network: VirtualNetwork;
  subnet: Subnet;
}

const holds = (prefixes: readonly string[], address: Address) =>
  prefixes.some((prefix) => {
    const interval = tryParseInterval(prefix);
    return interval !== undefined && interval.first <= address && address <= interval.last;
  });

/** The subnet with an id. */
export function siteOf(subnetId: string, model: NetworkModel): Site | undefined {
  for (const network of model.virtualNetworks) {
    const subnet = network.subnets.find(({ id }) => same(id, subnetId));
    if (subnet) return { network, subnet };
  }
  return undefined;
}

/** The subnet that holds an address, as seen from a network: in itself or in one that it is connected to. */
export function siteOfAddress(address: Address, from: VirtualNetwork, model: NetworkModel): Site | undefined {
  const networks = [from, ...model.virtualNetworks.filter((other) => other !== from && isConnected(from, other))];
  for (const network of networks) {
    const subnet = network.subnets.find(({ addressPrefixes }) => holds(addressPrefixes, address));
    if (subnet) return { network, subnet };
  }
  return undefined;
}

export const interfacesIn = (subnet: Subnet, model: NetworkModel): NetworkInterface[] =>
  model.networkInterfaces.filter((nic) => same(nic.subnet, subnet.id));

export const endpointById = (id: string, model: NetworkModel): PrivateEndpoint | undefined =>
  model.privateEndpoints.find((one) => same(one.id, id));

/** Whether anything but a platform's default filters what comes in: a Standard public address needs an NSG to be open (N13). */
export const hasFilter = (subnet: Subnet, nic: NetworkInterface): boolean =>
  subnet.networkSecurityGroup !== undefined || nic.networkSecurityGroup !== undefined;

/** The NSG of an end, where there is one; what is not read has the sentence in its place. */
export const groupName = (group: Subnet["networkSecurityGroup"]): string =>
  group === undefined ? "no NSG" : isUnread(group) ? group.unread : `NSG ${lastName(group.id)}`;

export const lastName = (id: string): string => id.split("/").at(-1) ?? id;
