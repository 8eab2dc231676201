import fc from "fast-check";
import { type Address, tryParseAddress } from "../../../../src/network/packets/address";
import { exampleOf, setOfPacket } from "../../../../src/network/packets/packet";
import { PacketSet } from "../../../../src/network/packets/packet-set";
import { PortSet } from "../../../../src/network/packets/port-set";
import { allProtocols, Protocol } from "../../../../src/network/packets/protocol";
import { packetSet, universe } from "./arbitraries";

const all = PacketSet.of({ source: universe.everything, destination: universe.everything });

describe("the algebra of packet sets", () => {
  const law = (name: string, holds: (a: PacketSet, b: PacketSet, c: PacketSet) => boolean) =>
    test(name, () => fc.assert(fc.property(packetSet, packetSet, packetSet, holds), { numRuns: 150 }));

  law("union and intersection commute", (a, b) => a.union(b).equals(b.union(a)) && a.intersection(b).equals(b.intersection(a)));
  law(
    "union and intersection associate",
    (a, b, c) =>
      a
        .union(b)
        .union(c)
        .equals(a.union(b.union(c))) &&
      a
        .intersection(b)
        .intersection(c)
        .equals(a.intersection(b.intersection(c))),
  );
  law("intersection distributes over union", (a, b, c) => a.intersection(b.union(c)).equals(a.intersection(b).union(a.intersection(c))));
  law("a difference and an intersection make the whole, and do not meet", (a, b) => {
    const [outside, inside] = [a.difference(b), a.intersection(b)];
    return outside.union(inside).equals(a) && !outside.overlaps(inside) && !outside.overlaps(b);
  });
  law("De Morgan", (a, b) => all.difference(a.union(b)).equals(all.difference(a).intersection(all.difference(b))));
  law("a complement's complement is the set", (a) => all.difference(all.difference(a)).equals(a));
  law(
    "a set without itself is empty",
    (a) => a.difference(a).isEmpty && a.intersection(PacketSet.empty).isEmpty && a.union(PacketSet.empty).equals(a),
  );
  law("overlap is a shared packet", (a, b) => a.overlaps(b) === !a.intersection(b).isEmpty);
  law("boxes never meet", (a, b) => {
    const { boxes } = a.union(b);
    return boxes.every((one, i) => boxes.slice(i + 1).every((two) => !single(one).overlaps(single(two))));
  });
  law("no box mixes the families", (a, b) =>
    a
      .union(b)
      .boxes.every((box) => new Set([...box.source.segments, ...box.destination.segments].map(({ first }) => typeof first)).size === 1),
  );
  law("an example lies in its set", (a, b) => {
    const set = a.difference(b);
    const example = exampleOf(set, universe);
    return example === undefined ? set.isEmpty : setOfPacket(example, universe).overlaps(set);
  });
});

const single = (box: PacketSet["boxes"][number]) => PacketSet.of(box);

/** Membership computed without any of the set operations: field by field, from the boxes' segments. */
function holds(
  set: PacketSet,
  at: { source: Address; destination: Address; sourceAtom: bigint; destinationAtom: bigint; protocol: number; from: number; to: number },
) {
  const within = (segments: readonly { first: Address; last: Address; atoms: bigint }[], address: Address, atom: bigint) =>
    segments.some((s) => s.first <= address && address <= s.last && (s.atoms & atom) !== 0n);
  return set.boxes.filter(
    (box) =>
      (box.protocols & at.protocol) !== 0 &&
      within(box.source.segments, at.source, at.sourceAtom) &&
      within(box.destination.segments, at.destination, at.destinationAtom) &&
      box.sourcePorts.intervals.some((p) => p.first <= at.from && at.from <= p.last) &&
      box.destinationPorts.intervals.some((p) => p.first <= at.to && at.to <= p.last),
  ).length;
}

test("set operations agree with logic on single packets", () => {
  const addresses = [
    "10.0.0.1",
    "10.0.0.200",
    "10.0.1.4",
    "20.60.222.9",
    "20.60.223.0",
    "203.0.113.255",
    "192.0.2.1",
    "fd00::1",
    "2603:1020::5",
    "2001:db8::",
  ];
  const point = fc.record({
    source: fc.constantFrom(...addresses).map((text) => tryParseAddress(text) as Address),
    destination: fc.constantFrom(...addresses).map((text) => tryParseAddress(text) as Address),
    sourceAtom: fc.integer({ min: 0, max: 12 }).map((n) => 1n << BigInt(n)),
    destinationAtom: fc.integer({ min: 0, max: 12 }).map((n) => 1n << BigInt(n)),
    protocol: fc.constantFrom(...Object.values(Protocol)),
    from: fc.constantFrom(0, 22, 1030, 65535),
    to: fc.constantFrom(0, 22, 23, 443, 65535),
  });
  fc.assert(
    fc.property(packetSet, packetSet, point, (a, b, at) => {
      const [inA, inB] = [holds(a, at), holds(b, at)];
      expect([inA, inB].every((count) => count <= 1)).toBe(true);
      expect(holds(a.union(b), at)).toBe(inA || inB ? 1 : 0);
      expect(holds(a.intersection(b), at)).toBe(inA && inB ? 1 : 0);
      expect(holds(a.difference(b), at)).toBe(inA && !inB ? 1 : 0);
    }),
    { numRuns: 400 },
  );
});

test("ports narrow to the protocols that have them", () => {
  const web = PacketSet.of({
    source: universe.everything,
    destination: universe.everything,
    protocols: allProtocols,
    destinationPorts: PortSet.parse(["443"]),
  });
  expect(web.boxes.every(({ protocols }) => protocols === (Protocol.Tcp | Protocol.Udp))).toBe(true);
});

test("an example is as ordinary as the set allows", () => {
  expect(exampleOf(all, universe)).toMatchObject({ destination: "203.0.113.7", protocol: "tcp", destinationPort: 443, sourcePort: 50000 });
  const narrow = PacketSet.of({
    source: universe.prefixes(["10.0.0.0/24"]),
    destination: universe.tag("AzureActiveDirectory"),
    protocols: Protocol.Tcp | Protocol.Icmp,
  });
  expect(exampleOf(narrow, universe)).toMatchObject({
    source: "10.0.0.5",
    destinationTags: ["AzureActiveDirectory", "AzureCloud", "AzureCloud.WestEurope"],
  });
});

test("a packet between families, or one with ports where there are none, is refused", () => {
  expect(() => setOfPacket({ source: "10.0.0.1", destination: "fd00::1", protocol: "tcp" }, universe)).toThrow("one address family");
  expect(() => setOfPacket({ source: "10.0.0.1", destination: "10.0.0.2", protocol: "icmp", destinationPort: 1 }, universe)).toThrow(
    "only tcp and udp have ports",
  );
});
