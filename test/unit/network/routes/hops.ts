import { decide, type Settled } from "../../../../src/network/facts/reading";
import type { NetworkModel, Peering, PrivateEndpoint, Route, Subnet, VirtualNetwork } from "../../../../src/network/model";
import { tryParseAddress } from "../../../../src/network/packets/address";
import { type KnownTags, Universe } from "../../../../src/network/packets/universe";
import { chooseRoutes } from "../../../../src/network/routes/choose-routes";
import { effectiveRoutes, type NextHop } from "../../../../src/network/routes/effective-routes";
import { serviceEndpointTags } from "../../../../src/network/routes/service-endpoints";

export const peering = (remoteVirtualNetwork: string, fields: Partial<Peering> = {}): Peering => ({
  name: `to-${remoteVirtualNetwork}`,
  remoteVirtualNetwork,
  peeringState: "Connected",
  allowVirtualNetworkAccess: true,
  allowForwardedTraffic: false,
  allowGatewayTransit: false,
  useRemoteGateways: false,
  ...fields,
});

export const route = (addressPrefix: string, nextHop: string): Route =>
  /^\d/.test(nextHop)
    ? { name: addressPrefix, addressPrefix, nextHopType: "VirtualAppliance", nextHopIpAddress: nextHop }
    : { name: addressPrefix, addressPrefix, nextHopType: nextHop as Route["nextHopType"] };

export const table = (...routes: Route[]) => ({ id: "table", disableBgpRoutePropagation: false, routes });

export interface HopCase {
  network: VirtualNetwork;
  subnet: Subnet;
  others?: VirtualNetwork[];
  privateEndpoints?: PrivateEndpoint[];
  knownTags?: KnownTags[];
  settled?: Settled;
}

const word = (hop: NextHop) =>
  hop.type === "VirtualAppliance"
    ? hop.address
    : hop.type === "VNetPeering"
      ? `peering ${hop.virtualNetwork}`
      : hop.type === "InterfaceEndpoint"
        ? `endpoint ${hop.endpoint}`
        : hop.type;

const candidates = ["VnetLocal", "Internet", "None", "VirtualNetworkGateway", "VirtualNetworkServiceEndpoint"];

/** The next hop to an address; where several readings differ, `unknown` with what is undecided. */
export function nextHop(
  { network, subnet, others = [], privateEndpoints = [], knownTags = [], settled = {} }: HopCase,
  to: string,
): string {
  const model: NetworkModel = {
    virtualNetworks: [network, ...others],
    networkInterfaces: [],
    privateEndpoints,
    firewalls: [],
    ipGroups: new Map(),
  };
  const routes = subnet.routeTable && "routes" in subnet.routeTable ? subnet.routeTable.routes : [];
  const tags = [
    ...routes.flatMap((one) => ("addressPrefix" in one && /^[A-Z]/.test(one.addressPrefix) ? one.addressPrefix : [])),
    ...(subnet.serviceEndpoints ?? []).flatMap(serviceEndpointTags),
  ];
  const universe = new Universe(tags, knownTags);
  const address = universe.prefixes([to]);
  if (tryParseAddress(to) === undefined) throw new Error(`${to} is no address`);
  const hops = (reading: Parameters<Parameters<typeof decide>[0]>[0]) =>
    chooseRoutes(effectiveRoutes(network, subnet, model, universe, reading), universe, model, reading).flatMap((part) =>
      part.destinations.overlaps(address) ? word(part.route.nextHop) : [],
    );
  const seen = [
    ...candidates,
    ...routes.flatMap((one) => ("nextHopIpAddress" in one && one.nextHopIpAddress ? [one.nextHopIpAddress] : [])),
    ...others.map(({ id }) => `peering ${id}`),
    ...privateEndpoints.map(({ id }) => `endpoint ${id}`),
  ];
  const possible = [...new Set(seen)]
    .map((hop) => ({ hop, answer: decide((reading) => hops(reading).every((one) => one === hop) && hops(reading).length > 0, settled) }))
    .filter(({ answer }) => answer.verdict !== "no");
  const [only] = possible;
  if (possible.length === 1 && only?.answer.verdict === "yes") return only.hop;
  return `unknown: ${[...new Set(possible.flatMap(({ answer }) => answer.because))].join(", ")}`;
}
