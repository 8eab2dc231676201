import type { Reading } from "../facts/reading";
import type { NetworkModel } from "../model";
import { same } from "../nsg/virtual-network-tag";
import { prefixLength, tryParseInterval } from "../packets/address";
import type { EffectiveRoute } from "./effective-routes";

/**
 * The routes without the /32 of private endpoints that a user's route makes invalid (E3): the endpoint's subnet puts
 * endpoints under route tables, and the route is at least as long as the prefix of the endpoint's network. Broader routes
 * leave it (E1), one of the same length wins by the ordinary tie (E2).
 */
export function withoutInvalidEndpoints(routes: readonly EffectiveRoute[], model: NetworkModel, reading: Reading): EffectiveRoute[] {
  return routes.flatMap((route) => {
    const { nextHop } = route;
    if (nextHop.type !== "InterfaceEndpoint") return route;
    const covering = routes.filter(
      (user) =>
        user.origin === "user" &&
        (user.length ?? 0) >= networkPrefixLength(nextHop.endpoint, route, model) &&
        route.destinations.difference(user.destinations).isEmpty,
    );
    const longest = covering.reduce<EffectiveRoute | undefined>(
      (best, one) => (best && (best.length ?? 0) >= (one.length ?? 0) ? best : one),
      undefined,
    );
    if (!longest || !underRouteTables(nextHop.endpoint, model)) return route;
    if (longest.nextHop.type !== "VnetLocal") return [];
    return reading.lets("E4") ? route : { ...route, nextHop: { type: "None" as const } };
  });
}

function homeOf(endpoint: string, model: NetworkModel) {
  const subnetId = model.privateEndpoints.find(({ id }) => same(id, endpoint))?.subnet ?? "";
  const network = model.virtualNetworks.find(({ subnets }) => subnets.some(({ id }) => same(id, subnetId)));
  return { network, subnet: network?.subnets.find(({ id }) => same(id, subnetId)) };
}

/** The length of the prefix, of those of the endpoint's network, that holds the endpoint. */
function networkPrefixLength(endpoint: string, route: EffectiveRoute, model: NetworkModel): number {
  const address = route.destinations.segments[0]?.first ?? 0;
  const prefixes = homeOf(endpoint, model).network?.addressPrefixes.map((prefix) => tryParseInterval(prefix)) ?? [];
  const holding = prefixes.find((prefix) => prefix && prefix.first <= address && address <= prefix.last);
  return holding ? (prefixLength(holding) ?? 0) : 0;
}

const underRouteTables = (endpoint: string, model: NetworkModel): boolean =>
  ["Enabled", "RouteTableEnabled"].includes(homeOf(endpoint, model).subnet?.privateEndpointNetworkPolicies ?? "Disabled");
