import type { Reading } from "../facts/reading";
import { isUnread } from "../facts/unread";
import type { FirewallPolicy } from "../firewall/firewall-policy";
import { firewallVerdict, translatedPackets } from "../firewall/verdict";
import type { Firewall, NetworkModel, VirtualNetwork } from "../model";
import { gatewaysOf, same } from "../nsg/virtual-network-tag";
import { tryParseAddress } from "../packets/address";
import type { AddressSet } from "../packets/address-set";
import { PacketSet } from "../packets/packet-set";
import { portProtocols } from "../packets/protocol";
import type { Universe } from "../packets/universe";
import { chooseRoutes } from "../routes/choose-routes";
import { type EffectiveRoute, effectiveRoutes, unreadRoutes } from "../routes/effective-routes";
import { halfTowards, isConnected } from "../routes/peering";
import { type Filtered, Filters } from "./filters";
import { endpointById, hasFilter, interfacesIn, lastName, type Site, siteOf, siteOfAddress } from "./site";

/** Where packets end. */
export type End =
  | { kind: "subnet"; id: string }
  | { kind: "privateEndpoint"; id: string }
  | { kind: "internet" }
  | { kind: "service"; by: string }
  | { kind: "gateway"; id: string }
  | { kind: "stopped" };

/** One place on a path and what is decided there. */
export interface Hop {
  at: string;
  by: string;
}

export interface Arrival {
  packets: PacketSet;
  end: End;
  path: Hop[];
}

/** Appliances behind appliances: longer chains end, as a loop would. */
const mostAppliances = 4;

/** Next hops of system routes that no route of a peer or gateway beats. */
const sure = ["VnetLocal", "VNetPeering", "InterfaceEndpoint"];

/** Follows packets through a model in one reading, all at once; the packets of one arrival share a path. */
export class Journey {
  readonly #model: NetworkModel;
  readonly #universe: Universe;
  readonly #reading: Reading;
  readonly #filters: Filters;

  readonly #host: string | undefined;

  /** @param host The name in the Host header or the TLS handshake, which a firewall's application rules compare. */
  constructor(model: NetworkModel, universe: Universe, reading: Reading, host?: string) {
    this.#host = host;
    this.#model = model;
    this.#universe = universe;
    this.#reading = reading;
    this.#filters = new Filters(model, universe, reading);
  }

