import fc from "fast-check";
import { PacketSet } from "../../../../src/network/packets/packet-set";
import { PortSet } from "../../../../src/network/packets/port-set";
import { Universe } from "../../../../src/network/packets/universe";

/** Tags that overlap in each known way, and one that nobody knows. */
export const tags = ["Storage", "Storage.WestEurope", "AzureCloud", "AzureCloud.WestEurope", "AzureActiveDirectory", "Contoso"];
export const universe = new Universe(tags, [
  { addresses: "20.60.222.0/24", tags: ["Storage", "Storage.WestEurope", "AzureCloud", "AzureCloud.WestEurope"] },
]);

const prefixes = [
  "10.0.0.0/8",
  "10.0.0.0/24",
  "10.0.0.128/25",
  "10.0.1.4/32",
  "20.0.0.0/6",
  "20.60.222.0/23",
  "203.0.113.0/24",
  "0.0.0.0/0",
  "fd00::/8",
  "2603:1020::/32",
  "::/0",
  "10.0.0.200-10.0.1.9",
];
const prefixSet = fc.subarray(prefixes, { minLength: 1, maxLength: 3 }).map((list) => universe.prefixes(list));
const tagSet = fc.constantFrom(...tags).map((tag) => universe.tag(tag));
export const addressSet = fc.oneof(
  prefixSet,
  tagSet,
  fc.tuple(prefixSet, tagSet).map(([a, b]) => a.union(b)),
  fc.constant(universe.everything),
);

const portInterval = fc
  .tuple(fc.constantFrom(0, 22, 80, 443, 1024, 8443), fc.constantFrom(0, 1, 10, 5000))
  .map(([first, more]) => ({ first, last: first + more }));
export const portSet = fc.oneof(
  fc.constant(PortSet.all),
  fc.array(portInterval, { minLength: 1, maxLength: 3 }).map((list) => PortSet.of(list)),
);

const box = fc
  .record({
    source: addressSet,
    destination: addressSet,
    protocols: fc.integer({ min: 1, max: 63 }),
    sourcePorts: portSet,
    destinationPorts: portSet,
  })
  .map((fields) => PacketSet.of(fields));
export const packetSet = fc.array(box, { maxLength: 4 }).map((boxes) => boxes.reduce((all, one) => all.union(one), PacketSet.empty));
