import { createHash, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { dsse } from "@sigstore/core";
import { scriptDigest } from "../../src/azure/script-digest";
import { wireChannels } from "../../src/wire/judge";
import { predicateType, type WireFlow, type WireNode, type WireReport } from "../../src/wire/result";

/** The nodes of the report, driver first. */
export const wireHosts = ["10.0.0.4", "10.0.0.5", "10.0.0.6"] as const;
const [driver, first, second] = wireHosts;

/** A stretch of a connection: what both ends of it would record. */
export function wireFlow(from: string, fromPort: number, to: string, toPort: number, sequence: number, length: number): WireFlow {
  const start = Math.ceil(sequence / 8192) * 8192;
  const blocks = Math.max(0, Math.floor((sequence + length - start) / 8192));
  const digests = Array.from({ length: blocks }, (_, i) =>
    createHash("sha256")
      .update(`${from}:${fromPort}>${to}:${toPort}@${(start + i * 8192) % 2 ** 32}`)
      .digest("hex")
      .slice(0, 12),
  );
  return { from: [from, fromPort], to: [to, toPort], runs: [[sequence, length, digests.join("")]], hits: {} };
}

/** The report of a run in which everything was recorded and nothing passed in clear text. */
export function goodReport(): WireReport {
  const flows = [
    wireFlow(driver, 7001, first, 40001, 1000, 400_000),
    // Across the end of the sequence numbers.
    wireFlow(first, 40001, driver, 7001, 2 ** 32 - 50_000, 1_600_000),
    wireFlow(driver, 7001, second, 40002, 5000, 400_000),
    wireFlow(second, 40002, driver, 7001, 7000, 1_600_000),
    wireFlow(first, 7337, second, 40003, 9000, 300_000),
    wireFlow(second, 7337, first, 40004, 11_000, 300_000),
    // A connection of heartbeats, without a whole block.
    wireFlow(first, 40005, driver, 7001, 13_000, 900),
  ];
  const node = (host: string, role: WireNode["role"]): WireNode => ({
    host,
    role,
    uid: 0,
    skew: 0.01,
    settings: {},
    sentinel: null,
    disk: {
      shuffle: { files: 4, bytes: 1000, hits: 0 },
      pythonSpill: { files: 2, bytes: 1000, hits: 40 },
      addedFile: { files: 1, bytes: 1000, hits: 3 },
    },
    recording: {
      from: 999,
      to: 1021,
      packets: 5000,
      drops: 0,
      cut: 0,
      overflow: false,
      flows: structuredClone(flows.filter((flow) => flow.from[0] === host || flow.to[0] === host)),
      strangers: {},
      other: { packets: 3, hits: {} },
    },
  });
  return {
    started: "2026-11-25T10:00:00Z",
    ended: "2026-11-25T10:01:00Z",
    workspace: { url: "adb-1111222233334444.4.azuredatabricks.net", id: "1111222233334444" },
    cluster: { id: "1124-090000-proof123", runtime: "17.3", spark: "4.0.0" },
    settings: {
      "spark.authenticate": "true",
      "spark.ssl.rpc.enabled": "true",
      "spark.io.encryption.enabled": "true",
      "spark.shuffle.compress": "false",
      "spark.shuffle.spill.compress": "false",
      "spark.broadcast.compress": "false",
      "spark.rdd.compress": "false",
    },
    window: { since: 1000, until: 1020 },
    channels: Object.fromEntries(wireChannels.map((channel) => [channel, { sent: 10 }])),
    crossed: [
      [driver, first, 262_000],
      [driver, second, 262_000],
      [first, driver, 1_500_000],
      [second, driver, 1_500_000],
      [first, second, 200_000],
      [second, first, 200_000],
    ],
    nodes: [node(driver, "driver"), node(first, "executor"), node(second, "executor")],
  };
}

/** A key pair as NodeTrafficCheck has one. */
export const wireKeys = (): { privateKey: KeyObject; publicKey: KeyObject } => generateKeyPairSync("ec", { namedCurve: "prime256v1" });

/** A DSSE envelope around a document, signed with each of some keys. */
export function sealed(document: unknown, keys: KeyObject[], payloadType = "application/vnd.in-toto+json"): string {
  const payload = Buffer.from(JSON.stringify(document));
  const signed = dsse.preAuthEncoding(payloadType, payload);
  const signatures = keys.map((key, i) => ({ keyid: `key ${i}`, sig: createSign("sha256").update(signed).sign(key, "base64") }));
  return JSON.stringify({ payloadType, payload: payload.toString("base64"), signatures });
}

/** The statement around a report. */
export const statementOf = (report: unknown, sha256 = scriptDigest) => ({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ name: "encrypt-node-traffic.sh", digest: { sha256 } }],
  predicateType,
  predicate: report,
});
