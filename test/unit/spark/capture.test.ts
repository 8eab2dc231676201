import { count, countOnWire, readStreams } from "../../spark/capture";

/** A packet as tcpdump writes it: record header, Ethernet, IPv4, TCP, data. */
function packet(source: number, destination: number, sequence: number, data: string): Buffer {
  const bytes = Buffer.alloc(54 + data.length);
  bytes.writeUInt16BE(0x0800, 12);
  bytes[14] = 0x45;
  bytes.writeUInt16BE(40 + data.length, 16);
  bytes[23] = 6;
  bytes.writeUInt32BE(0x0a4d0001, 26);
  bytes.writeUInt32BE(0x0a4d000b, 30);
  bytes.writeUInt16BE(source, 34);
  bytes.writeUInt16BE(destination, 36);
  bytes.writeUInt32BE(sequence, 38);
  bytes[46] = 0x50;
  bytes.write(data, 54, "latin1");
  const head = Buffer.alloc(16);
  head.writeUInt32LE(bytes.length, 8);
  head.writeUInt32LE(bytes.length, 12);
  return Buffer.concat([head, bytes]);
}

function pcap(...packets: Buffer[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  return Buffer.concat([head, ...packets]);
}

const read = (...packets: Buffer[]) => ({ ...readStreams(pcap(...packets)), dropped: 0 });

test("a text that is split over segments, sent out of order and twice, is found once", () => {
  const record = read(packet(1, 2, 103, "KER"), packet(1, 2, 100, "MAR"), packet(1, 2, 103, "KER"), packet(1, 2, 102, "RKE"));
  expect(record.streams).toHaveLength(1);
  expect(record.streams[0]?.bytes.toString()).toBe("MARKER");
  expect([countOnWire(record, "MARKER"), record.gaps, record.packets]).toEqual([1, 0, 4]);
});

test("both directions of a connection, and other connections, are kept apart", () => {
  const record = read(packet(1, 2, 5, "MAR"), packet(2, 1, 8, "KER"), packet(3, 2, 8, "KER"));
  expect(record.streams).toHaveLength(3);
  expect(countOnWire(record, "MARKER")).toBe(0);
});

test("missing bytes are counted", () => {
  expect(read(packet(1, 2, 100, "MAR"), packet(1, 2, 110, "KER")).gaps).toBe(1);
});

test("sequence numbers that wrap keep their order", () => {
  const record = read(packet(1, 2, 1, "KER"), packet(1, 2, 2 ** 32 - 2, "MAR"));
  expect([record.streams[0]?.bytes.toString(), record.gaps]).toEqual(["MARKER", 0]);
});

test("every occurrence counts", () => {
  expect(count(Buffer.from("xMARKERxMARKER"), "MARKER")).toBe(2);
});
