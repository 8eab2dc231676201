import type { Reading } from "../facts/reading";
import { isUnread, type Known } from "../facts/unread";
import type { NetworkModel } from "../model";
import { adminVerdict } from "../nsg/admin-rules";
import { allowedPackets, decidingRule } from "../nsg/network-security-group";
import type { NetworkSecurityGroup } from "../nsg/security-rule";
import type { TagScope } from "../nsg/tag-scope";
import { virtualNetworkTag } from "../nsg/virtual-network-tag";
import { AddressSet } from "../packets/address-set";
import { PacketSet } from "../packets/packet-set";
import type { Universe } from "../packets/universe";
import { groupName, interfacesIn, type Site } from "./site";

type Direction = "Inbound" | "Outbound";

/** What passes the rules of a subnet and its interfaces, and for a packet that does not, who stops it. */
export interface Filtered {
  passing: PacketSet;
  stopped: PacketSet;
  /** The rule that decides, in words; asked for one packet at a time. */
  explain(packet: PacketSet): string;
}

/** Judges packets by admin rules, subnet NSG and interface NSGs (N2, N3, N17); answers are kept for each subnet. */
export class Filters {
  readonly #model: NetworkModel;
  readonly #universe: Universe;
  readonly #reading: Reading;
  readonly #allowed = new Map<NetworkSecurityGroup, Map<string, PacketSet>>();

  constructor(model: NetworkModel, universe: Universe, reading: Reading) {
    this.#model = model;
    this.#universe = universe;
    this.#reading = reading;
  }

  /** @param toEndpoint On the way to a private endpoint admin rules do not count (A3) and source ports are read as `*` (P2). */
  filter(site: Site, direction: Direction, packets: PacketSet, toEndpoint = false): Filtered {
    const scope = this.#scope(site);
    const question = { direction, scope, reading: this.#reading, ignoresSourcePorts: toEndpoint };
    const { always, left } = adminVerdict(
      toEndpoint ? undefined : site.network.securityAdmin,
      site.network.hostsDatabricks ?? false,
      question,
    );
    const group = site.subnet.networkSecurityGroup;
    const bySubnet = this.#allow(group, site, direction, scope, toEndpoint);
    const byInterfaces = toEndpoint ? left : this.#byInterfaces(site, direction, scope, left);
    const passing = packets.intersection(always.union(left.intersection(bySubnet).intersection(byInterfaces)));
    return {
      passing,
      stopped: packets.difference(passing),
      explain: (packet) => {
        if (packet.overlaps(always)) return "an admin rule always allows it";
        if (!packet.overlaps(left)) return "an admin rule denies it";
        if (group === undefined || isUnread(group)) return group === undefined ? "no NSG" : group.unread;
        if (packet.overlaps(bySubnet) && !packet.overlaps(byInterfaces)) return "the NSG of the network interface denies it";
        const rule = decidingRule(group, packet, question);
        return `${groupName(group)} ${direction.toLowerCase()}: ${rule ? `${rule.name} (${rule.priority}) ${rule.access === "Allow" ? "allows" : "denies"} it` : "no rule is asked about the platform's addresses"}`;
      },
    };
  }

  #allow(
    group: Known<NetworkSecurityGroup> | undefined,
    site: Site,
    direction: Direction,
    scope: TagScope,
    toEndpoint: boolean,
  ): PacketSet {
    const all = PacketSet.of({ source: this.#universe.everything, destination: this.#universe.everything });
    if (group === undefined) return all;
    if (isUnread(group)) return this.#reading.lets(group.unread) ? all : PacketSet.empty;
    const answers = this.#allowed.get(group) ?? new Map<string, PacketSet>();
    this.#allowed.set(group, answers);
    const key = `${site.subnet.id} ${direction} ${toEndpoint}`;
    const known = answers.get(key) ?? allowedPackets(group, { direction, scope, reading: this.#reading, ignoresSourcePorts: toEndpoint });
    answers.set(key, known);
    return known;
  }

  #byInterfaces(site: Site, direction: Direction, scope: TagScope, all: PacketSet): PacketSet {
    return interfacesIn(site.subnet, this.#model).reduce((set, nic) => {
      if (nic.networkSecurityGroup === undefined) return set;
      const own = this.#universe.prefixes(nic.privateIPAddresses);
      const any = this.#universe.everything;
      const touched = PacketSet.of(direction === "Inbound" ? { source: any, destination: own } : { source: own, destination: any });
      return set.difference(touched.difference(this.#allow(nic.networkSecurityGroup, site, direction, scope, false)));
    }, all);
  }

  #scope({ network, subnet }: Site): TagScope {
    const groups = new Map<string, AddressSet>();
    for (const nic of this.#model.networkInterfaces) {
      for (const id of nic.applicationSecurityGroups) {
        const key = id.toLowerCase();
        groups.set(key, (groups.get(key) ?? AddressSet.empty).union(this.#universe.prefixes(nic.privateIPAddresses)));
      }
    }
    return {
      universe: this.#universe,
      virtualNetwork: virtualNetworkTag(network, subnet, this.#model, this.#universe),
      applicationSecurityGroups: groups,
    };
  }
}
