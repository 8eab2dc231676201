import type { Reading } from "../facts/reading";
import type { NetworkModel } from "../model";
import { ipv4Space, ipv6Space, prefixLength, tryParseInterval } from "../packets/address";
import type { AddressSet } from "../packets/address-set";
import type { Universe } from "../packets/universe";
import type { EffectiveRoute } from "./effective-routes";
import { withoutInvalidEndpoints } from "./endpoint-routes";

/** Some destinations and the route that they take. */
export interface RoutedPart {
  destinations: AddressSet;
  route: EffectiveRoute;
}

/** Service tags are spelt out in prefixes longer than this, so that a shorter route never beats them. */
const shortest = 7;

/**
 * Divides all destinations among a subnet's routes: longest prefix first, on a tie user before BGP before system (R5).
 * Routes of a gateway never beat those to the network itself, to peers and to service endpoints (R6).
 */
export function chooseRoutes(routes: readonly EffectiveRoute[], universe: Universe, model: NetworkModel, reading: Reading): RoutedPart[] {
  const valid = withoutInvalidEndpoints(routes, model, reading);
  const preferred = valid.filter(({ origin, nextHop }) => origin === "system" && ["VnetLocal", "VNetPeering"].includes(nextHop.type));
  const serviceEndpoints = valid.filter(({ nextHop }) => nextHop.type === "VirtualNetworkServiceEndpoint");
  const parts = valid.flatMap((route) => {
    if (route.origin === "bgp") return { ...route, destinations: without(route.destinations, preferred) };
    const toInternetByTag = route.origin === "user" && route.length === undefined && route.nextHop.type === "Internet";
    return toInternetByTag ? { ...route, destinations: without(route.destinations, serviceEndpoints) } : route;
  });
  const ranked = parts.flatMap((route) => rank(route, parts, universe, reading)).sort((a, b) => b.length - a.length || a.tie - b.tie);
  const chosen: RoutedPart[] = [];
  let left = universe.everything;
  for (const { route, destinations } of ranked) {
    const taken = destinations.intersection(left);
    if (!taken.isEmpty) chosen.push({ destinations: taken, route });
    left = left.difference(destinations);
  }
  return chosen;
}

const without = (set: AddressSet, routes: readonly EffectiveRoute[]) =>
  routes.reduce((rest, { destinations }) => rest.difference(destinations), set);

interface Ranked {
  route: EffectiveRoute;
  destinations: AddressSet;
  length: number;
  tie: number;
}

const originRank = { user: 0, bgp: 10, system: 20 };

function rank(route: EffectiveRoute, all: readonly EffectiveRoute[], universe: Universe, reading: Reading): Ranked[] {
  const whole = { route, destinations: route.destinations, tie: originRank[route.origin] };
  if (route.length !== undefined) return [{ ...whole, length: route.length }];
  if (route.origin === "system") {
    const rivals = all.filter(
      ({ origin, length, destinations }) => origin !== "system" && (length ?? 32) > shortest && destinations.overlaps(route.destinations),
    );
    return [{ ...whole, length: rivals.length > 0 && reading.holds("R7") ? shortest + 0.2 : 129 }];
  }
  const tie = tagRank(route.prefix);
  const listed = universe.knownTags.flatMap((known) => {
    const entry = Object.entries(known.listedAs ?? {}).find(([tag]) => tag.toLowerCase() === route.prefix.toLowerCase());
    const interval = entry && tryParseInterval(entry[1]);
    return interval
      ? { destinations: route.destinations.intersection(universe.prefixes([known.addresses])), length: prefixLength(interval) ?? 0, tie }
      : [];
  });
  const rest = listed.reduce((set, part) => set.difference(part.destinations), route.destinations);
  return [
    ...listed.map((part) => ({ ...part, route })),
    ...[ipv4Space, ipv6Space].flatMap((space) => {
      const destinations = rest.inSpace(space);
      return destinations.isEmpty
        ? []
        : { route, destinations, ...unlistedRank(route, destinations, all, reading, space === ipv4Space ? 32 : 128) };
    }),
  ];
}

/** The rank of a tag's part of which no list is known: where another route meets it, which one is finer is undecided (R8a). */
function unlistedRank(
  route: EffectiveRoute,
  destinations: AddressSet,
  all: readonly EffectiveRoute[],
  reading: Reading,
  bits: number,
): { length: number; tie: number } {
  const tie = tagRank(route.prefix);
  const isRival = (other: EffectiveRoute) => {
    if (other === route || other.origin === "system" || !other.destinations.overlaps(destinations)) return false;
    if (other.length !== undefined) return other.length > shortest && other.length < bits;
    return Math.max(tie, tagRank(other.prefix)) >= 3 && Math.min(tie, tagRank(other.prefix)) === 2;
  };
  const isCoarse = all.some(isRival) && reading.holds("R8a");
  // The lists of regions are never coarser than AzureCloud's.
  const finer = tie === 1 ? 0.06 : tie >= 3 && isCoarse ? 0.05 : 0;
  return { length: (isCoarse ? shortest + 0.4 : bits - 0.5) + finer, tie };
}

/** Regional tags before those of a whole service, those before AzureCloud in a region, that before AzureCloud (R8); explicit prefixes are 0. */
function tagRank(tag: string): number {
  const name = tag.toLowerCase();
  if (name === "azurecloud") return 4;
  if (name.startsWith("azurecloud.")) return 3;
  return name.includes(".") ? 1 : 2;
}
