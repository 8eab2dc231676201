import type { RoutedPart } from "../../../../src/network/routes/choose-routes";
import type { OracleRoutes } from "./per-address";
import { bits, inPrefix as holdsAddress } from "./per-packet";
import { hopWord, routeUniverse } from "./random-routes";

/** Routes as formulas over one IPv4 address `a` and whether it is Storage's, `st`: which next hop, as a number. */
const literal = (binary: string) => `#b${binary.padStart(32, "0")}`;
const length = (prefix: string) => Number(prefix.split("/")[1] ?? 32);
const between = (first: string, last: string) => `(and (bvule ${literal(first)} a) (bvule a ${literal(last)}))`;

function within(prefix: string): string {
  const kept = bits(prefix.split("/")[0] as string).slice(0, length(prefix));
  return between(kept.padEnd(32, "0"), kept.padEnd(32, "1"));
}

const or = (parts: string[]) => (parts.length === 0 ? "false" : `(or ${parts.join(" ")})`);

const never = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "168.63.129.16/32",
  "224.0.0.0/3",
];
export const routeDeclarations = `(declare-const a (_ BitVec 32))\n(declare-const st Bool)\n(assert (=> st (not ${or(never.map(within))})))`;

/** The documented choice: a chain of the routes from the most specific to the least, user before BGP before system. */
export function documentedHop(given: OracleRoutes, world: "more" | "less", number: (hop: string) => number): string {
  const lines: { rank: number; tie: number; when: string; hop: string }[] = [];
  const home = or([...given.networkPrefixes, ...given.peers.flatMap(({ prefixes }) => prefixes)].map(within));
  const explicit = given.user.filter(({ prefix }) => prefix !== "Storage");
  for (const { prefix, hop } of explicit) lines.push({ rank: length(prefix), tie: 0, when: within(prefix), hop });
  const bgp = given.propagatesGatewayRoutes ? given.gatewayPrefixes : [];
  for (const prefix of bgp)
    lines.push({ rank: length(prefix), tie: 1, when: `(and ${within(prefix)} (not ${home}))`, hop: "VirtualNetworkGateway" });
  for (const prefix of given.networkPrefixes) lines.push({ rank: length(prefix), tie: 2, when: within(prefix), hop: "VnetLocal" });
  for (const { id, prefixes } of given.peers)
    for (const prefix of prefixes) lines.push({ rank: length(prefix), tie: 2, when: within(prefix), hop: `peering ${id}` });
  const isDefault = (prefix: string) => prefix === "0.0.0.0/0";
  const keepsReserved = !explicit.some(({ prefix }) => isDefault(prefix)) && !(world === "more" && bgp.some(isDefault));
  for (const reserved of keepsReserved
    ? ["10.0.0.0/8", "192.168.0.0/16", "100.64.0.0/10", ...(world === "less" ? ["172.16.0.0/12"] : [])]
    : []) {
    lines.push({ rank: length(reserved), tie: 3, when: within(reserved), hop: "None" });
  }
  if (given.endpoint) {
    const { address, underRouteTables } = given.endpoint;
    const homeLength = Math.max(...given.networkPrefixes.filter((prefix) => holdsAddress(address, prefix)).map(length));
    const covering = explicit
      .filter(({ prefix }) => holdsAddress(address, prefix) && length(prefix) >= homeLength)
      .sort((x, y) => length(y.prefix) - length(x.prefix))[0];
    const hop =
      !underRouteTables || !covering ? "endpoint pe" : covering.hop !== "VnetLocal" ? undefined : world === "more" ? "endpoint pe" : "None";
    if (hop) lines.push({ rank: 32, tie: 2, when: within(`${address}/32`), hop });
  }
  const byTag = given.user.find(({ prefix }) => prefix === "Storage");
  if (given.hasStorageEndpoint) lines.push({ rank: world === "less" ? 99 : 7.2, tie: 2, when: "st", hop: "VirtualNetworkServiceEndpoint" });
  if (byTag && !(given.hasStorageEndpoint && byTag.hop === "Internet"))
    lines.push({ rank: world === "less" ? 31.5 : 7.4, tie: 0, when: "st", hop: byTag.hop });
  return lines
    .sort((x, y) => x.rank - y.rank || y.tie - x.tie)
    .reduce((rest, { when, hop }) => `(ite ${when} ${number(hop)} ${rest})`, `${number("Internet")}`);
}

/** What the sets say: for each part, its destinations and its hop; parts must not leave anything out. */
export function routedHop(parts: RoutedPart[], number: (hop: string) => number): string {
  return parts.reduceRight((rest, { destinations, route }) => {
    const segments = destinations.segments.flatMap(({ first, last, atoms }) => {
      if (typeof first !== "number" || typeof last !== "number") return [];
      const storage = routeUniverse.atoms.of("Storage");
      const kind = (atoms & storage) === 0n ? "(not st)" : (atoms & ~storage) === 0n ? "st" : "true";
      return `(and ${between(first.toString(2), last.toString(2))} ${kind})`;
    });
    return `(ite ${or(segments)} ${number(hopWord(route.nextHop))} ${rest})`;
  }, "0");
}
