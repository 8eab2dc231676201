import fc from "fast-check";
import {
  formatAddress,
  ipv4Space,
  ipv6Space,
  parseInterval,
  prefixLength,
  tryParseAddress,
  tryParseInterval,
} from "../../../../src/network/packets/address";

test.each([
  ["10.0.0.0/24", "10.0.0.0", "10.0.0.255"],
  ["10.0.0.5/24", "10.0.0.0", "10.0.0.255"],
  ["0.0.0.0/0", "0.0.0.0", "255.255.255.255"],
  ["255.255.255.255/32", "255.255.255.255", "255.255.255.255"],
  ["10.0.0.9 - 10.0.1.2", "10.0.0.9", "10.0.1.2"],
  ["2603:1020::/32", "2603:1020::", "2603:1020:ffff:ffff:ffff:ffff:ffff:ffff"],
  ["::ffff:192.0.2.1", "::ffff:c000:201", "::ffff:c000:201"],
  ["fd00::5/8", "fd00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
])("%s is the run from %s to %s", (text, first, last) => {
  const interval = parseInterval(text);
  expect([formatAddress(interval.first), formatAddress(interval.last)]).toEqual([first, last]);
});

test.each([
  "",
  "*",
  "Internet",
  "10.0.0",
  "10.0.0.0/33",
  "10.0.0.0/x",
  "10.0.0.9-10.0.0.1",
  "10.0.0.1-fd00::1",
  "fe80::1%eth0",
  "256.0.0.1",
  "::/129",
])("'%s' is no interval", (text) => {
  expect(tryParseInterval(text)).toBeUndefined();
  expect(() => parseInterval(text)).toThrow(`'${text}' is no address`);
});

test("IPv4 lies before IPv6, and the spaces are whole", () => {
  expect(ipv4Space.last < ipv6Space.first).toBe(true);
  expect(parseInterval("0.0.0.0/0")).toEqual(ipv4Space);
  expect(parseInterval("::/0")).toEqual(ipv6Space);
});

test("an address survives being written and read", () => {
  fc.assert(fc.property(fc.ipV4(), (text) => formatAddress(tryParseAddress(text) as number) === text));
  fc.assert(fc.property(fc.ipV6(), (text) => tryParseAddress(formatAddress(tryParseAddress(text) as bigint)) === tryParseAddress(text)));
});

test("only a run that is one block has a prefix length", () => {
  expect(prefixLength(parseInterval("10.0.0.0/22"))).toBe(22);
  expect(prefixLength(parseInterval("2603:1020::/32"))).toBe(32);
  expect(prefixLength(parseInterval("10.0.0.0-10.0.0.2"))).toBeUndefined();
  expect(prefixLength(parseInterval("10.0.0.1-10.0.0.2"))).toBeUndefined();
});
