import type { Reading } from "../facts/reading";
import { NamePattern } from "../names/name-pattern";
import { tryParseInterval } from "../packets/address";
import { AddressSet } from "../packets/address-set";
import { PacketSet } from "../packets/packet-set";
import { PortSet } from "../packets/port-set";
import { allProtocols, Protocol, type ProtocolSet, portProtocols } from "../packets/protocol";
import type { Universe } from "../packets/universe";
import type { ApplicationRule, FirewallPolicy, IpGroups, NatRule, NetworkRule } from "./firewall-policy";
import { collectionsOf, unreadParts } from "./processing-order";

export interface FirewallQuestion {
  policy: FirewallPolicy;
  ipGroups: IpGroups;
  universe: Universe;
  reading: Reading;
}

export interface FirewallVerdict {
  /** Let through by network rules, under the sender's own address where the destination is private (F9). */
  byNetworkRule: PacketSet;
  /** Let through by application rules, under the firewall's address (F9). */
  byApplicationRule: PacketSet;
}

/**
 * What a firewall lets through from within: the first network rule that matches decides (F4), what none matches goes to
 * the application rules, and what none of those matches is denied (F1).
 * @param host The name in the Host header or the TLS handshake, where it is known. Without it a packet may carry any
 *   name: enough for asking what can get out, while for a path that must work no application rule counts.
 */
export function firewallVerdict(packets: PacketSet, question: FirewallQuestion, host?: string): FirewallVerdict {
  const { policy, reading } = question;
  const unread = unreadParts(policy)[0];
  if (unread !== undefined) return { byNetworkRule: reading.lets(unread) ? packets : PacketSet.empty, byApplicationRule: PacketSet.empty };
  const allowed: PacketSet[] = [];
  let rest = packets;
  for (const { action, rules } of collectionsOf(policy, "NetworkRule", reading)) {
    for (const rule of rules as NetworkRule[]) {
      const matched = networkPackets(rule, action === "Deny" ? "Deny" : "Allow", question);
      if (action === "Allow") allowed.push(rest.intersection(matched));
      rest = rest.difference(matched);
    }
  }
  return { byNetworkRule: PacketSet.joinDisjoint(allowed), byApplicationRule: applicationPackets(rest, question, host) };
}

/** What network rules deny in so many words. */
export function deniedByNetworkRule(packets: PacketSet, question: FirewallQuestion): PacketSet {
  let rest = packets;
  const denied: PacketSet[] = [];
  for (const { action, rules } of collectionsOf(question.policy, "NetworkRule", question.reading)) {
    for (const rule of rules as NetworkRule[]) {
      const matched = networkPackets(rule, action === "Deny" ? "Deny" : "Allow", question);
      if (action === "Deny") denied.push(rest.intersection(matched));
      rest = rest.difference(matched);
    }
  }
  return PacketSet.joinDisjoint(denied);
}

function networkPackets(rule: NetworkRule, access: "Allow" | "Deny", question: FirewallQuestion): PacketSet {
  const { universe, reading } = question;
  const named = rule.destinationFqdns ?? [];
  let destination = addresses([...(rule.destinationAddresses ?? []), ...members(rule.destinationIpGroups, question)], universe);
  // Names stand for what the firewall last resolved them to (F10).
  if (named.length > 0 && reading.widens(`the addresses of ${named.join(", ")} are not known`, access)) destination = universe.everything;
  return PacketSet.of({
    source: sourcesOf(rule, question),
    destination,
    protocols: protocolsOf(rule.ipProtocols, rule.destinationPorts),
    destinationPorts: PortSet.parse(rule.destinationPorts),
  });
}

/** Any with ports means TCP and UDP, with every port all protocols (F7). */
function protocolsOf(names: string[], ports: string[]): ProtocolSet {
  const bits: Record<string, ProtocolSet> = {
    tcp: Protocol.Tcp,
    udp: Protocol.Udp,
    icmp: Protocol.Icmp,
    any: ports.includes("*") ? allProtocols : portProtocols,
  };
  return names.reduce((set, name) => {
    const bit = bits[name.toLowerCase()];
    if (bit === undefined) throw new RangeError(`protocol '${name}' of a firewall rule is none of TCP, UDP, ICMP and Any`);
    return set | bit;
  }, 0);
}

const sourcesOf = (rule: { sourceAddresses?: string[]; sourceIpGroups?: string[] }, question: FirewallQuestion): AddressSet =>
  addresses([...(rule.sourceAddresses ?? []), ...members(rule.sourceIpGroups, question)], question.universe);

