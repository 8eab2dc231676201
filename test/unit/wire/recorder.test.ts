import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { resolve } from "node:path";

const program = resolve(__dirname, "../../../init-scripts/node-traffic-recorder.py");

/** What the recorder reports of packets, each with the second at which it passed. */
function report(packets: [second: number, packet: Buffer][], change: { since?: number; until?: number; peers?: string[] } = {}) {
  const script = `
import json, runpy, sys
recorder = runpy.run_path(sys.argv[1])
given = json.load(sys.stdin)
recording = recorder["Recording"]()
for second, packet in given["packets"]:
    recording.take(second, bytes.fromhex(packet), True)
print(json.dumps(recording.report(given["question"], 0)))`;
  const question = { since: 0, until: 100, peers: ["10.0.0.1", "10.0.0.2", "fd00::1", "fd00::2"], needles: { mark: "rekraM" }, ...change };
  const input = JSON.stringify({ packets: packets.map(([second, packet]) => [second, packet.toString("hex")]), question });
  const { stdout, stderr, status } = spawnSync("python3", ["-c", script, program], { input, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as {
    flows: { from: [string, number]; to: [string, number]; runs: [number, number, string][]; hits: Record<string, number> }[];
    strangers: Record<string, number>;
    other: { packets: number; hits: Record<string, number> };
  };
}

function tcp(sequence: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(1000, 0);
  header.writeUInt16BE(2000, 2);
  header.writeUInt32BE(sequence % 2 ** 32, 4);
  header[12] = 5 << 4;
  return Buffer.concat([header, payload]);
}

function ipv4(payload: Buffer, { to = 2, protocol = 6, fragment = 0, length = 20 + payload.length } = {}): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(length, 2);
  header.writeUInt16BE(fragment, 6);
  header[9] = protocol;
  header.set([10, 0, 0, 1], 12);
  header.set([10, 0, 0, to], 16);
  return Buffer.concat([header, payload]);
}

function ipv6(payload: Buffer, extensions: Buffer[] = []): Buffer {
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  const body = Buffer.concat([...extensions, payload]);
  header.writeUInt16BE(body.length, 4);
  header[6] = extensions.length > 0 ? 0 : 6;
  header[8] = header[24] = 0xfd;
  header[23] = 1;
  header[39] = 2;
  return Buffer.concat([header, body]);
}

const bytes = (length: number, seed = 0) => Buffer.from(Array.from({ length }, (_, i) => (i * 31 + seed + (i >> 8)) % 256));
const sha = (content: Buffer) => createHash("sha256").update(content).digest("hex").slice(0, 12);

test("a stream is put together across packets that come twice, overlap, or come late, and blocks are aligned to its sequence numbers", () => {
  const stream = Buffer.concat([bytes(30_000), Buffer.from("Marker"), bytes(10_000, 7)]);
  const part = (from: number, to: number): [number, Buffer] => [1, ipv4(tcp(5000 + from, stream.subarray(from, to)))];
  const { flows } = report([part(0, 20_000), part(35_000, 40_006), part(0, 20_000), part(15_000, 30_003), part(30_003, 35_000)]);
  const first = 8192 - 5000;
  const blocks = Array.from({ length: 4 }, (_, i) => sha(stream.subarray(first + i * 8192, first + (i + 1) * 8192)));
  expect(flows).toEqual([{ from: ["10.0.0.1", 1000], to: ["10.0.0.2", 2000], runs: [[5000, 40_006, blocks.join("")]], hits: { mark: 1 } }]);
});

test("sequence numbers go round, and a late first packet comes before", () => {
  const stream = bytes(40_000);
  const start = 2 ** 32 - 20_000;
  const part = (from: number, to: number): [number, Buffer] => [1, ipv4(tcp(start + from, stream.subarray(from, to)))];
  const [flow] = report([part(20_000, 40_000), part(0, 20_000)]).flows;
  expect(flow?.runs.map(([sequence, length]) => [sequence, length])).toEqual([[start, 40_000]]);
  const first = -start & 8191;
  expect(flow?.runs[0]?.[2].slice(0, 12)).toBe(sha(stream.subarray(first, first + 8192)));
});

test("a hole stays a hole", () => {
  const { flows } = report([
    [1, ipv4(tcp(0, bytes(1000)))],
    [1, ipv4(tcp(1001, bytes(1000)))],
  ]);
  expect(flows[0]?.runs.map(([sequence, length]) => [sequence, length])).toEqual([
    [0, 1000],
    [1001, 1000],
  ]);
});

test("IPv6 is read, behind its extension headers too", () => {
  const options = Buffer.alloc(8);
  const routing = Buffer.alloc(16);
  options[0] = 43;
  routing[0] = 6;
  routing[1] = 1;
  for (const packet of [ipv6(tcp(0, Buffer.from("a Marker"))), ipv6(tcp(0, Buffer.from("a Marker")), [options, routing])])
    expect(report([[1, packet]]).flows).toMatchObject([{ from: ["fd00::1", 1000], to: ["fd00::2", 2000], hits: { mark: 1 } }]);
});

test("a segment that the kernel has yet to cut has no length, and is read whole", () => {
  expect(report([[1, ipv4(tcp(0, bytes(70_000)), { length: 0 })]]).flows[0]?.runs[0]?.[1]).toBe(70_000);
});

test("padding behind a packet is no payload", () => {
  expect(report([[1, Buffer.concat([ipv4(tcp(0, bytes(4))), Buffer.alloc(6)])]]).flows[0]?.runs[0]?.[1]).toBe(4);
});

test("other machines, other protocols and fragments are searched, and not told of", () => {
  const marked = Buffer.from("xxMarkerxx");
  expect(
    report([
      [1, ipv4(tcp(0, marked), { to: 9 })],
      [1, ipv4(marked, { protocol: 17 })],
      [1, ipv4(marked, { fragment: 100 })],
    ]),
  ).toMatchObject({ flows: [], strangers: { mark: 1 }, other: { packets: 2, hits: { mark: 2 } } });
});

test("only the asked time is told", () => {
  const at = (second: number, sequence: number): [number, Buffer] => [second, ipv4(tcp(sequence, bytes(10)))];
  expect(report([at(1, 0), at(5, 10), at(9, 20)], { since: 4, until: 8 }).flows[0]?.runs.map(([s, l]) => [s, l])).toEqual([[10, 10]]);
});

test("what is cut short or no IP at all breaks nothing", () => {
  const packets = [Buffer.alloc(0), Buffer.from("00", "hex"), ipv4(tcp(0, bytes(10))).subarray(0, 30), ipv6(Buffer.alloc(0)), bytes(60)];
  expect(report(packets.map((packet): [number, Buffer] => [1, packet])).flows).toEqual([]);
});
