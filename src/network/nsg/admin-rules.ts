import type { Reading } from "../facts/reading";
import { isUnread, type Known } from "../facts/unread";
import { PacketSet } from "../packets/packet-set";
import { packetsOf } from "./compiled-rule";
import type { SecurityRule } from "./security-rule";
import { type TagScope, TermReader } from "./tag-scope";

/** A security admin rule of a network manager: asked before any NSG (A1). */
export interface AdminRule extends Omit<SecurityRule, "access"> {
  access: "Allow" | "Deny" | "AlwaysAllow";
}

/** The admin rules that are deployed to one VNet. */
export interface AdminConfiguration {
  rules: Known<AdminRule>[];
  /** What is applied to VNets with a network intent policy, such as Databricks': by default nothing (A2). */
  applyOnNetworkIntentPolicyBasedServices: Known<"None" | "AllowRulesOnly" | "All">;
}

export interface AdminVerdict {
  /** Delivered without asking an NSG. */
  always: PacketSet;
  /** Left to the NSGs. */
  left: PacketSet;
}

/** What admin rules do to the packets of one direction; without a configuration all are left to the NSGs. */
export function adminVerdict(
  configuration: AdminConfiguration | undefined,
  hostsDatabricks: boolean,
  { direction, scope, reading }: { direction: "Inbound" | "Outbound"; scope: TagScope; reading: Reading },
): AdminVerdict {
  const all = PacketSet.of({ source: scope.universe.everything, destination: scope.universe.everything });
  if (!configuration) return { always: PacketSet.empty, left: all };
  const applied = hostsDatabricks ? configuration.applyOnNetworkIntentPolicyBasedServices : "All";
  const unread = [applied, ...configuration.rules].find(isUnread);
  if (unread)
    return reading.lets(unread.unread) ? { always: all, left: PacketSet.empty } : { always: PacketSet.empty, left: PacketSet.empty };
  const terms = new TermReader(scope, reading);
  const always: PacketSet[] = [];
  const left: PacketSet[] = [];
  let rest = all;
  for (const rule of rulesThatApply(configuration.rules, applied as string, direction)) {
    const matched = packetsOf({ ...rule, access: rule.access === "Deny" ? "Deny" : "Allow" }, terms);
    if (rule.access !== "Deny") (rule.access === "Allow" ? left : always).push(rest.intersection(matched));
    rest = rest.difference(matched);
  }
  return { always: PacketSet.joinDisjoint(always), left: PacketSet.joinDisjoint([...left, rest]) };
}

function rulesThatApply(rules: Known<AdminRule>[], applied: string, direction: "Inbound" | "Outbound"): AdminRule[] {
  if (applied === "None") return [];
  return rules
    .filter(
      (rule): rule is AdminRule =>
        !isUnread(rule) && rule.direction === direction && !(applied === "AllowRulesOnly" && rule.access === "Deny"),
    )
    .sort((a, b) => a.priority - b.priority);
}
