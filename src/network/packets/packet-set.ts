import { ipv4Space, ipv6Space } from "./address";
import { AddressSet } from "./address-set";
import { PortSet } from "./port-set";
import { allProtocols, type ProtocolSet, portProtocols } from "./protocol";

/** A product of one set for each field: every packet whose fields all lie in them. Neither empty nor across families. */
export interface Box {
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly protocols: ProtocolSet;
  /** All ports where the protocols have none. */
  readonly sourcePorts: PortSet;
  readonly destinationPorts: PortSet;
}

/** Boxes to make a set of; ports count for TCP and UDP alone, and what is left out is everything. */
export interface BoxFields {
  source: AddressSet;
  destination: AddressSet;
  protocols?: ProtocolSet;
  sourcePorts?: PortSet;
  destinationPorts?: PortSet;
}

/**
 * A set of first packets of flows, as disjoint boxes. Exact: union, intersection, difference and emptiness hold for
 * every packet, with no sampling. Packets of no port (ICMP, ESP …) count as having every port at once.
 */
export class PacketSet {
  static readonly empty = new PacketSet([]);
  readonly boxes: readonly Box[];

  private constructor(boxes: readonly Box[]) {
    this.boxes = boxes;
  }

  /** All packets whose fields lie in the given sets. Ports that are narrowed drop the protocols that have none. */
  static of({
    source,
    destination,
    protocols = allProtocols,
    sourcePorts = PortSet.all,
    destinationPorts = PortSet.all,
  }: BoxFields): PacketSet {
    const kept = sourcePorts.isAll && destinationPorts.isAll ? protocols : protocols & portProtocols;
    if (kept === 0 || sourcePorts.isEmpty || destinationPorts.isEmpty) return PacketSet.empty;
    const boxes = [ipv4Space, ipv6Space].flatMap((space) => {
      const box = {
        source: source.inSpace(space),
        destination: destination.inSpace(space),
        protocols: kept,
        sourcePorts,
        destinationPorts,
      };
      return box.source.isEmpty || box.destination.isEmpty ? [] : [box];
    });
    return boxes.length === 0 ? PacketSet.empty : new PacketSet(boxes);
  }

  /** The union of sets of which no two meet. */
  static joinDisjoint(sets: readonly PacketSet[]): PacketSet {
    const boxes = sets.flatMap((set) => set.boxes);
    return boxes.length === 0 ? PacketSet.empty : new PacketSet(boxes);
  }

  get isEmpty(): boolean {
    return this.boxes.length === 0;
  }

  union(other: PacketSet): PacketSet {
    if (other.isEmpty) return this;
    return new PacketSet([...this.difference(other).boxes, ...other.boxes]);
  }

  intersection(other: PacketSet): PacketSet {
    const boxes: Box[] = [];
    for (const a of this.boxes) {
      for (const b of other.boxes) {
        if (overlaps(a, b)) boxes.push(shared(a, b));
      }
    }
    return boxes.length === 0 ? PacketSet.empty : new PacketSet(boxes);
  }

  difference(other: PacketSet): PacketSet {
    let boxes: readonly Box[] = this.boxes;
    for (const b of other.boxes) {
      if (!boxes.some((a) => overlaps(a, b))) continue;
      const left: Box[] = [];
      for (const a of boxes) {
        if (overlaps(a, b)) subtract(a, b, left);
        else left.push(a);
      }
      boxes = left;
    }
    return boxes === this.boxes ? this : boxes.length === 0 ? PacketSet.empty : new PacketSet(boxes);
  }

  overlaps(other: PacketSet): boolean {
    return this.boxes.some((a) => other.boxes.some((b) => overlaps(a, b)));
  }

  isSubsetOf(other: PacketSet): boolean {
    return this.difference(other).isEmpty;
  }

  equals(other: PacketSet): boolean {
    return this.isSubsetOf(other) && other.isSubsetOf(this);
  }

  /** Every source of the set's packets, as one set. */
  get sources(): AddressSet {
    return this.boxes.reduce((all, box) => all.union(box.source), AddressSet.empty);
  }

  /** Every destination of the set's packets, as one set. */
  get destinations(): AddressSet {
    return this.boxes.reduce((all, box) => all.union(box.destination), AddressSet.empty);
  }
}

function overlaps(a: Box, b: Box): boolean {
  return (
    (a.protocols & b.protocols) !== 0 &&
    a.destinationPorts.overlaps(b.destinationPorts) &&
    a.sourcePorts.overlaps(b.sourcePorts) &&
    a.destination.overlaps(b.destination) &&
    a.source.overlaps(b.source)
  );
}

function shared(a: Box, b: Box): Box {
  return {
    source: a.source.intersection(b.source),
    destination: a.destination.intersection(b.destination),
    protocols: a.protocols & b.protocols,
    sourcePorts: a.sourcePorts.intersection(b.sourcePorts),
    destinationPorts: a.destinationPorts.intersection(b.destinationPorts),
  };
}

/** What is left of a box outside another that it overlaps: one piece for each field, each within the other's fields before it. */
function subtract(a: Box, b: Box, pieces: Box[]): void {
  const protocols = a.protocols & ~b.protocols;
  if (protocols !== 0) pieces.push({ ...a, protocols });
  let rest: Box = { ...a, protocols: a.protocols & b.protocols };
  const destinationPorts = rest.destinationPorts.difference(b.destinationPorts);
  if (!destinationPorts.isEmpty) {
    pieces.push({ ...rest, destinationPorts });
    rest = { ...rest, destinationPorts: rest.destinationPorts.intersection(b.destinationPorts) };
  }
  const sourcePorts = rest.sourcePorts.difference(b.sourcePorts);
  if (!sourcePorts.isEmpty) {
    pieces.push({ ...rest, sourcePorts });
    rest = { ...rest, sourcePorts: rest.sourcePorts.intersection(b.sourcePorts) };
  }
  const destination = rest.destination.difference(b.destination);
  if (!destination.isEmpty) {
    pieces.push({ ...rest, destination });
    rest = { ...rest, destination: rest.destination.intersection(b.destination) };
  }
  const source = rest.source.difference(b.source);
  if (!source.isEmpty) pieces.push({ ...rest, source });
}
