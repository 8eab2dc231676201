import { isIPv4, isIPv6 } from "node:net";

/**
 * An IP address as a place on one line: IPv4 as a number from 0, IPv6 as a bigint behind all of IPv4. JavaScript
 * compares the two kinds with each other, so that one order holds for both and IPv4 stays fast.
 */
export type Address = number | bigint;

const ipv6Offset = 2n ** 32n;

/** The first and last place of each family. */
export const ipv4Space = { first: 0, last: 2 ** 32 - 1 } as const;
export const ipv6Space = { first: ipv6Offset, last: ipv6Offset + 2n ** 128n - 1n } as const;

/** A run of addresses of one family, both ends included. */
export interface AddressInterval {
  readonly first: Address;
  readonly last: Address;
}

/** The address after this one. */
export const next = (address: Address): Address => (typeof address === "bigint" ? address + 1n : address + 1);

/** The address before this one. */
export const previous = (address: Address): Address => (typeof address === "bigint" ? address - 1n : address - 1);

/** Reads an IPv4 or IPv6 address; undefined where the text is none. */
export function tryParseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return text.split(".").reduce((value, octet) => value * 256 + Number(octet), 0);
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const [head = "", tail] = text.split("::");
  const before = groups(head);
  const after = groups(tail ?? "");
  const zeros = Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after].reduce((value, group) => value * 65536n + BigInt(group), 0n) + ipv6Offset;
}

/** The 16-bit groups of a half of an IPv6 address, an IPv4 tail (`::ffff:192.0.2.1`) included. */
function groups(half: string): number[] {
  return half
    .split(":")
    .filter((group) => group !== "")
    .flatMap((group) => {
      if (!group.includes(".")) return [Number.parseInt(group, 16)];
      const octets = group.split(".").map(Number) as [number, number, number, number];
      return [octets[0] * 256 + octets[1], octets[2] * 256 + octets[3]];
    });
}

/**
 * Reads `10.0.0.0/16`, `10.0.0.4`, `10.0.0.4-10.0.0.9`, `*` excluded, in either family. Host bits below a prefix
 * (`10.0.0.5/24`) are cleared, as Azure clears them. Undefined where the text is none of these.
 */
export function tryParseInterval(text: string): AddressInterval | undefined {
  const [left = "", right] = text.split("-").map((part) => part.trim());
  if (right !== undefined) {
    const first = tryParseAddress(left);
    const last = tryParseAddress(right);
    if (first === undefined || last === undefined || typeof first !== typeof last || first > last) return undefined;
    return { first, last };
  }
  const [base = "", length] = left.split("/");
  const address = tryParseAddress(base);
  if (address === undefined) return undefined;
  if (length === undefined) return { first: address, last: address };
  const bits = typeof address === "bigint" ? 128 : 32;
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  const size = bits - Number(length);
  if (typeof address === "bigint") {
    const block = 2n ** BigInt(size);
    const first = ((address - ipv6Offset) / block) * block + ipv6Offset;
    return { first, last: first + block - 1n };
  }
  const first = Math.floor(address / 2 ** size) * 2 ** size;
  return { first, last: first + 2 ** size - 1 };
}

/**
 * Like `tryParseInterval`, for texts that must be one.
 * @throws {RangeError} where the text is no address, prefix or range.
 */
export function parseInterval(text: string): AddressInterval {
  const interval = tryParseInterval(text);
  if (!interval) throw new RangeError(`'${text}' is no address, prefix or range such as 10.0.0.0/16, 10.0.0.4 or fd00::/8`);
  return interval;
}

/** The prefix length of an interval that is one block; undefined where it is none. */
export function prefixLength({ first, last }: AddressInterval): number | undefined {
  const isIpv6 = typeof first === "bigint";
  const size = isIpv6 ? (last as bigint) - first + 1n : BigInt((last as number) - (first as number) + 1);
  const start = isIpv6 ? first - ipv6Offset : BigInt(first);
  const bits = size.toString(2).length - 1;
  if (2n ** BigInt(bits) !== size || start % size !== 0n) return undefined;
  return (isIpv6 ? 128 : 32) - bits;
}

/** The address in its usual form: dotted for IPv4, the longest run of zero groups shortened for IPv6. */
export function formatAddress(address: Address): string {
  if (typeof address === "number") return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
  const value = (address - ipv6Offset).toString(16).padStart(32, "0");
  return new URL(`http://[${value.match(/.{4}/g)?.join(":")}]/`).hostname.slice(1, -1);
}
