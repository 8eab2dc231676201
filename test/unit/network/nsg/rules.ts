import { decide, type Reading, type Settled } from "../../../../src/network/facts/reading";
import type { NetworkModel, Subnet, VirtualNetwork } from "../../../../src/network/model";
import { termsOf } from "../../../../src/network/nsg/compiled-rule";
import { allowedPackets } from "../../../../src/network/nsg/network-security-group";
import type { SecurityRule } from "../../../../src/network/nsg/security-rule";
import { serviceTagsIn, type TagScope } from "../../../../src/network/nsg/tag-scope";
import { virtualNetworkTag } from "../../../../src/network/nsg/virtual-network-tag";
import { type Packet, setOfPacket } from "../../../../src/network/packets/packet";
import { type KnownTags, Universe } from "../../../../src/network/packets/universe";

/** A rule with all that a test does not name left open. */
export function rule(
  direction: "Inbound" | "Outbound",
  priority: number,
  access: "Allow" | "Deny",
  fields: Partial<SecurityRule> = {},
): SecurityRule {
  const open = { protocol: "*", sourceAddressPrefix: "*", sourcePortRange: "*", destinationAddressPrefix: "*", destinationPortRange: "*" };
  return { name: `${access}${priority}`, direction, priority, access, ...open, ...fields };
}

export const subnet = (fields: Partial<Subnet> = {}): Subnet => ({
  id: "subnet",
  name: "subnet",
  addressPrefixes: ["10.0.0.0/24"],
  ...fields,
});
export const network = (fields: Partial<VirtualNetwork> = {}): VirtualNetwork => ({
  id: "vnet",
  addressPrefixes: ["10.0.0.0/16"],
  subnets: [],
  peerings: [],
  ...fields,
});

export interface NsgCase {
  rules: SecurityRule[];
  subnet?: Subnet;
  network?: VirtualNetwork;
  model?: NetworkModel;
  knownTags?: KnownTags[];
  tags?: string[];
  settled?: Settled;
}

export const tcp = (source: string, destination: string, destinationPort: number, more: Partial<Packet> = {}): Packet => ({
  source,
  destination,
  protocol: "tcp",
  sourcePort: 50000,
  destinationPort,
  ...more,
});

function scopeOf({ rules, subnet: at = subnet(), network: home = network(), model, knownTags = [], tags = [] }: NsgCase): TagScope {
  const universe = new Universe([...tags, ...serviceTagsIn(rules.flatMap(termsOf))], knownTags);
  const all = model ?? { virtualNetworks: [home], networkInterfaces: [], privateEndpoints: [], firewalls: [], ipGroups: new Map() };
  return {
    universe,
    virtualNetwork: virtualNetworkTag(home, at, all, universe),
    applicationSecurityGroups: new Map([["asg-known", universe.prefixes(["10.0.0.4"])]]),
  };
}

/** Whether an NSG lets a packet through: an answer in three values. */
export function nsgAnswer(given: NsgCase, direction: "Inbound" | "Outbound", packet: Packet) {
  const scope = scopeOf(given);
  const set = setOfPacket(packet, scope.universe);
  return decide((reading: Reading) => {
    const allowed = allowedPackets({ id: "nsg", securityRules: given.rules }, { direction, scope, reading });
    return reading.leaning === "more" ? allowed.overlaps(set) : set.isSubsetOf(allowed);
  }, given.settled);
}

/** The same as a word: allowed, denied, or unknown with what is undecided. */
export function nsgWord(given: NsgCase, direction: "Inbound" | "Outbound", packet: Packet): string {
  const { verdict, because } = nsgAnswer(given, direction, packet);
  return verdict === "yes" ? "allowed" : verdict === "no" ? "denied" : `unknown: ${because.join(", ")}`;
}
