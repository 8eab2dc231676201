import { addressesIn } from "../../../src/network/address-set";

test.each([
  [["10.0.0.0/8"], 2 ** 24],
  [["0.0.0.0/1", "128.0.0.0/1"], 2 ** 32],
  [["10.0.0.0/8", "10.1.0.0/16", "10.0.0.7"], 2 ** 24],
  [["10.0.0.0/24", "10.0.1.0/24", "10.0.0.128/25"], 512],
  [["0.0.0.0/0"], 2 ** 32],
  [["255.255.255.255", "0.0.0.0"], 2],
  [[], 0],
])("%j holds %i addresses", (blocks, size) => {
  expect(addressesIn(blocks)).toEqual({ ipv4: size, widestIpv6: undefined, unread: [] });
});

test("IPv6 is told by its widest block, and what is no block by name", () => {
  expect(addressesIn(["2001:db8::/48", "::/0", "10.0.0.0/33", "office", "1.2.3.4/x"])).toEqual({
    ipv4: 0,
    widestIpv6: 0,
    unread: ["10.0.0.0/33", "office", "1.2.3.4/x"],
  });
});
