import type { Reading } from "../facts/reading";
import { isUnread } from "../facts/unread";
import type { FirewallPolicy, FirewallRule, RuleCollection } from "./firewall-policy";

/** A collection whose rules are of one type. */
export interface OrderedCollection extends Omit<RuleCollection, "rules"> {
  rules: FirewallRule[];
  /** Whether a parent policy holds it. */
  isInherited: boolean;
}

type RuleType = FirewallRule["ruleType"];

/** What of a policy tree has not been read, in sentences. */
export function unreadParts(policy: FirewallPolicy): string[] {
  const groups = policy.ruleCollectionGroups.flatMap((group) => (isUnread(group) ? group : [group, ...group.ruleCollections]));
  const rules = groups.flatMap((part) => (!isUnread(part) && "rules" in part ? part.rules : []));
  const own = [...groups, ...rules].flatMap((part) => (isUnread(part) ? part.unread : []));
  const base = policy.basePolicy;
  return [...(base === undefined ? [] : isUnread(base) ? [base.unread] : unreadParts(base)), ...own];
}

/**
 * The collections of one rule type, first asked first: those of the parent before those of the child whatever their
 * numbers, then by the priority of the group, then of the collection (F2). Whether a parent's DNAT counts is undecided (F3).
 */
export function collectionsOf(policy: FirewallPolicy, type: RuleType, reading: Reading, isInherited = false): OrderedCollection[] {
  const base = policy.basePolicy;
  const inherited = base && !isUnread(base) ? collectionsOf(base, type, reading, true) : [];
  const byPriority = (a: { priority: number }, b: { priority: number }) => a.priority - b.priority;
  const own = policy.ruleCollectionGroups
    .flatMap((group) => (isUnread(group) ? [] : group))
    .sort(byPriority)
    .flatMap((group) => group.ruleCollections.flatMap((collection) => (isUnread(collection) ? [] : collection)).sort(byPriority))
    .map((collection) => ({
      ...collection,
      isInherited,
      rules: collection.rules.flatMap((rule) => (!isUnread(rule) && rule.ruleType === type ? rule : [])),
    }))
    .filter(({ rules }) => rules.length > 0);
  const kept = type === "NatRule" && inherited.length > 0 && !reading.lets("F3") ? [] : inherited;
  return [...kept, ...own];
}
