import type { Reading } from "../facts/reading";
import type { AddressSet } from "../packets/address-set";
import { PacketSet } from "../packets/packet-set";
import { PortSet } from "../packets/port-set";
import { allProtocols, Protocol, type ProtocolSet, portProtocols } from "../packets/protocol";
import type { SecurityRule } from "./security-rule";
import { platformTags, type TermReader } from "./tag-scope";

/**
 * The packets that a rule matches in one reading.
 * @throws {RangeError} naming the rule, for a prefix, port or protocol that is none.
 */
export function packetsOf(rule: SecurityRule, terms: TermReader, ignoresSourcePorts = false): PacketSet {
  try {
    const sources = endsOf([rule.sourceAddressPrefix, rule.sourceAddressPrefixes], rule.sourceApplicationSecurityGroups, rule, terms);
    const destinations = endsOf(
      [rule.destinationAddressPrefix, rule.destinationAddressPrefixes],
      rule.destinationApplicationSecurityGroups,
      rule,
      terms,
    );
    const from = ignoresSourcePorts ? ["*"] : texts(rule.sourcePortRange, rule.sourcePortRanges);
    const to = texts(rule.destinationPortRange, rule.destinationPortRanges);
    const [sourcePorts, destinationPorts] = [PortSet.parse(from), PortSet.parse(to)];
    const ends = { source: sources, destination: destinations };
    const protocols = protocolsOf(rule, terms.reading);
    const withPorts = PacketSet.of({ ...ends, protocols: protocols & portProtocols, sourcePorts, destinationPorts });
    const portless = protocols & ~portProtocols;
    const listsPorts = !(from.includes("*") && to.includes("*"));
    if (portless === 0 || (rule.protocol === "*" && listsPorts && !terms.reading.widens("N9", rule.access))) return withPorts;
    return withPorts.union(PacketSet.of({ ...ends, protocols: portless }));
  } catch (error) {
    throw new RangeError(`security rule '${rule.name}': ${(error as Error).message}`);
  }
}

/** The singular and plural fields of one end, joined; an empty text counts as absent. */
export function texts(one: string | undefined, many: readonly string[] | undefined): string[] {
  return [...(one ? [one] : []), ...(many ?? [])];
}

/** The terms of both ends of a rule. */
export function termsOf(rule: SecurityRule): string[] {
  return [
    ...texts(rule.sourceAddressPrefix, rule.sourceAddressPrefixes),
    ...texts(rule.destinationAddressPrefix, rule.destinationAddressPrefixes),
  ];
}

/** Whether a rule speaks of the platform's own services and is thereby asked for their addresses. */
export const namesPlatform = (rule: SecurityRule): boolean => termsOf(rule).some((term) => platformTags[term.toLowerCase()] !== undefined);

function endsOf(
  [one, many]: [string | undefined, string[] | undefined],
  groups: string[] | undefined,
  rule: SecurityRule,
  terms: TermReader,
): AddressSet {
  return texts(one, many).reduce(
    (set, term) => {
      const platform = platformTags[term.toLowerCase()];
      return set.union(platform ? terms.scope.universe.prefixes([platform]) : terms.addressesOf(term, rule.access));
    },
    terms.membersOf(groups ?? [], rule.access),
  );
}

const protocols: Record<string, ProtocolSet> = {
  tcp: Protocol.Tcp,
  udp: Protocol.Udp,
  icmp: Protocol.Icmp,
  esp: Protocol.Esp,
  ah: Protocol.Ah,
};

function protocolsOf({ protocol, access }: SecurityRule, reading: Reading): ProtocolSet {
  if (protocol === "*") {
    // An Allow may stop at the three; a Deny that stopped there would leave the rest to the last rule, which denies as well.
    return access === "Deny" || reading.lets("N8") ? allProtocols : Protocol.Tcp | Protocol.Udp | Protocol.Icmp;
  }
  const found = protocols[protocol.toLowerCase()];
  if (found === undefined) throw new RangeError(`protocol '${protocol}' is none of Tcp, Udp, Icmp, Esp, Ah and *`);
  return found;
}
