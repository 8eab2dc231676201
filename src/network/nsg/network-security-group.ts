import type { Reading } from "../facts/reading";
import { isUnread } from "../facts/unread";
import { PacketSet } from "../packets/packet-set";
import { namesPlatform, packetsOf } from "./compiled-rule";
import { defaultSecurityRules, type NetworkSecurityGroup, type SecurityRule } from "./security-rule";
import { platformAddresses, type TagScope, TermReader } from "./tag-scope";

export interface NsgQuestion {
  direction: "Inbound" | "Outbound";
  scope: TagScope;
  reading: Reading;
  /** On the way to a private endpoint, source ports in rules are read as `*` (P2). */
  ignoresSourcePorts?: boolean;
}

/**
 * Every packet that an NSG lets through in one direction.
 * @throws {RangeError} for a rule with a field that is none, or two rules of one direction and priority (N1).
 */
export function allowedPackets(group: NetworkSecurityGroup, question: NsgQuestion): PacketSet {
  const { universe } = question.scope;
  const unread = group.securityRules.find(isUnread);
  const all = PacketSet.of({ source: universe.everything, destination: universe.everything });
  if (unread) return question.reading.lets(unread.unread) ? all : PacketSet.empty;
  const rules = rulesOf(group, question.direction);
  const ordinary = firstMatch(rules, question, all).allowed;
  if (question.direction === "Inbound") return ordinary;
  const platform = PacketSet.of({ source: universe.everything, destination: universe.prefixes(platformAddresses) });
  const named = firstMatch(rules.filter(namesPlatform), question, platform);
  return ordinary.difference(platform).union(named.allowed).union(named.unmatched);
}

/** The rule that decides one packet, or undefined for a packet to the platform that no rule is asked about. */
export function decidingRule(group: NetworkSecurityGroup, packet: PacketSet, question: NsgQuestion): SecurityRule | undefined {
  const { universe } = question.scope;
  const platform = PacketSet.of({ source: universe.everything, destination: universe.prefixes(platformAddresses) });
  const terms = new TermReader(question.scope, question.reading);
  const toPlatform = question.direction === "Outbound" && packet.overlaps(platform);
  return rulesOf(group, question.direction)
    .filter((rule) => !toPlatform || namesPlatform(rule))
    .find((rule) => packetsOf(rule, terms, question.ignoresSourcePorts).overlaps(packet));
}

/** The rules of a direction with the defaults, first asked first; rules that cannot be read are left out. */
export function rulesOf(group: NetworkSecurityGroup, direction: "Inbound" | "Outbound"): SecurityRule[] {
  const own = group.securityRules.filter((rule): rule is SecurityRule => !isUnread(rule));
  const rules = [...own, ...defaultSecurityRules].filter((rule) => rule.direction === direction).sort((a, b) => a.priority - b.priority);
  rules.forEach((rule, i) => {
    const other = rules[i + 1];
    if (other?.priority === rule.priority) {
      throw new RangeError(
        `network security group ${group.id}: '${rule.name}' and '${other.name}' are both ${direction} with priority ${rule.priority}: Azure takes one rule for each priority and direction`,
      );
    }
  });
  return rules;
}

/** What of a set the rules allow, and what no rule matches: each rule takes its packets out of what those before it left. */
function firstMatch(
  rules: readonly SecurityRule[],
  question: NsgQuestion,
  packets: PacketSet,
): { allowed: PacketSet; unmatched: PacketSet } {
  const terms = new TermReader(question.scope, question.reading);
  const allowed: PacketSet[] = [];
  let unmatched = packets;
  for (const rule of rules) {
    if (unmatched.isEmpty) break;
    const matched = packetsOf(rule, terms, question.ignoresSourcePorts);
    if (rule.access === "Allow") allowed.push(unmatched.intersection(matched));
    unmatched = unmatched.difference(matched);
  }
  return { allowed: PacketSet.joinDisjoint(allowed), unmatched };
}
