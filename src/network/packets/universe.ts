import { type AddressInterval, ipv4Space, ipv6Space, parseInterval } from "./address";
import { AddressSet } from "./address-set";
import { TagAtoms } from "./tag-atoms";

/** Addresses whose service tags are known, as from a tag file that the user brings or from a packet that was seen. */
export interface KnownTags {
  /** An address or a prefix. */
  addresses: string;
  /** Every tag that holds these addresses, of those that the network names; regional tags and those above them count each. */
  tags: readonly string[];
  /** By tag, the prefix under which its list holds them; routes by tag compare its length. */
  listedAs?: Readonly<Record<string, string>>;
}

/** Ranges that no service tag holds: private, shared, loopback, link-local and multicast, and Azure's platform address. */
export const untaggedRanges: readonly string[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "168.63.129.16/32",
  "224.0.0.0/3",
  "::/3",
  "4000::/2",
  "8000::/1",
];

/** Every pair of an address and what it can be by its tags; all address sets of one question are made here. */
export class Universe {
  readonly atoms: TagAtoms;
  readonly everything: AddressSet;
  readonly knownTags: readonly KnownTags[];
  /** What no service tag can hold. */
  readonly untagged: AddressSet;

  constructor(tags: Iterable<string> = [], knownTags: readonly KnownTags[] = []) {
    this.atoms = new TagAtoms([...tags, ...knownTags.flatMap((known) => known.tags)]);
    this.knownTags = knownTags;
    const whole = [ipv4Space, ipv6Space];
    const never = untaggedRanges.map(parseInterval);
    const tagged = AddressSet.of(whole, this.atoms.all).difference(AddressSet.of(never, this.atoms.all));
    this.untagged = AddressSet.of(never, this.atoms.untagged);
    this.everything = knownTags.reduce((set, known) => {
      const range = [parseInterval(known.addresses)];
      return set.difference(AddressSet.of(range, this.atoms.all & ~this.atoms.exactly(known.tags)));
    }, tagged.union(this.untagged));
  }

  /** The addresses of intervals, with all that they can be. */
  range(intervals: readonly AddressInterval[]): AddressSet {
    return AddressSet.of(intervals, this.atoms.all).intersection(this.everything);
  }

  /**
   * The addresses of prefixes, single addresses or ranges.
   * @throws {RangeError} for a text that is none of them.
   */
  prefixes(texts: readonly string[]): AddressSet {
    return this.range(texts.map(parseInterval));
  }

  /** Every address that a service tag may hold. */
  tag(name: string): AddressSet {
    return AddressSet.of([ipv4Space, ipv6Space], this.atoms.of(name)).intersection(this.everything);
  }
}