  /** Packets that a machine of a subnet sends. */
  fromSubnet(site: Site, packets: PacketSet): Arrival[] {
    const filtered = this.#filters.filter(site, "Outbound", packets);
    const at = this.#place(site);
    return [...this.#stopped(filtered, at, []), ...this.#route(site, filtered.passing, [this.#hop(at, filtered)], mostAppliances)];
  }

  /** Packets from the Internet; destinations are private addresses, as NSGs see them (N5). */
  fromInternet(packets: PacketSet): Arrival[] {
    return [...this.#toPublicAddresses(packets), ...this.#model.firewalls.flatMap((firewall) => this.#byTranslation(firewall, packets))];
  }

  #toPublicAddresses(packets: PacketSet): Arrival[] {
    return this.#model.networkInterfaces.flatMap((nic) => {
      const site = siteOf(nic.subnet, this.#model);
      if (!site || !nic.publicIPAddress) return [];
      const answered = this.#parts(site).reduce<AddressSet | undefined>(
        (set, { destinations, route }) => (route.nextHop.type === "Internet" ? (set?.union(destinations) ?? destinations) : set),
        undefined,
      );
      // Where the answer would leave another way, the connection never opens (R12).
      if (!answered) return [];
      const arriving = packets.intersection(
        PacketSet.of({ source: answered, destination: this.#universe.prefixes(nic.privateIPAddresses) }),
      );
      const path = [{ at: "Internet", by: `public address ${lastName(nic.publicIPAddress.id)}` }];
      if (nic.publicIPAddress.sku === "Standard" && !hasFilter(site.subnet, nic)) {
        return this.#stop(arriving, [...path, { at: this.#place(site), by: "a Standard public address is closed without an NSG" }]);
      }
      return this.#arrive(site, arriving, path);
    });
  }

  /** What a firewall's DNAT leads in, under the sender's address or the firewall's own. */
  #byTranslation(firewall: Firewall, packets: PacketSet): Arrival[] {
    const site = siteOf(firewall.subnet, this.#model);
    const at = `firewall ${lastName(firewall.id)}`;
    if (isUnread(firewall.policy))
      return this.#perhaps(firewall.policy.unread, packets, { kind: "subnet", id: firewall.subnet }, [{ at: "Internet", by: at }]);
    const outside = PacketSet.of({ source: packets.sources, destination: this.#universe.prefixes(firewall.publicIPAddresses) });
    return translatedPackets(outside, this.#firewallQuestion(firewall.policy)).flatMap(({ packets: led, rule }) => {
      const wanted = led.intersection(packets);
      const own = withSource(wanted, this.#universe.prefixes([firewall.privateIPAddress]));
      const arriving = this.#reading.leaning === "more" ? own.union(wanted) : own;
      const path = [
        { at: "Internet", by: `public address of ${at}` },
        { at, by: `DNAT rule ${rule.name}` },
      ];
      return site ? this.#route(site, arriving, path, mostAppliances, true) : [];
    });
  }

  #firewallQuestion = (policy: FirewallPolicy) => ({
    policy,
    ipGroups: this.#model.ipGroups,
    universe: this.#universe,
    reading: this.#reading,
  });

  #parts({ network, subnet }: Site) {
    const routes = effectiveRoutes(network, subnet, this.#model, this.#universe, this.#reading);
    return chooseRoutes(routes, this.#universe, this.#model, this.#reading);
  }

  /** Divides packets among the routes of a subnet; one that has not been read may lead them anywhere. */
  #route(site: Site, packets: PacketSet, path: Hop[], left: number, isForwarded = false): Arrival[] {
    if (packets.isEmpty) return [];
    const { byUser, byOthers } = unreadRoutes(site.network, site.subnet, this.#model);
    return this.#parts(site).flatMap(({ destinations, route }) => {
      const taking = packets.intersection(PacketSet.of({ source: this.#universe.everything, destination: destinations }));
      if (taking.isEmpty) return [];
      const at = this.#place(site);
      const onward = [...path, { at, by: `route ${route.name} ${route.prefix} → ${describe(route)}` }];
      const unread = byUser[0] ?? (route.origin === "system" && sure.includes(route.nextHop.type) ? undefined : byOthers[0]);
      if (unread !== undefined && !this.#reading.lets(unread)) return this.#stop(taking, [...path, { at, by: unread }]);
      const elsewhere: Arrival[] =
        unread === undefined ? [] : [{ packets: taking, end: { kind: "internet" }, path: [...path, { at, by: unread }] }];
      return [...this.#follow(site, route, taking, onward, left, isForwarded), ...elsewhere];
    });
  }

  #follow(site: Site, { nextHop }: EffectiveRoute, packets: PacketSet, path: Hop[], left: number, isForwarded: boolean): Arrival[] {
    switch (nextHop.type) {
      case "None":
        return this.#stop(packets, path);
      case "Unread":
        return this.#perhaps(nextHop.unread, packets, { kind: "internet" }, path);
      case "VnetLocal":
        return this.#deliver(site.network, packets, path);
      case "VNetPeering":
        return this.#overPeering(site.network, nextHop.virtualNetwork, packets, path, isForwarded);
      case "InterfaceEndpoint":
        return this.#toEndpoint(nextHop.endpoint, packets, path);
      case "VirtualNetworkServiceEndpoint":
        return [{ packets, end: { kind: "service", by: "service endpoint" }, path }];
      case "VirtualNetworkGateway": {
        const gateway = gatewaysOf(site.network, this.#model)[0];
        if (!gateway) return this.#stop(packets, [...path, { at: this.#place(site), by: "there is no gateway" }]);
        return isUnread(gateway)
          ? this.#perhaps(gateway.unread, packets, { kind: "gateway", id: gateway.unread }, path)
          : [{ packets, end: { kind: "gateway", id: gateway.id }, path }];
      }
      case "Internet":
        return this.#toInternet(site, packets, path);
      case "VirtualAppliance":
        return this.#overAppliance(site, nextHop.address, packets, path, left);
    }
  }

  /** Within one network: each destination's own subnet filters what comes in. */
  #deliver(network: VirtualNetwork, packets: PacketSet, path: Hop[]): Arrival[] {
    let rest = packets;
    const arrivals = network.subnets.flatMap((subnet) => {
      const inside = rest.intersection(
        PacketSet.of({ source: this.#universe.everything, destination: this.#universe.prefixes(subnet.addressPrefixes) }),
      );
      rest = rest.difference(inside);
      return this.#arrive({ network, subnet }, inside, path);
    });
    return [
      ...arrivals,
      ...this.#perhaps(
        `no subnet of ${lastName(network.id)} that holds the address has been read`,
        rest,
        { kind: "subnet", id: network.id },
        path,
      ),
    ];
  }

  #arrive(site: Site, packets: PacketSet, path: Hop[]): Arrival[] {
    if (packets.isEmpty) return [];
    const filtered = this.#filters.filter(site, "Inbound", packets);
    const at = this.#place(site);
    const passing: Arrival[] = filtered.passing.isEmpty
      ? []
      : [{ packets: filtered.passing, end: { kind: "subnet", id: site.subnet.id }, path: [...path, this.#hop(at, filtered)] }];
    return [...passing, ...this.#stopped(filtered, at, path)];
  }

  /** Both halves must be connected (G1); a half without access or, for forwarded packets, without leave is undecided (G3, G4). */
  #overPeering(from: VirtualNetwork, remote: string, packets: PacketSet, path: Hop[], isForwarded: boolean): Arrival[] {
    const other = this.#model.virtualNetworks.find(({ id }) => same(id, remote));
    if (!other) return this.#perhaps(`the peered network ${remote} has not been read`, packets, { kind: "subnet", id: remote }, path);
    const at = `peering ${lastName(from.id)} → ${lastName(other.id)}`;
    const unread = [...from.peerings, ...other.peerings].find(isUnread);
    if (!isConnected(from, other)) {
      return unread
        ? this.#perhaps(unread.unread, packets, { kind: "subnet", id: remote }, path)
        : this.#stop(packets, [...path, { at, by: "its two halves are not connected" }]);
    }
    const back = halfTowards(other, from);
    const halves = [halfTowards(from, other), back];
    if (halves.some((half) => !half?.allowVirtualNetworkAccess) && !this.#reading.lets("G3"))
      return this.#stop(packets, [...path, { at, by: "a half does not allow access" }]);
    if (isForwarded && !back?.allowForwardedTraffic && !this.#reading.lets("G4"))
      return this.#stop(packets, [...path, { at, by: "the receiving half does not allow forwarded traffic" }]);
    return this.#deliver(other, packets, [...path, { at, by: "connected" }]);
  }

  #toEndpoint(id: string, packets: PacketSet, path: Hop[]): Arrival[] {
    const endpoint = endpointById(id, this.#model);
    const site = endpoint && siteOf(endpoint.subnet, this.#model);
    if (!endpoint || !site)
      return this.#perhaps(`the private endpoint ${id} has not been read`, packets, { kind: "privateEndpoint", id }, path);
    const at = `private endpoint ${lastName(id)}`;
    const state = endpoint.connectionState;
    if (isUnread(state) && !this.#reading.lets(state.unread)) return this.#stop(packets, [...path, { at, by: state.unread }]);
    if (!isUnread(state) && state !== "Approved") return this.#stop(packets, [...path, { at, by: `its connection is ${state}` }]);
    const isFiltered = ["Enabled", "NetworkSecurityGroupEnabled"].includes(site.subnet.privateEndpointNetworkPolicies ?? "Disabled");
    if (!isFiltered)
      return [
        { packets, end: { kind: "privateEndpoint", id }, path: [...path, { at, by: "its subnet's NSG does not apply to endpoints" }] },
      ];
    const filtered = this.#filters.filter(site, "Inbound", packets, true);
    const passing: Arrival[] = filtered.passing.isEmpty
      ? []
      : [{ packets: filtered.passing, end: { kind: "privateEndpoint", id }, path: [...path, this.#hop(at, filtered)] }];
    return [...passing, ...this.#stopped(filtered, at, path)];
  }

  /** By NAT gateway (O1, O2), a machine's own public address, or Azure's default address (O3 to O6). */
  #toInternet(site: Site, packets: PacketSet, path: Hop[]): Arrival[] {
    const at = this.#place(site);
    const { subnet } = site;
    const firewall = this.#model.firewalls.find((one) => same(one.subnet, subnet.id));
    if (firewall)
      return [{ packets, end: { kind: "internet" }, path: [...path, { at, by: `public address of firewall ${lastName(firewall.id)}` }] }];
    if (subnet.natGateway !== undefined) {
      const all = this.#universe.everything;
      const carried = packets.intersection(PacketSet.of({ source: all, destination: all, protocols: portProtocols }));
      const by = `NAT gateway ${lastName(subnet.natGateway)}`;
      return [
        ...(carried.isEmpty ? [] : [{ packets: carried, end: { kind: "internet" } as const, path: [...path, { at, by }] }]),
        ...this.#stop(packets.difference(carried), [...path, { at, by: `${by} carries TCP and UDP alone` }]),
      ];
    }
    const publicly = interfacesIn(subnet, this.#model).filter((nic) => nic.publicIPAddress);
    const own = packets.intersection(
      PacketSet.of({
        source: this.#universe.prefixes(publicly.flatMap((nic) => nic.privateIPAddresses)),
        destination: this.#universe.everything,
      }),
    );
    const others = packets.difference(own);
    const direct: Arrival[] = own.isEmpty
      ? []
      : [{ packets: own, end: { kind: "internet" }, path: [...path, { at, by: "the machine's own public address" }] }];
    if (subnet.defaultOutboundAccess === false && !subnet.delegations?.length)
      return [...direct, ...this.#stop(others, [...path, { at, by: "the subnet has no way out" }])];
    return [
      ...direct,
      ...this.#perhaps(`whether ${lastName(subnet.id)} has Azure's default way out is not certain`, others, { kind: "internet" }, path),
    ];
  }

  /** What an appliance does is not read; it may forward, under the sender's address or its own, if its interface forwards (R9). */
  #overAppliance(site: Site, address: string, packets: PacketSet, path: Hop[], left: number): Arrival[] {
    const place = tryParseAddress(address);
    const there = place === undefined ? undefined : siteOfAddress(place, site.network, this.#model);
    const at = `appliance ${address}`;
    if (!there) return this.#perhaps(`the appliance ${address} has not been read`, packets, { kind: "internet" }, path);
    if (left === 0) return this.#stop(packets, [...path, { at, by: "the routes lead in a circle" }]);
    const firewall = this.#model.firewalls.find((one) => one.privateIPAddress === address);
    if (firewall) return this.#overFirewall(firewall, there, packets, path, left);
    const nic = interfacesIn(there.subnet, this.#model).find((one) => one.privateIPAddresses.includes(address));
    if (nic && !nic.enableIPForwarding) return this.#stop(packets, [...path, { at, by: "its interface does not forward" }]);
    if (!this.#reading.lets(`what the appliance ${address} forwards has not been read`))
      return this.#stop(packets, [...path, { at, by: "what it forwards has not been read" }]);
    const arriving = this.#filters.filter(there, "Inbound", packets);
    const underOwn = withSource(arriving.passing, this.#universe.prefixes([address]));
    const leaving = this.#filters.filter(there, "Outbound", arriving.passing.union(underOwn));
    const onward = [...path, { at, by: "may forward it" }];
    return [...this.#stopped(arriving, at, path), ...this.#route(there, leaving.passing, onward, left - 1, true)];
  }

  #overFirewall(firewall: Firewall, site: Site, packets: PacketSet, path: Hop[], left: number): Arrival[] {
    const at = `firewall ${lastName(firewall.id)}`;
    if (isUnread(firewall.policy)) return this.#perhaps(firewall.policy.unread, packets, { kind: "internet" }, path);
    const { byNetworkRule, byApplicationRule } = firewallVerdict(packets, this.#firewallQuestion(firewall.policy), this.#host);
    const underOwn = withSource(byApplicationRule, this.#universe.prefixes([firewall.privateIPAddress]));
    return [
      ...this.#stop(packets.difference(byNetworkRule.union(byApplicationRule)), [...path, { at, by: "no rule allows it" }]),
      ...this.#route(site, byNetworkRule, [...path, { at, by: "a network rule allows it" }], left - 1, true),
      ...this.#route(site, underOwn, [...path, { at, by: "an application rule allows it" }], left - 1, true),
    ];
  }

  #perhaps(undecided: string, packets: PacketSet, end: End, path: Hop[]): Arrival[] {
    if (packets.isEmpty) return [];
    return [{ packets, end: this.#reading.lets(undecided) ? end : { kind: "stopped" }, path: [...path, { at: "?", by: undecided }] }];
  }

  #stop(packets: PacketSet, path: Hop[]): Arrival[] {
    return packets.isEmpty ? [] : [{ packets, end: { kind: "stopped" }, path }];
  }

  #stopped({ stopped, explain }: Filtered, at: string, path: Hop[]): Arrival[] {
    return stopped.isEmpty ? [] : this.#stop(stopped, [...path, { at, by: explain(stopped) }]);
  }

  #hop = (at: string, { passing, explain }: Filtered): Hop => ({ at, by: explain(passing) });

  #place = ({ network, subnet }: Site): string => `${lastName(network.id)}/${subnet.name}`;
}

function describe({ nextHop }: EffectiveRoute): string {
  if (nextHop.type === "VirtualAppliance") return `appliance ${nextHop.address}`;
  if (nextHop.type === "VNetPeering") return `peer ${lastName(nextHop.virtualNetwork)}`;
  return nextHop.type === "InterfaceEndpoint" ? `private endpoint ${lastName(nextHop.endpoint)}` : nextHop.type;
}

/** The packets under another sender's address. */
function withSource(packets: PacketSet, source: AddressSet): PacketSet {
  return packets.boxes.reduce((set, box) => set.union(PacketSet.of({ ...box, source })), PacketSet.empty);
}
