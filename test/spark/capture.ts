import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import type { NodeNetwork } from "./network";

/** What was on the wire: one buffer for each direction of each connection. */
export interface WireRecord {
  packets: number;
  /** Packets that the kernel could not hand over: more than none makes a run void. */
  dropped: number;
  /** Places where a stream misses bytes: likewise. */
  gaps: number;
  streams: { source: number; destination: number; bytes: Buffer }[];
}

/** Records every TCP packet on the bridge. */
export class Capture {
  readonly #file: string;
  readonly #process: ChildProcess;
  #messages = "";

  private constructor(file: string, child: ChildProcess) {
    this.#file = file;
    this.#process = child;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#messages += text;
    });
  }

  static async start(network: NodeNetwork, file: string): Promise<Capture> {
    const args = ["netns", "exec", network.wire, "tcpdump", "-i", "br0", "-s", "0", "-B", "131072", "-Z", "root", "-w", file, "tcp"];
    const capture = new Capture(file, spawn("ip", args, { stdio: ["ignore", "ignore", "pipe"] }));
    for (let i = 0; i < 100 && !capture.#messages.includes("listening on"); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    if (!capture.#messages.includes("listening on")) throw new Error(`tcpdump did not start: ${capture.#messages}`);
    return capture;
  }

  /** Ends a recording that nobody wants any more; one that was stopped already is left alone. */
  abandon(): void {
    this.#process.kill("SIGKILL");
  }

  async stop(): Promise<WireRecord> {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const ended = once(this.#process, "close");
    this.#process.kill("SIGINT");
    await ended;
    const dropped = Number(/(\d+) packets? dropped by kernel/.exec(this.#messages)?.[1] ?? Number.NaN);
    const record = { ...readStreams(readFileSync(this.#file)), dropped };
    rmSync(this.#file);
    return record;
  }
}

/** Reads a pcap file and puts the segments of each direction of each connection in order. */
export function readStreams(pcap: Buffer): Omit<WireRecord, "dropped"> {
  if (![0xa1b2c3d4, 0xa1b23c4d].includes(pcap.readUInt32LE(0))) throw new Error("not a little-endian pcap file");
  const segments = new Map<string, { source: number; destination: number; parts: Map<number, Buffer> }>();
  let packets = 0;
  for (let at = 24; at + 16 <= pcap.length; ) {
    const length = pcap.readUInt32LE(at + 8);
    const packet = pcap.subarray(at + 16, at + 16 + length);
    at += 16 + length;
    packets++;
    if (packet.length < 54 || packet.readUInt16BE(12) !== 0x0800 || packet[23] !== 6) continue;
    const tcp = 14 + ((packet[14] as number) & 15) * 4;
    const total = packet.readUInt16BE(16);
    const data = packet.subarray(tcp + ((packet[tcp + 12] as number) >> 4) * 4, total > 0 ? 14 + total : undefined);
    if (data.length === 0) continue;
    const key = packet.toString("hex", 26, 34) + packet.toString("hex", tcp, tcp + 4);
    let stream = segments.get(key);
    if (!stream) {
      stream = { source: packet.readUInt16BE(tcp), destination: packet.readUInt16BE(tcp + 2), parts: new Map() };
      segments.set(key, stream);
    }
    const sequence = packet.readUInt32BE(tcp + 4);
    if (data.length > (stream.parts.get(sequence)?.length ?? 0)) stream.parts.set(sequence, data);
  }
  let gaps = 0;
  const streams = [...segments.values()].map(({ source, destination, parts }) => {
    const keys = [...parts.keys()];
    const wraps = Math.max(...keys) - Math.min(...keys) > 2 ** 31;
    const ordered = keys
      .map((key) => [wraps && key < 2 ** 31 ? key + 2 ** 32 : key, parts.get(key) as Buffer] as const)
      .sort((a, b) => a[0] - b[0]);
    const pieces: Buffer[] = [];
    let next = ordered[0]?.[0] ?? 0;
    for (const [sequence, data] of ordered) {
      if (sequence > next) gaps++;
      const fresh = sequence < next ? data.subarray(next - sequence) : data;
      if (sequence + data.length <= next) continue;
      pieces.push(fresh);
      next = Math.max(next, sequence) + fresh.length;
    }
    return { source, destination, bytes: Buffer.concat(pieces) };
  });
  return { packets, gaps, streams };
}

/** How often a text occurs in what was on the wire. */
export function countOnWire(record: WireRecord, text: string): number {
  return record.streams.reduce((sum, stream) => sum + count(stream.bytes, text), 0);
}

/** How often a text occurs in a buffer. */
export function count(bytes: Buffer, text: string): number {
  let found = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.length)) found++;
  return found;
}
