/**
 * Service tags as sets of atoms. Their lists change each week and overlap, so no list ships: what a set says of a tag
 * rests on the relations below alone, measured on Microsoft's tag file (public cloud, change number 376).
 */
interface TagFamily {
  /** How much of the tag lies within AzureCloud. A tag that is not listed here may lie in part anywhere. */
  azureCloud: "inside" | "partly" | "outside";
  /** Where a part in a region lies within AzureCloud of that region, whatever the rest does. */
  regionsInside?: true;
  /** The tag that holds all of this one. */
  within?: string;
  /** Tags that share a part with this one. */
  meets?: string[];
}

const families: Record<string, TagFamily> = {
  storage: { azureCloud: "partly", regionsInside: true },
  sql: { azureCloud: "inside" },
  eventhub: { azureCloud: "inside" },
  azuredatabricks: { azureCloud: "inside" },
  azurekeyvault: { azureCloud: "inside" },
  azuremonitor: { azureCloud: "inside" },
  azureresourcemanager: { azureCloud: "inside" },
  servicebus: { azureCloud: "inside" },
  azurecontainerregistry: { azureCloud: "inside" },
  appservice: { azureCloud: "inside" },
  azureactivedirectory: { azureCloud: "partly" },
  "azureactivedirectory.serviceendpoint": { azureCloud: "partly", within: "azureactivedirectory" },
  azureactivedirectorydomainservices: { azureCloud: "partly", meets: ["azureactivedirectory"] },
  "azurefrontdoor.frontend": { azureCloud: "partly" },
  "azurefrontdoor.backend": { azureCloud: "partly" },
  "azurefrontdoor.firstparty": { azureCloud: "outside" },
  datafactorymanagement: { azureCloud: "partly", within: "datafactory" },
  logicappsmanagement: { azureCloud: "partly", within: "logicapps" },
};

const azureCloud = "azurecloud";
const otherRegion = "*";

/** What one public address can be, as far as the tags in question tell: the tags that hold it and the region it is listed in. */
interface Atom {
  families: readonly string[];
  /** A region's name, `*` for one that nobody asks for, undefined for no region. */
  region: string | undefined;
  inAzureCloud: boolean;
}

/** The atoms that tell a set of tags apart, and each tag as a set of them (a bit mask). */
export class TagAtoms {
  /** Every atom. */
  readonly all: bigint;
  /** The atom of an address that is in none of the tags. */
  readonly untagged: bigint;
  readonly #atoms: Atom[];
  /** The tags in lower case, each with its spelling. */
  readonly #tags = new Map<string, string>();

  /** @param tags Every tag that will be asked for, case aside; one that is not listed above is an atom of its own. */
  constructor(tags: Iterable<string>) {
    for (const tag of tags) if (!this.#tags.has(tag.toLowerCase())) this.#tags.set(tag.toLowerCase(), tag);
    const parsed = [...this.#tags.keys()].map(parseTag);
    const regions = [...new Set(parsed.flatMap((tag) => tag.region ?? [])), otherRegion];
    const names = new Set(parsed.map((tag) => tag.family).filter((name) => name !== azureCloud));
    for (const name of [...names]) {
      const parent = families[name]?.within;
      if (parent) names.add(parent);
    }
    this.#atoms = [{ families: [], region: undefined, inAzureCloud: false }];
    for (const combination of [[], ...combinations(names)]) this.#atoms.push(...atomsOf(combination, regions));
    this.all = 2n ** BigInt(this.#atoms.length) - 1n;
    this.untagged = 1n;
  }

  /**
   * The atoms of a tag.
   * @throws {RangeError} for a tag that was not given when these atoms were made.
   */
  of(tag: string): bigint {
    const key = tag.toLowerCase();
    if (!this.#tags.has(key)) throw new RangeError(`service tag '${tag}' was not given when the atoms were made`);
    const parsed = parseTag(key);
    return this.#mask((atom) => holds(atom, parsed));
  }

  /** The atoms of an address that is known to be in these tags and in no other of those asked for. */
  exactly(tags: Iterable<string>): bigint {
    const held = new Set([...tags].map((tag) => tag.toLowerCase()));
    const parsed = [...this.#tags.keys()].map((tag) => ({ tag: parseTag(tag), held: held.has(tag) }));
    return this.#mask((atom) => parsed.every(({ tag, held }) => holds(atom, tag) === held));
  }

  #mask(test: (atom: Atom) => boolean): bigint {
    return this.#atoms.reduce((mask, atom, index) => (test(atom) ? mask | (1n << BigInt(index)) : mask), 0n);
  }

  /** The tags, of those asked for, that hold an atom, from a mask of one or more: those of its first. */
  tagsOf(mask: bigint): string[] {
    const atom = this.#atoms.find((_, index) => (mask >> BigInt(index)) & 1n);
    return atom ? [...this.#tags].flatMap(([key, tag]) => (holds(atom, parseTag(key)) ? tag : [])).sort() : [];
  }
}

interface ParsedTag {
  family: string;
  region: string | undefined;
}

function parseTag(tag: string): ParsedTag {
  if (families[tag]) return { family: tag, region: undefined };
  const family = Object.keys(families).find((name) => name.includes(".") && tag.startsWith(`${name}.`)) ?? tag.split(".")[0] ?? tag;
  return { family, region: tag.length > family.length ? tag.slice(family.length + 1) : undefined };
}

function holds(atom: Atom, { family, region }: ParsedTag): boolean {
  if (family === azureCloud ? !atom.inAzureCloud : !atom.families.includes(family)) return false;
  return region === undefined || atom.region === region;
}

/** Which tags one address can be in at once: each alone (with the one that holds it), and pairs that are known to meet. */
function combinations(names: Set<string>): string[][] {
  return [...names].flatMap((name) => {
    const { within, meets = [] } = families[name] ?? {};
    const own = within ? [within, name] : [name];
    return [own, ...meets.filter((other) => names.has(other)).map((other) => [...own, other])];
  });
}

function atomsOf(combination: string[], regions: string[]): Atom[] {
  const known = combination.map((name) => families[name]);
  const place = known.map((family) => family?.azureCloud ?? "partly");
  const mayBeInside = !place.includes("outside");
  const mayBeOutside = combination.length > 0 && !place.includes("inside");
  const regionsInside = known.some((family) => family?.regionsInside);
  return [...regions, undefined].flatMap((region) => [
    ...(mayBeInside ? [{ families: combination, region, inAzureCloud: true }] : []),
    ...(mayBeOutside && !(regionsInside && region !== undefined) ? [{ families: combination, region, inAzureCloud: false }] : []),
  ]);
}
