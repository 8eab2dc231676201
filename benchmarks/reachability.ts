/**
 * What exact reachability costs: one NSG of 1,000 rules, and 1,000 subnets with an NSG of 30 rules each, both directions
 * and both readings. Rules are random: a prefix within 10.0.0.0/8 or a public block, a port or a range, Allow or Deny.
 *
 *   npx tsx benchmarks/reachability.ts
 */
import { Reading } from "../src/network/facts/reading";
import { allowedPackets } from "../src/network/nsg/network-security-group";
import type { SecurityRule } from "../src/network/nsg/security-rule";
import type { TagScope } from "../src/network/nsg/tag-scope";
import { parseInterval } from "../src/network/packets/address";
import { Universe } from "../src/network/packets/universe";

let state = 42;
const below = (n: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
const prefix = () =>
  one([
    () => `10.${below(256)}.${below(256)}.0/24`,
    () => `10.${below(256)}.0.0/16`,
    () => `20.${below(256)}.${below(256)}.${below(256)}`,
    () => "VirtualNetwork",
    () => one(["Storage", "Sql", "AzureCloud", "Internet"]),
  ])();
const port = () => one([() => `${below(65536)}`, () => "443", () => `${below(30000)}-${30000 + below(30000)}`, () => "*"])();

const universe = new Universe(["Storage", "Sql", "AzureCloud"]);
const scope: TagScope = {
  universe,
  virtualNetwork: {
    sure: universe.prefixes(["10.0.0.0/16"]),
    possible: [{ undecided: "T3", addresses: universe.range([parseInterval("0.0.0.0/0")]) }],
  },
  applicationSecurityGroups: new Map(),
};

function rules(count: number, direction: "Inbound" | "Outbound"): SecurityRule[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `r${i}`,
    priority: 100 + i,
    direction,
    access: one(["Allow", "Deny"] as const),
    protocol: one(["Tcp", "Tcp", "Udp", "*"]),
    sourceAddressPrefix: prefix(),
    sourcePortRange: "*",
    destinationAddressPrefix: prefix(),
    destinationPortRange: port(),
  }));
}

function measure(name: string, run: () => number): void {
  const started = process.cpuUsage();
  const boxes = run();
  const { user, system } = process.cpuUsage(started);
  console.log(`${name.padEnd(44)} ${((user + system) / 1000).toFixed(0).padStart(6)} CPU ms  ${boxes} boxes`);
}

const judge = (list: SecurityRule[], direction: "Inbound" | "Outbound", leaning: "more" | "less") =>
  allowedPackets({ id: "benchmark", securityRules: list }, { direction, scope, reading: new Reading(leaning) }).boxes.length;

measure("an NSG of 1,000 rules, cold", () => judge(rules(1000, "Outbound"), "Outbound", "more"));
for (const count of [125, 250, 500, 1000, 2000]) {
  const list = rules(count, "Outbound");
  measure(`an NSG of ${count} rules`, () => judge(list, "Outbound", "more"));
}
const groups = Array.from({ length: 1000 }, () => [...rules(15, "Inbound"), ...rules(15, "Outbound")]);
measure("1,000 subnets of 30 rules, twice both ways", () =>
  groups.reduce(
    (sum, list) =>
      sum +
      judge(list, "Inbound", "more") +
      judge(list, "Outbound", "more") +
      judge(list, "Inbound", "less") +
      judge(list, "Outbound", "less"),
    0,
  ),
);
