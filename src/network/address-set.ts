import { isIP } from "node:net";

/** How many IPv4 addresses, and whether a wide part of IPv6, a list of addresses and blocks takes in, overlaps counted once. */
export function addressesIn(blocks: string[]): { ipv4: number; widestIpv6: number | undefined; unread: string[] } {
  const intervals: [first: number, last: number][] = [];
  const unread: string[] = [];
  let widestIpv6: number | undefined;
  for (const block of blocks) {
    const [address = "", length] = block.split("/");
    const family = isIP(address);
    const prefix = length === undefined ? (family === 6 ? 128 : 32) : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
    if (family === 4 && prefix <= 32) {
      const size = 2 ** (32 - prefix);
      const first = Math.floor(toNumber(address) / size) * size;
      intervals.push([first, first + size - 1]);
    } else if (family === 6 && prefix <= 128) widestIpv6 = Math.min(widestIpv6 ?? 128, prefix);
    else unread.push(block);
  }
  return { ipv4: sizeOf(intervals), widestIpv6, unread };
}

function sizeOf(intervals: [first: number, last: number][]): number {
  let size = 0;
  let reached = -1;
  for (const [first, last] of intervals.sort((a, b) => a[0] - b[0])) {
    size += Math.max(0, last - Math.max(first - 1, reached));
    reached = Math.max(reached, last);
  }
  return size;
}

const toNumber = (address: string): number => address.split(".").reduce((value, octet) => value * 256 + Number(octet), 0);
