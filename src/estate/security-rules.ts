import { resourceTypes } from "../azure/resource-types";
import { addressesIn } from "../network/address-set";
import type { Resource } from "./resource";
import type { Scope } from "./scope";
import { UnknownValueError } from "./value";

/** One rule of an NSG in one form, whether it was declared inline or by itself. */
export interface SecurityRuleView {
  resource: Resource;
  name: string;
  access: "Allow" | "Deny";
  direction: "Inbound" | "Outbound";
  priority: number;
  /** In lower case: `*`, `tcp`, `udp`, `icmp`, `esp`, `ah`. */
  protocol: string;
  /** All of IPv4 is `*`, however it is written. */
  sources: string[];
  sourcePorts: string[];
  destinations: string[];
  /** All ports are `*`. */
  ports: string[];
}

/**
 * The rules of an NSG by priority; those that Databricks writes stand among them where the input carries them.
 * @throws UnknownValueError where one is unknown, or has not the shape of a rule.
 */
export function securityRulesOf(scope: Scope, group: Resource): SecurityRuleView[] {
  return scope
    .partsOf(group, resourceTypes.securityRule)
    .map(viewOfRule)
    .sort((a, b) => a.priority - b.priority);
}

function viewOfRule(rule: Resource): SecurityRuleView {
  for (const path of ["sourceApplicationSecurityGroups", "destinationApplicationSecurityGroups"])
    if (rule.list(path).length > 0) throw new UnknownValueError(`who is a member of ${path} of ${rule.label}`, "unread");
  const both = (one: string, many: string) =>
    [rule.text(one), ...rule.texts(many)].filter((text): text is string => text !== undefined && text !== "");
  return {
    resource: rule,
    name: rule.text("name") ?? rule.name,
    access: word(rule, "access", ["Allow", "Deny"]),
    direction: word(rule, "direction", ["Inbound", "Outbound"]),
    priority: numberOf(rule, "priority"),
    protocol: rule.text("protocol")?.toLowerCase() ?? "*",
    sources: addresses(both("sourceAddressPrefix", "sourceAddressPrefixes")),
    sourcePorts: ports(both("sourcePortRange", "sourcePortRanges")),
    destinations: addresses(both("destinationAddressPrefix", "destinationAddressPrefixes")),
    ports: ports(both("destinationPortRange", "destinationPortRanges")),
  };
}

/** All of the address space, in one block or in several, is everything. */
function addresses(prefixes: string[]): string[] {
  return addressesIn(prefixes).ipv4 === 2 ** 32 ? ["*"] : prefixes;
}

function ports(ranges: string[]): string[] {
  return ranges.length === 0 || ranges.includes("0-65535") ? ["*"] : ranges;
}

/** One of some words, whatever its case. */
function word<T extends string>(rule: Resource, path: string, words: readonly T[]): T {
  const found = words.find((candidate) => rule.is(path, candidate));
  if (!found) throw new UnknownValueError(`${path} of ${rule.label}, which should be ${words.join(" or ")},`, "unread");
  return found;
}

function numberOf(rule: Resource, path: string): number {
  const value = Number(rule.value(path) ?? Number.NaN);
  if (Number.isNaN(value)) throw new UnknownValueError(`${path} of ${rule.label}, which should be a number,`, "unread");
  return value;
}