/** A group without addresses leaves its rule without effect (F15), as one that nobody has read does not. */
function members(ids: string[] = [], { ipGroups, reading }: FirewallQuestion): string[] {
  return ids.flatMap((id) => ipGroups.get(id.toLowerCase()) ?? (reading.lets(`the IP group ${id} has not been read`) ? ["*"] : []));
}

function addresses(terms: string[], universe: Universe): AddressSet {
  return terms.reduce((set, term) => {
    if (term === "*") return universe.everything;
    return set.union(tryParseInterval(term) ? universe.prefixes([term]) : universe.tag(term));
  }, AddressSet.empty);
}

/** What application rules let through of what reaches them: TCP alone, by name (F5); the address is not compared (F6). */
function applicationPackets(packets: PacketSet, question: FirewallQuestion, host: string | undefined): PacketSet {
  const { policy, reading } = question;
  const denied: { matched: PacketSet; pattern: NamePattern }[] = [];
  let left = packets;
  let allowed = PacketSet.empty;
  for (const { action, rules } of collectionsOf(policy, "ApplicationRule", reading)) {
    for (const rule of rules as ApplicationRule[]) {
      const matched = left.intersection(webPackets(rule, question));
      const patterns = (rule.targetFqdns ?? []).flatMap((text) => NamePattern.tryParse(text) ?? []);
      const others = notByName(rule);
      if (host === undefined) {
        if (action === "Deny") for (const pattern of patterns) denied.push({ matched, pattern });
        else if (reading.leaning === "more") {
          const free = patterns.map((pattern) =>
            denied.filter((deny) => deny.pattern.covers(pattern)).reduce((set, deny) => set.difference(deny.matched), matched),
          );
          const any = others === undefined || !reading.lets(others) ? PacketSet.empty : matched;
          allowed = [...free, any].reduce((set, one) => set.union(one), allowed);
        }
        continue;
      }
      const isNamed = patterns.some((pattern) => pattern.matches(host));
      const isOther = others !== undefined && reading.widens(others, action === "Deny" ? "Deny" : "Allow");
      if (!isNamed && !isOther) continue;
      if (action === "Allow") allowed = allowed.union(matched);
      left = left.difference(matched);
    }
  }
  return allowed;
}

function webPackets(rule: ApplicationRule, question: FirewallQuestion): PacketSet {
  return PacketSet.of({
    source: sourcesOf(rule, question),
    destination: question.universe.everything,
    protocols: Protocol.Tcp,
    destinationPorts: PortSet.of(rule.protocols.map(({ port }) => ({ first: port, last: port }))),
  });
}

/** What a rule matches beyond names that this can compare; URLs on HTTPS match nothing without inspection (F13). */
function notByName({
  name,
  fqdnTags = [],
  webCategories = [],
  targetUrls = [],
  terminateTLS,
  protocols,
}: ApplicationRule): string | undefined {
  const parts = [
    ...fqdnTags.map((tag) => `the FQDN tag ${tag}`),
    ...webCategories.map((category) => `the web category ${category}`),
    ...(targetUrls.length > 0 && (terminateTLS || protocols.some(({ protocolType }) => protocolType === "Http")) ? ["its URLs"] : []),
  ];
  return parts.length > 0 ? `which names application rule ${name} takes in by ${parts.join(" and ")} is not known` : undefined;
}

/** Where a packet from outside is led by DNAT, and which rule leads it. */
export interface Translation {
  packets: PacketSet;
  rule: NatRule;
}

/**
 * The packets from outside that DNAT leads on, with the translated destination; application rules are never asked (F8).
 * Whether a network rule that denies the translated packet counts is undecided (F8).
 */
export function translatedPackets(packets: PacketSet, question: FirewallQuestion): Translation[] {
  const { policy, universe, reading } = question;
  let rest = packets;
  return collectionsOf(policy, "NatRule", reading).flatMap(({ rules }) =>
    (rules as NatRule[]).flatMap((rule) => {
      const matched = rest.intersection(
        PacketSet.of({
          source: sourcesOf(rule, question),
          destination: addresses(rule.destinationAddresses, universe),
          protocols: protocolsOf(rule.ipProtocols, rule.destinationPorts),
          destinationPorts: PortSet.parse(rule.destinationPorts),
        }),
      );
      rest = rest.difference(matched);
      const translated = matched.boxes.reduce(
        (set, box) =>
          set.union(
            PacketSet.of({
              ...box,
              destination: universe.prefixes([rule.translatedAddress]),
              destinationPorts: PortSet.parse([rule.translatedPort]),
            }),
          ),
        PacketSet.empty,
      );
      const denied = deniedByNetworkRule(translated, question);
      const passing = denied.isEmpty || reading.lets("F8") ? translated : translated.difference(denied);
      return passing.isEmpty ? [] : [{ packets: passing, rule }];
    }),
  );
}
