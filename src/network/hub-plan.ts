import { AddressRange } from "./address-range";

/** Azure Firewall needs a subnet of this prefix length, called `AzureFirewallSubnet`. */
export const firewallSubnetPrefixLength = 26;

/** The smallest subnet of the endpoints that users come through. */
export const transitSubnetPrefixLength = 27;

/** The blocks of a hub's VNet. */
export interface HubPlan {
  hub: string;
  /** The firewall's subnet; undefined for a hub without one. */
  firewall?: string;
  /** The subnet of the endpoints that users come through. */
  transit: string;
}

/** Divides a hub: the firewall gets a /26 and the endpoints a /26 of what is left; without a firewall the endpoints get all. */
export function planHub(addressSpace: string, hasFirewall: boolean): HubPlan {
  const hub = AddressRange.parse(addressSpace);
  if (!hasFirewall) return { hub: hub.toString(), transit: hub.toString() };
  const firewall = hub.carve(firewallSubnetPrefixLength, []) as AddressRange;
  const transit = hub.carve(26, [firewall]) as AddressRange;
  return { hub: hub.toString(), firewall: firewall.toString(), transit: transit.toString() };
}

/** Why a block cannot be a hub's, in words; undefined where it can. */
export function hubProblem(addressSpace: string, hasFirewall: boolean): string | undefined {
  const range = AddressRange.tryParse(addressSpace);
  const example = hasFirewall ? "10.40.0.0/24" : "10.30.0.0/26";
  if (!range) return `is '${addressSpace}', which is no IPv4 block such as ${example}`;
  const smallest = hasFirewall ? 25 : transitSubnetPrefixLength;
  if (range.prefixLength > smallest)
    return `is '${addressSpace}', which is too small: at least a /${smallest} is needed${hasFirewall ? " for a firewall and its endpoints" : ", and a /26 is recommended"}`;
  if (range.prefixLength < 8) return `is '${addressSpace}', which is too large: a /8 is the largest private block`;
  return undefined;
}
