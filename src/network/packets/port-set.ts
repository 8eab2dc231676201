/** A run of ports, both ends included. */
export interface PortInterval {
  readonly first: number;
  readonly last: number;
}

/** A set of ports: intervals in order, apart and never adjacent, so equal sets have equal intervals. */
export class PortSet {
  static readonly all = new PortSet([{ first: 0, last: 65535 }]);
  static readonly none = new PortSet([]);
  readonly intervals: readonly PortInterval[];

  private constructor(intervals: readonly PortInterval[]) {
    this.intervals = intervals;
  }

  static of(intervals: readonly PortInterval[]): PortSet {
    const joined: PortInterval[] = [];
    for (const { first, last } of [...intervals].sort((a, b) => a.first - b.first)) {
      const top = joined.at(-1);
      if (top && first <= top.last + 1) joined[joined.length - 1] = { first: top.first, last: Math.max(top.last, last) };
      else joined.push({ first, last });
    }
    return new PortSet(joined);
  }

  /**
   * Reads Azure's form: `*`, `443` or `8443-8451`.
   * @throws {RangeError} for anything else.
   */
  static parse(texts: readonly string[]): PortSet {
    if (texts.some((text) => text.trim() === "*")) return PortSet.all;
    return PortSet.of(
      texts.map((text) => {
        const match = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(text);
        const first = Number(match?.[1]);
        const last = Number(match?.[2] ?? match?.[1]);
        if (!match || first > last || last > 65535)
          throw new RangeError(`'${text}' is no port or range of ports such as 443, 8443-8451 or *`);
        return { first, last };
      }),
    );
  }

  get isEmpty(): boolean {
    return this.intervals.length === 0;
  }

  get isAll(): boolean {
    const [only] = this.intervals;
    return this.intervals.length === 1 && only?.first === 0 && only.last === 65535;
  }

  has(port: number): boolean {
    return this.intervals.some(({ first, last }) => first <= port && port <= last);
  }

  intersection(other: PortSet): PortSet {
    if (this.isAll) return other;
    if (other.isAll) return this;
    const shared: PortInterval[] = [];
    for (const a of this.intervals) {
      for (const b of other.intervals) {
        const first = Math.max(a.first, b.first);
        const last = Math.min(a.last, b.last);
        if (first <= last) shared.push({ first, last });
      }
    }
    return shared.length === 0 ? PortSet.none : new PortSet(shared);
  }

  difference(other: PortSet): PortSet {
    if (other.isAll) return PortSet.none;
    let left = [...this.intervals];
    for (const b of other.intervals) {
      left = left.flatMap((a) =>
        [
          { first: a.first, last: Math.min(a.last, b.first - 1) },
          { first: Math.max(a.first, b.last + 1), last: a.last },
        ].filter(({ first, last }) => first <= last),
      );
    }
    return left.length === 0 ? PortSet.none : new PortSet(left);
  }

  overlaps(other: PortSet): boolean {
    return this.intervals.some((a) => other.intervals.some((b) => a.first <= b.last && b.first <= a.last));
  }

  toString(): string {
    return this.isAll ? "*" : this.intervals.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
  }
}
