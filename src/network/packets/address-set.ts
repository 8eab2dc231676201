import { type Address, type AddressInterval, next, previous } from "./address";

/** Neighbouring addresses that may be in the same atoms. */
export interface Segment extends AddressInterval {
  /** A bit mask of tag atoms, never zero. */
  readonly atoms: bigint;
}

/**
 * A set of pairs of an address and an atom: for each address, the atoms with which it is in the set. Segments are in
 * order, apart, and joined where neighbours agree, so equal sets have equal segments. Segments never span both families.
 */
export class AddressSet {
  static readonly empty = new AddressSet([]);
  readonly segments: readonly Segment[];

  private constructor(segments: readonly Segment[]) {
    this.segments = segments;
  }

  /** All addresses of intervals of one family each, with the same atoms; intervals may overlap. */
  static of(intervals: readonly AddressInterval[], atoms: bigint): AddressSet {
    if (atoms === 0n || intervals.length === 0) return AddressSet.empty;
    if (intervals.length === 1) return new AddressSet([{ ...(intervals[0] as AddressInterval), atoms }]);
    const sorted = [...intervals].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    const segments: Segment[] = [];
    for (const { first, last } of sorted) {
      const top = segments.at(-1);
      if (top && first <= top.last) {
        if (last > top.last) segments[segments.length - 1] = { first: top.first, last, atoms };
      } else push(segments, first, last, atoms);
    }
    return new AddressSet(segments);
  }

  get isEmpty(): boolean {
    return this.segments.length === 0;
  }

  union(other: AddressSet): AddressSet {
    if (this.isEmpty) return other;
    if (other.isEmpty) return this;
    return combine(this, other, (a, b) => a | b);
  }

  intersection(other: AddressSet): AddressSet {
    return this === other ? this : combine(this, other, (a, b) => a & b);
  }

  difference(other: AddressSet): AddressSet {
    return combine(this, other, (a, b) => a & ~b);
  }

  /** Whether the two share a pair; stops at the first. */
  overlaps(other: AddressSet): boolean {
    const left = this.segments;
    const right = other.segments;
    let i = 0;
    let j = 0;
    while (i < left.length && j < right.length) {
      const a = left[i] as Segment;
      const b = right[j] as Segment;
      if (a.last < b.first) i++;
      else if (b.last < a.first) j++;
      else if ((a.atoms & b.atoms) !== 0n) return true;
      else if (a.last < b.last) i++;
      else j++;
    }
    return false;
  }

  /** The pairs of one family. */
  inSpace({ first, last }: AddressInterval): AddressSet {
    const inside = (segment: Segment) => segment.first >= first && segment.last <= last;
    return this.segments.every(inside) ? this : new AddressSet(this.segments.filter(inside));
  }

  equals(other: AddressSet): boolean {
    return (
      this.segments.length === other.segments.length &&
      this.segments.every((a, i) => {
        const b = other.segments[i] as Segment;
        return a.first === b.first && a.last === b.last && a.atoms === b.atoms;
      })
    );
  }

  static wrap(segments: readonly Segment[]): AddressSet {
    return segments.length === 0 ? AddressSet.empty : new AddressSet(segments);
  }
}

function push(segments: Segment[], first: Address, last: Address, atoms: bigint): void {
  if (atoms === 0n || first > last) return;
  const top = segments.at(-1);
  if (top && top.atoms === atoms && typeof top.last === typeof first && next(top.last) === first) {
    segments[segments.length - 1] = { first: top.first, last, atoms };
  } else segments.push({ first, last, atoms });
}

const earlier = (a: Address, b: Address): Address => {
  if (a < b) return a;
  return b;
};

/** Walks both sets in order and joins the atoms of each piece. */
function combine(a: AddressSet, b: AddressSet, join: (a: bigint, b: bigint) => bigint): AddressSet {
  const left = a.segments;
  const right = b.segments;
  const result: Segment[] = [];
  let i = 0;
  let j = 0;
  let at: Address | undefined;
  while (i < left.length || j < right.length) {
    const l = left[i];
    const r = right[j];
    const lFirst = l && (at !== undefined && at > l.first ? at : l.first);
    const rFirst = r && (at !== undefined && at > r.first ? at : r.first);
    const first = (lFirst === undefined ? rFirst : rFirst === undefined || lFirst <= rFirst ? lFirst : rFirst) as Address;
    const inLeft = l !== undefined && lFirst === first;
    const inRight = r !== undefined && rFirst === first;
    let last = (inLeft ? l.last : (r as Segment).last) as Address;
    if (inLeft && inRight) last = earlier(l.last, r.last);
    else if (inLeft && r && (rFirst as Address) <= last) last = previous(rFirst as Address);
    else if (inRight && l && (lFirst as Address) <= last) last = previous(lFirst as Address);
    push(result, first, last, join(inLeft ? l.atoms : 0n, inRight ? r.atoms : 0n));
    at = next(last);
    if (l && l.last <= last) i++;
    if (r && r.last <= last) j++;
  }
  return AddressSet.wrap(result);
}
