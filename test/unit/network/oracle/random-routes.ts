import { Reading } from "../../../../src/network/facts/reading";
import type { NetworkModel, Subnet, VirtualNetwork } from "../../../../src/network/model";
import { Universe } from "../../../../src/network/packets/universe";
import { chooseRoutes, type RoutedPart } from "../../../../src/network/routes/choose-routes";
import { effectiveRoutes, type NextHop } from "../../../../src/network/routes/effective-routes";
import { peering, route } from "../routes/hops";
import { type OracleRoutes, oracleHop } from "./per-address";
import { type Chooser, chooser } from "./random-nsg";

export const routeUniverse = new Universe(["Storage"]);
const hops = ["VnetLocal", "Internet", "None", "VirtualNetworkGateway", "10.0.100.4", "10.0.100.5"];
const prefixes = [
  "0.0.0.0/0",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "10.0.0.0/8",
  "10.0.0.0/16",
  "10.0.1.0/24",
  "10.0.1.4/32",
  "10.1.0.0/16",
  "10.1.0.0/24",
  "172.16.0.0/16",
  "192.168.0.0/16",
  "20.0.0.0/6",
  "20.60.0.0/16",
  "20.60.222.1/32",
  "8.8.8.0/24",
];
export const addresses = [
  "10.0.1.4",
  "10.0.1.5",
  "10.0.2.9",
  "10.1.0.4",
  "10.1.9.4",
  "10.200.0.1",
  "172.16.3.4",
  "172.20.0.1",
  "192.168.7.7",
  "100.64.0.1",
  "20.60.222.1",
  "20.61.0.1",
  "8.8.8.8",
  "203.0.113.7",
];

export function randomRoutes(choose: Chooser): OracleRoutes {
  const user = new Map<string, string>();
  for (let i = choose.below(6); i > 0; i--) user.set(choose.one(choose.below(5) === 0 ? ["Storage"] : prefixes), choose.one(hops));
  return {
    networkPrefixes: choose.one([["10.0.0.0/16"], ["10.0.0.0/16", "192.168.0.0/16"], ["10.0.0.0/23"]]),
    peers: choose.one([[], [{ id: "peer", prefixes: ["10.1.0.0/16"] }]]),
    gatewayPrefixes: Array.from(new Set(Array.from({ length: choose.below(4) }, () => choose.one(prefixes)))),
    propagatesGatewayRoutes: choose.below(4) > 0,
    user: [...user].map(([prefix, hop]) => ({ prefix, hop })),
    hasStorageEndpoint: choose.below(3) === 0,
    ...(choose.below(2) === 0 ? { endpoint: { address: "10.0.1.4", underRouteTables: choose.below(2) === 0 } } : {}),
  };
}

/** What src/network makes of the same routes, in one world. */
export function routedParts(given: OracleRoutes, world: "more" | "less"): RoutedPart[] {
  const subnet: Subnet = {
    id: "subnet",
    name: "subnet",
    addressPrefixes: ["10.0.0.0/24"],
    routeTable: {
      id: "table",
      disableBgpRoutePropagation: !given.propagatesGatewayRoutes,
      routes: given.user.map(({ prefix, hop }) => route(prefix, hop)),
    },
    serviceEndpoints: given.hasStorageEndpoint ? [{ service: "Microsoft.Storage" }] : [],
  };
  const endpointSubnet: Subnet = {
    id: "pe-subnet",
    name: "pe",
    addressPrefixes: ["10.0.1.0/24"],
    privateEndpointNetworkPolicies: given.endpoint?.underRouteTables ? "Enabled" : "Disabled",
  };
  const home: VirtualNetwork = {
    id: "home",
    addressPrefixes: given.networkPrefixes,
    subnets: [subnet, endpointSubnet],
    peerings: given.peers.map(({ id, prefixes: remote }) => peering(id, { remoteAddressSpace: remote })),
    gateway: { id: "gateway", remotePrefixes: given.gatewayPrefixes },
  };
  const model: NetworkModel = {
    virtualNetworks: [home],
    networkInterfaces: [],
    privateEndpoints: given.endpoint
      ? [
          {
            id: "pe",
            subnet: "pe-subnet",
            privateIPAddresses: [given.endpoint.address],
            target: "account",
            groupId: "blob",
            connectionState: "Approved",
          },
        ]
      : [],
    firewalls: [],
    ipGroups: new Map(),
  };
  const reading = new Reading(world, { R1: world, R1a: world, R7: world, R8a: world, E4: world });
  return chooseRoutes(effectiveRoutes(home, subnet, model, routeUniverse, reading), routeUniverse, model, reading);
}

export const hopWord = (hop: NextHop): string =>
  hop.type === "VirtualAppliance"
    ? hop.address
    : hop.type === "VNetPeering"
      ? `peering ${hop.virtualNetwork}`
      : hop.type === "InterfaceEndpoint"
        ? `endpoint ${hop.endpoint}`
        : hop.type;

export interface RouteDifference {
  seed: number;
  world: string;
  address: string;
  isStorage: boolean;
  engine: string[];
  oracle: string;
  given: OracleRoutes;
}

/** Asks both for the next hop to every address of the list, in both worlds; stops at the first difference. */
export function compareRoutes(seed: number, count: number): { decisions: number; difference?: RouteDifference } {
  let decisions = 0;
  for (let i = 0; i < count; i++) {
    const given = randomRoutes(chooser(seed + i));
    for (const world of ["more", "less"] as const) {
      const parts = routedParts(given, world);
      for (const address of addresses) {
        for (const isStorage of /^(20|8|203)\./.test(address) ? [true, false] : [false]) {
          const at = routeUniverse.prefixes([address]);
          const place = isStorage ? at.intersection(routeUniverse.tag("Storage")) : at.difference(routeUniverse.tag("Storage"));
          const engine = parts.filter(({ destinations }) => destinations.overlaps(place)).map((part) => hopWord(part.route.nextHop));
          const oracle = oracleHop(given, address, isStorage, world);
          decisions++;
          if (engine.length !== 1 || engine[0] !== oracle)
            return { decisions, difference: { seed: seed + i, world, address, isStorage, engine, oracle, given } };
        }
      }
    }
  }
  return { decisions };
}
