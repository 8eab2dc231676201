import { Netmask } from "netmask";

/** A block of IPv4 addresses in CIDR notation, with the questions that address plans and rules ask. */
export class AddressRange {
  readonly #block: Netmask;

  private constructor(block: Netmask) {
    this.#block = block;
  }

  /**
   * Reads a block such as `10.20.0.0/16`.
   * @throws {RangeError} if the text is not a block, or names an address inside one (`10.20.0.1/16`).
   */
  static parse(text: string): AddressRange {
    const match = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text);
    if (!match || Number(match[2]) > 32) throw new RangeError(`'${text}' is not an IPv4 block such as 10.20.0.0/16`);
    let block: Netmask;
    try {
      block = new Netmask(text);
    } catch {
      throw new RangeError(`'${text}' is not an IPv4 block such as 10.20.0.0/16`);
    }
    if (block.base !== match[1]) throw new RangeError(`'${text}' has host bits set: did you mean ${block.base}/${block.bitmask}?`);
    return new AddressRange(block);
  }

  /** Like `parse`, but undefined where the text is not a block. */
  static tryParse(text: string): AddressRange | undefined {
    try {
      return AddressRange.parse(text);
    } catch {
      return undefined;
    }
  }

  get prefixLength(): number {
    return this.#block.bitmask;
  }

  get first(): number {
    return toNumber(this.#block.base);
  }

  get size(): number {
    return 2 ** (32 - this.prefixLength);
  }

  contains(other: AddressRange): boolean {
    return other.first >= this.first && other.first + other.size <= this.first + this.size;
  }

  overlaps(other: AddressRange): boolean {
    return this.first < other.first + other.size && other.first < this.first + this.size;
  }

  /** Whether the block lies in a private range (RFC 1918) or in the shared range 100.64.0.0/10 (RFC 6598). */
  get isPrivate(): boolean {
    return privateRanges.some((range) => AddressRange.parse(range).contains(this));
  }

  /** The nth address of the block, counted from zero. */
  address(index: number): string {
    return toText(this.first + index);
  }

  /** The first block of a prefix length inside this one that overlaps none of those taken; undefined where none is left. */
  carve(prefixLength: number, taken: AddressRange[]): AddressRange | undefined {
    const size = 2 ** (32 - prefixLength);
    for (let first = this.first; first + size <= this.first + this.size; first += size) {
      const candidate = AddressRange.parse(`${toText(first)}/${prefixLength}`);
      if (!taken.some((range) => range.overlaps(candidate))) return candidate;
    }
    return undefined;
  }

  toString(): string {
    return `${this.#block.base}/${this.#block.bitmask}`;
  }
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

function toNumber(address: string): number {
  return address.split(".").reduce((value, octet) => value * 256 + Number(octet), 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
