import type { Reading, Undecided } from "../facts/reading";
import { ipv4Space } from "../packets/address";
import { AddressSet } from "../packets/address-set";
import type { Universe } from "../packets/universe";

/** Addresses that are in a set if something undecided holds. */
export interface Possible {
  undecided: Undecided;
  addresses: AddressSet;
}

/** A set of which a part is sure and parts hang on what is undecided. */
export interface Bounded {
  sure: AddressSet;
  possible: Possible[];
}

/** What names in the rules of one subnet's NSG mean there: the same rule means different sets in two subnets (T2). */
export interface TagScope {
  universe: Universe;
  /** The tag VirtualNetwork of the subnet. */
  virtualNetwork: Bounded;
  /** The addresses of each application security group's members, by id in lower case; one that is missing here has not been read. */
  applicationSecurityGroups: ReadonlyMap<string, AddressSet>;
}

/** 168.63.129.16 and 169.254.169.254: DHCP, DNS, health, metadata. NSG rules skip them unless they name a platform tag (N14). */
export const platformAddresses = ["168.63.129.16", "169.254.169.254"];
/** What the tags of the platform stand for; their ports are those of the services. */
export const platformTags: Record<string, string> = { azureplatformdns: "168.63.129.16", azureplatformimds: "169.254.169.254" };

const isNamed = (text: string, name: string) => text.toLowerCase() === name;

/** The tags in a list of address terms that only a tag file could spell out. */
export function serviceTagsIn(terms: readonly string[]): string[] {
  return terms.filter(
    (term) =>
      !/^(\*|any|internet|virtualnetwork|azureloadbalancer)$/i.test(term) &&
      !/[:/]|^\d+\.\d/.test(term) &&
      !platformTags[term.toLowerCase()],
  );
}

/** Reads the terms of rules in one scope and one reading; each term once. */
export class TermReader {
  readonly scope: TagScope;
  readonly reading: Reading;
  readonly #known = new Map<string, AddressSet>();

  constructor(scope: TagScope, reading: Reading) {
    this.scope = scope;
    this.reading = reading;
  }

  /**
   * The addresses that one term stands for: a prefix, `*`, a service tag, or a tag that Azure computes.
   * @throws {RangeError} for a prefix that is none.
   */
  addressesOf(term: string, access: "Allow" | "Deny"): AddressSet {
    const key = `${access} ${term}`;
    const known = this.#known.get(key) ?? addressesOf(term, access, this.scope, this.reading);
    this.#known.set(key, known);
    return known;
  }

  /** The members of application security groups; a group that nobody has read may hold any address. */
  membersOf(ids: readonly string[], access: "Allow" | "Deny"): AddressSet {
    return ids.reduce((set, id) => {
      const members = this.scope.applicationSecurityGroups.get(id.toLowerCase());
      if (members) return set.union(members);
      const undecided = `the members of the application security group ${id} have not been read`;
      return this.reading.widens(undecided, access) ? set.union(this.scope.universe.everything) : set;
    }, AddressSet.empty);
  }
}

function addressesOf(term: string, access: "Allow" | "Deny", scope: TagScope, reading: Reading): AddressSet {
  const { universe } = scope;
  if (term === "*" || isNamed(term, "any")) return universe.everything;
  if (isNamed(term, "virtualnetwork")) return resolve(scope.virtualNetwork, access, reading);
  if (isNamed(term, "azureloadbalancer")) return universe.prefixes(["168.63.129.16"]);
  if (isNamed(term, "internet")) return internet(access, scope, reading);
  if (serviceTagsIn([term]).length === 0) return universe.prefixes([term]);
  const tagged = universe.tag(term);
  const inIpv4 = tagged.inSpace(ipv4Space);
  return tagged === inIpv4 || reading.widens("T-IPv6", access) ? tagged : inIpv4;
}

/** A bounded set as a rule takes it in one reading. */
export function resolve({ sure, possible }: Bounded, access: "Allow" | "Deny", reading: Reading): AddressSet {
  return possible.reduce((set, part) => {
    const added = part.addresses.difference(sure);
    return !added.isEmpty && reading.widens(part.undecided, access) ? set.union(added) : set;
  }, sure);
}

/** Public addresses (T6); whether those of VirtualNetwork and private ones belong to it is undecided (T7, T8). */
function internet(access: "Allow" | "Deny", scope: TagScope, reading: Reading): AddressSet {
  const { universe, virtualNetwork } = scope;
  // A Deny is judged in one world with VirtualNetwork; an Allow is to hold in every one.
  const isInside = ({ undecided }: Possible) => (access === "Deny" ? reading.lets(undecided) : reading.mayHold(undecided));
  const inside = virtualNetwork.possible.filter(isInside).reduce((set, part) => set.union(part.addresses), virtualNetwork.sure);
  const isPrivate = universe.untagged;
  const surely = universe.everything.difference(isPrivate).difference(inside);
  const shared = inside.difference(isPrivate);
  const loose = isPrivate.difference(universe.prefixes(platformAddresses)).difference(virtualNetwork.sure);
  return resolve(
    {
      sure: surely,
      possible: [
        { undecided: "T7", addresses: shared },
        { undecided: "T8", addresses: loose },
      ],
    },
    access,
    reading,
  );
}
