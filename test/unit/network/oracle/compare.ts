import { Reading } from "../../../../src/network/facts/reading";
import { allowedPackets } from "../../../../src/network/nsg/network-security-group";
import type { TagScope } from "../../../../src/network/nsg/tag-scope";
import { parseInterval } from "../../../../src/network/packets/address";
import { type Packet, setOfPacket } from "../../../../src/network/packets/packet";
import { Universe } from "../../../../src/network/packets/universe";
import { nsgAllows, type OraclePacket, type OracleRule, type OracleScope } from "./per-packet";
import { chooser, randomPacket, randomRules, randomScope, serviceTags } from "./random-nsg";

export const universe = new Universe(serviceTags);

export function tagScope(scope: OracleScope): TagScope {
  return {
    universe,
    virtualNetwork: {
      sure: universe.prefixes([...scope.virtualNetwork, "168.63.129.16"]),
      possible: scope.defaultRouteToAppliance ? [{ undecided: "T3", addresses: universe.range([parseInterval("0.0.0.0/0")]) }] : [],
    },
    applicationSecurityGroups: new Map(Object.entries(scope.groups).map(([id, members]) => [id, universe.prefixes(members)])),
  };
}

export interface Difference {
  seed: number;
  lets: "more" | "less";
  direction: string;
  packet: OraclePacket;
  rules: OracleRule[];
  scope: OracleScope;
  oracle: boolean;
}

/** Asks both about random packets to random NSGs; stops at the first difference, with the rules that it needs. */
export function compareRandomly(
  seed: number,
  groupCount: number,
  packetsEach: number,
): { decisions: number; allowed: number; difference?: Difference } {
  let decisions = 0;
  let allowed = 0;
  for (let i = 0; i < groupCount; i++) {
    const choose = chooser(seed + i);
    const rules = randomRules(choose, 1 + choose.below(12));
    const scope = randomScope(choose);
    const packets = Array.from({ length: packetsEach }, () => randomPacket(choose));
    for (const direction of ["Inbound", "Outbound"] as const) {
      for (const lets of ["more", "less"] as const) {
        const set = allowedPackets(
          { id: "random", securityRules: rules },
          { direction, scope: tagScope(scope), reading: new Reading(lets) },
        );
        for (const packet of packets) {
          const oracle = nsgAllows(rules, direction, packet, scope, lets);
          decisions++;
          if (oracle) allowed++;
          if (set.overlaps(setOfPacket(asPacket(packet), universe)) === oracle) continue;
          return { decisions, allowed, difference: shrink({ seed: seed + i, lets, direction, packet, rules, scope, oracle }) };
        }
      }
    }
  }
  return { decisions, allowed };
}

export function asPacket({ sourcePort, destinationPort, ...rest }: OraclePacket): Packet {
  return rest.protocol === "tcp" || rest.protocol === "udp" ? { ...rest, sourcePort, destinationPort } : rest;
}

/** Leaves out each rule that the difference does not need. */
function shrink(found: Difference): Difference {
  const differs = (rules: OracleRule[]) => {
    const direction = found.direction as "Inbound" | "Outbound";
    const set = allowedPackets(
      { id: "random", securityRules: rules },
      { direction, scope: tagScope(found.scope), reading: new Reading(found.lets) },
    );
    return (
      set.overlaps(setOfPacket(asPacket(found.packet), universe)) !== nsgAllows(rules, direction, found.packet, found.scope, found.lets)
    );
  };
  return {
    ...found,
    rules: found.rules.reduce(
      (rules, one) => (differs(rules.filter((r) => r !== one)) ? rules.filter((r) => r !== one) : rules),
      found.rules,
    ),
  };
}
