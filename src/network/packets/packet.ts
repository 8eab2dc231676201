import { type Address, formatAddress, ipv4Space, ipv6Space, tryParseAddress } from "./address";
import { AddressSet, type Segment } from "./address-set";
import { PacketSet } from "./packet-set";
import { PortSet } from "./port-set";
import { Protocol, type ProtocolSet, portProtocols, protocolNames } from "./protocol";
import type { Universe } from "./universe";

/** One packet, the first of a flow: what a finding shows. */
export interface Packet {
  source: string;
  destination: string;
  protocol: "tcp" | "udp" | "icmp" | "esp" | "ah" | "other";
  /** For TCP and UDP. */
  sourcePort?: number;
  /** For TCP and UDP. */
  destinationPort?: number;
  /** The service tags that the source is taken to be in, where it matters. */
  sourceTags?: string[];
  /** The service tags that the destination is taken to be in, where it matters. */
  destinationTags?: string[];
}

const usualPorts = [443, 22, 53, 80, 1433, 3306, 9093];
const ephemeralPort = 50_000;

/** A packet of a set, as ordinary a one as there is: TCP before others, a port that people know, one address inside its range. */
export function exampleOf(set: PacketSet, universe: Universe): Packet | undefined {
  const box =
    set.boxes.find(({ protocols }) => protocols & Protocol.Tcp) ??
    set.boxes.find(({ protocols }) => protocols & Protocol.Udp) ??
    set.boxes[0];
  if (!box) return undefined;
  const protocol = protocolNames(box.protocols)[0] as Packet["protocol"];
  const source = exampleAddress(box.source, universe);
  const destination = exampleAddress(box.destination, universe);
  return {
    source: source.text,
    destination: destination.text,
    protocol,
    ...(box.protocols & portProtocols
      ? {
          sourcePort: box.sourcePorts.has(ephemeralPort) ? ephemeralPort : (box.sourcePorts.intervals.at(-1)?.last ?? 0),
          destinationPort: usualPorts.find((port) => box.destinationPorts.has(port)) ?? box.destinationPorts.intervals[0]?.first ?? 0,
        }
      : {}),
    ...(source.tags.length > 0 ? { sourceTags: source.tags } : {}),
    ...(destination.tags.length > 0 ? { destinationTags: destination.tags } : {}),
  };
}

/** Addresses reserved for documentation serve as examples of the Internet where the set holds them. */
const documentationAddresses = ["203.0.113.7", "2001:db8::7"].map((text) => tryParseAddress(text) as Address);

function exampleAddress(set: AddressSet, universe: Universe): { text: string; tags: string[] } {
  const holds = (address: Address) => set.segments.find(({ first, last }) => first <= address && address <= last);
  const documented = documentationAddresses.find(holds);
  const segment = (documented === undefined ? set.segments[0] : holds(documented)) as Segment;
  const isWide = segment.last > segment.first;
  const address = documented ?? (isWide ? offset(segment, 5) : segment.first);
  return { text: formatAddress(address), tags: universe.atoms.tagsOf(segment.atoms) };
}

function offset({ first, last }: Segment, by: number): Address {
  const address = typeof first === "bigint" ? first + BigInt(by) : first + by;
  return address <= last ? address : last;
}

/**
 * The set of what a packet can be: one for each combination of service tags that its ends may have. Tags that are given
 * are all that the end is in.
 * @throws {RangeError} for an address that is none, or ends of two families.
 */
export function setOfPacket(packet: Packet, universe: Universe): PacketSet {
  const source = endOf(packet.source, packet.sourceTags, universe);
  const destination = endOf(packet.destination, packet.destinationTags, universe);
  const port = (value: number | undefined) => (value === undefined ? PortSet.all : PortSet.of([{ first: value, last: value }]));
  const set = PacketSet.of({
    source,
    destination,
    protocols: protocolOf(packet.protocol),
    sourcePorts: port(packet.sourcePort),
    destinationPorts: port(packet.destinationPort),
  });
  if (set.isEmpty)
    throw new RangeError(
      `no packet goes from ${packet.source} to ${packet.destination} by ${packet.protocol}: the two must be of one address family, and only tcp and udp have ports`,
    );
  return set;
}

function endOf(address: string, tags: string[] | undefined, universe: Universe): AddressSet {
  const set = universe.prefixes([address]);
  return tags ? set.intersection(AddressSet.of([ipv4Space, ipv6Space], universe.atoms.exactly(tags))) : set;
}

const protocolOf = (name: Packet["protocol"]): ProtocolSet =>
  Protocol[(name.charAt(0).toUpperCase() + name.slice(1)) as keyof typeof Protocol];

/** The packet in one line, as findings show it. */
export function formatPacket({ source, destination, protocol, destinationPort, sourceTags, destinationTags }: Packet): string {
  const end = (address: string, tags?: string[]) => (tags ? `${address} (in ${tags.join(", ")})` : address);
  const target =
    destinationPort === undefined
      ? destination
      : destination.includes(":")
        ? `[${destination}]:${destinationPort}`
        : `${destination}:${destinationPort}`;
  return `${end(source, sourceTags)} → ${end(target, destinationTags)}/${protocol}`;
}
