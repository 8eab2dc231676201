import { inPrefix } from "./per-packet";

/**
 * A second opinion on routes, one address at a time, written from Microsoft's page on user-defined routes. It takes the
 * list of routes that hold the address, strikes those that the page says are not used, and picks the best of the rest.
 */
export interface OracleRoutes {
  networkPrefixes: string[];
  peers: { id: string; prefixes: string[] }[];
  gatewayPrefixes: string[];
  propagatesGatewayRoutes: boolean;
  user: { prefix: string; hop: string }[];
  /** Whether the subnet has a service endpoint for all of Storage. */
  hasStorageEndpoint: boolean;
  endpoint?: { address: string; underRouteTables: boolean };
}

interface Line {
  length: number;
  origin: "user" | "bgp" | "system";
  hop: string;
  prefix: string;
}

const bits = (prefix: string) => Number(prefix.split("/")[1] ?? 32);

/** The next hop to an IPv4 address, in the world where all that is undecided holds, or in the one where nothing of it does. */
export function oracleHop(given: OracleRoutes, address: string, isStorage: boolean, world: "more" | "less"): string {
  const lines: Line[] = [];
  const add = (origin: Line["origin"], prefix: string, hop: string) => {
    if (inPrefix(address, prefix)) lines.push({ origin, prefix, hop, length: bits(prefix) });
  };
  for (const { prefix, hop } of given.user) if (prefix !== "Storage") add("user", prefix, hop);
  if (given.propagatesGatewayRoutes) for (const prefix of given.gatewayPrefixes) add("bgp", prefix, "VirtualNetworkGateway");
  for (const prefix of given.networkPrefixes) add("system", prefix, "VnetLocal");
  for (const { id, prefixes } of given.peers) for (const prefix of prefixes) add("system", prefix, `peering ${id}`);
  add("system", "0.0.0.0/0", "Internet");

  // "Azure removed the routes for the … prefixes … when the user-defined route for 0.0.0.0/0 was added."
  const userDefault = given.user.some(({ prefix }) => prefix === "0.0.0.0/0");
  const bgpDefault = given.propagatesGatewayRoutes && given.gatewayPrefixes.includes("0.0.0.0/0");
  if (!userDefault && !(bgpDefault && world === "more")) {
    for (const reserved of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]) {
      const base = reserved.split("/")[0] as string;
      const taken = given.networkPrefixes.some((prefix) => inPrefix(base, prefix) && bits(prefix) <= bits(reserved));
      if (!taken && !(reserved === "172.16.0.0/12" && world === "more")) add("system", reserved, "None");
    }
  }

  // "System routes for traffic related to virtual network, virtual network peerings … are preferred routes, even if BGP routes are more specific."
  const isHome = lines.some(({ origin, hop }) => origin === "system" && (hop === "VnetLocal" || hop.startsWith("peering")));
  const usable = lines.filter(({ origin }) => !(origin === "bgp" && isHome));

  if (given.endpoint?.address === address) {
    const home = Math.max(...given.networkPrefixes.filter((prefix) => inPrefix(address, prefix)).map(bits));
    const rivals = usable.filter(({ origin, length }) => origin === "user" && length >= home).sort((a, b) => b.length - a.length);
    const struck = given.endpoint.underRouteTables && rivals.length > 0;
    if (!struck) usable.push({ origin: "system", prefix: `${address}/32`, length: 32, hop: "endpoint pe" });
    else if (rivals[0]?.hop === "VnetLocal")
      usable.push({ origin: "system", prefix: `${address}/32`, length: 32, hop: world === "more" ? "endpoint pe" : "None" });
  }

  const best = usable.sort(
    (a, b) => b.length - a.length || ["user", "bgp", "system"].indexOf(a.origin) - ["user", "bgp", "system"].indexOf(b.origin),
  )[0] as Line;
  const byTag = given.user.find(({ prefix }) => prefix === "Storage");
  if (!isStorage) return best.hop;
  const isSpecific = best.length > 7 && (best.origin !== "system" || best.hop === "VnetLocal");
  // A tag is spelt out in prefixes: in one world coarser than any /8, in the other finer than all but a /32.
  const tagWins = byTag && (best.origin === "system" ? best.length <= 7 : world === "more" ? best.length <= 7 : best.length < 32);
  if (given.hasStorageEndpoint) {
    if (world === "less") return "VirtualNetworkServiceEndpoint";
    if (isSpecific) return best.hop;
    return byTag && byTag.hop !== "Internet" ? byTag.hop : "VirtualNetworkServiceEndpoint";
  }
  return tagWins ? byTag.hop : best.hop;
}
