import { type Answer, decide, type Settled, type Undecided } from "../facts/reading";
import type { NetworkModel } from "../model";
import { tryParseAddress } from "../packets/address";
import type { AddressSet } from "../packets/address-set";
import { exampleOf, type Packet } from "../packets/packet";
import { PacketSet } from "../packets/packet-set";
import { PortSet } from "../packets/port-set";
import { Protocol, type ProtocolSet } from "../packets/protocol";
import type { KnownTags, Universe } from "../packets/universe";
import { type Arrival, type Hop, Journey } from "./journey";
import { type Site, siteOf } from "./site";
import { universeOf } from "./universe-of";

/** Who asks to reach whom. */
export interface ReachQuestion {
  /** Any machine of a subnet, one address in a subnet, or the Internet. */
  from: { subnet: string; address?: string } | "internet";
  /** An address, or any on the Internet. */
  to: { address: string } | "internet";
  /** The name that a firewall's application rules see; without one, a packet may carry any. */
  host?: string;
  /** Default: `tcp`. */
  protocol?: "tcp" | "udp" | "icmp";
  /** Default: any. */
  port?: number;
}

export interface ReachAnswer {
  /** `reached`: a packet passes for sure. `stopped`: none can. `unknown`: it hangs on what `because` names. */
  verdict: "reached" | "stopped" | "unknown";
  /** Ids of assumptions, and sentences on what has not been read. */
  because: Undecided[];
  /** A packet that passes, may pass, or is stopped. */
  packet: Packet | undefined;
  /** Where it goes, and what decides there. */
  path: Hop[];
}

export interface ReachOptions {
  knownTags?: readonly KnownTags[];
  settled?: Settled;
}

/**
 * Whether anything gets from one place to another, over all packets, with one that shows it.
 * @throws {RangeError} for a subnet that the model does not hold, an address that is none, or a rule that Azure would refuse.
 */
export function reach(model: NetworkModel, question: ReachQuestion, { knownTags = [], settled = {} }: ReachOptions = {}): ReachAnswer {
  const universe = universeOf(model, knownTags);
  const site = question.from === "internet" ? undefined : siteOf(question.from.subnet, model);
  if (question.from !== "internet" && !site)
    throw new RangeError(`subnet '${question.from.subnet}' is not in the model: give the id of one that is`);
  const packets = packetsOf(question, site, universe);
  let arrived: Arrival | undefined;
  let stopped: Arrival | undefined;
  const answer = decide((reading) => {
    const arrivals = follow(new Journey(model, universe, reading, question.host), site, packets);
    const ends = arrivals.filter(({ end, packets: some }) => end.kind !== "stopped" && !some.isEmpty);
    arrived ??= ends[0];
    stopped ??= arrivals.find(({ end }) => end.kind === "stopped");
    if (reading.leaning === "more" || question.to === "internet") return ends.length > 0;
    // An address whose tags are not known must pass whatever they are.
    const destinations = ends.reduce<AddressSet | undefined>(
      (set, { packets: some }) => set?.union(some.destinations) ?? some.destinations,
      undefined,
    );
    return destinations !== undefined && packets.destinations.difference(destinations).isEmpty;
  }, settled);
  const shown = answer.verdict === "no" ? stopped : arrived;
  return {
    verdict: ({ yes: "reached", no: "stopped", unknown: "unknown" } as const)[answer.verdict],
    because: becauseOf(answer, question),
    packet: shown ? exampleOf(shown.packets, universe) : undefined,
    path: shown?.path ?? [{ at: "Internet", by: "no machine with a public address and a way back has this address" }],
  };
}

function becauseOf({ verdict, because }: Answer, { to }: ReachQuestion): Undecided[] {
  if (verdict !== "unknown" || because.length > 0) return because;
  return [`which service tags hold ${to === "internet" ? "the address" : to.address} is not known`];
}

const follow = (journey: Journey, site: Site | undefined, packets: PacketSet): Arrival[] =>
  site ? journey.fromSubnet(site, packets) : journey.fromInternet(packets);

const protocols: Record<string, ProtocolSet> = { tcp: Protocol.Tcp, udp: Protocol.Udp, icmp: Protocol.Icmp };

function packetsOf({ from, to, protocol = "tcp", port }: ReachQuestion, site: Site | undefined, universe: Universe): PacketSet {
  const source =
    from === "internet" ? publicOf(universe) : universe.prefixes(from.address ? [from.address] : (site?.subnet.addressPrefixes ?? []));
  const destination = to === "internet" ? publicOf(universe) : universe.prefixes([addressOf(to.address)]);
  const destinationPorts = port === undefined ? PortSet.all : PortSet.of([{ first: port, last: port }]);
  return PacketSet.of({ source, destination, protocols: protocols[protocol] as ProtocolSet, destinationPorts });
}

const publicOf = (universe: Universe): AddressSet => universe.everything.difference(universe.untagged);

function addressOf(text: string): string {
  if (tryParseAddress(text) === undefined) throw new RangeError(`'${text}' is no address such as 10.0.0.4`);
  return text;
}
