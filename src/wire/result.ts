import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { openEnvelope, WireResultError } from "./envelope";

/** What NodeTrafficCheck's statements are called: a new version where the meaning of a field changes. */
export const predicateType = "urn:hardened-databricks:node-traffic-check:v1";

const count = z.number().int().nonnegative();
const hits = z.record(z.string(), count);
const settings = z.record(z.string(), z.string());
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** One direction of one connection, as one node recorded it. */
const flowSchema = z.object({
  from: z.tuple([z.string(), z.number()]),
  to: z.tuple([z.string(), z.number()]),
  /** Stretches without a gap: sequence number, bytes, and twelve hexadecimal digits of the digest of each aligned block of 8 KiB. */
  runs: z.array(z.tuple([count, count, z.string().regex(/^([0-9a-f]{12})*$/)])).min(1),
  /** Markers in clear text, by channel. */
  hits,
});

const recordingSchema = z.object({
  /** Seconds since 1970, by the node's clock. */
  from: z.number(),
  to: z.number(),
  packets: count,
  drops: count,
  cut: count,
  overflow: z.boolean(),
  flows: z.array(flowSchema),
  strangers: hits,
  other: z.object({ packets: count, hits }),
});

const nodeSchema = z.object({
  host: z.string(),
  role: z.enum(["driver", "executor"]),
  uid: count.nullable(),
  /** Seconds between this node's clock and the driver's. */
  skew: z.number(),
  settings,
  sentinel: z.object({ clearFrames: count.optional(), proven: z.boolean().optional() }).nullable(),
  disk: z.record(z.string(), z.object({ files: count, bytes: count, hits: count })),
  recording: z.union([z.object({ refused: z.string() }), recordingSchema]),
});

const predicateSchema = z.object({
  started: z.iso.datetime(),
  ended: z.iso.datetime(),
  workspace: z.object({ url: z.string().nullable(), id: z.string().nullable() }),
  cluster: z.object({ id: z.string().nullable(), runtime: z.string().nullable(), spark: z.string() }),
  settings,
  window: z.object({ since: z.number(), until: z.number() }),
  channels: z.record(z.string(), z.object({ sent: count, failed: z.string().optional() })),
  /** Bytes that are known to have passed: from, to, how many at least. */
  crossed: z.array(z.tuple([z.string(), z.string(), count])),
  nodes: z.array(nodeSchema),
});

/** The in-toto statement (version 1) of one run. */
const statementSchema = z.object({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: digest }) })).length(1),
  predicateType: z.literal(predicateType),
  predicate: predicateSchema,
});

/** One connection's direction in a recording. */
export type WireFlow = z.infer<typeof flowSchema>;
export type WireNode = z.infer<typeof nodeSchema>;
/** What one run of NodeTrafficCheck recorded, without its own verdict: that is never read. */
export type WireReport = z.infer<typeof predicateSchema>;

/** A result whose signature was verified. */
export interface WireResult {
  /** SHA-256 of the init script that the cluster's policy named, in hexadecimal. */
  scriptDigest: string;
  report: WireReport;
}

/**
 * Reads a signed result.
 * @param name - what messages call it: its file.
 * @throws WireResultError where it is not signed with the key, or not what NodeTrafficCheck writes.
 */
export function readWireResult(name: string, text: string, key: KeyObject): WireResult {
  const parsed = statementSchema.safeParse(openEnvelope(name, text, key));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new WireResultError(
      `${name} is signed, but no result that can be read: ${issue?.path.join(".") || "it"}: ${issue?.message}; run NodeTrafficCheck of this version again`,
    );
  }
  const { subject, predicate } = parsed.data;
  return { scriptDigest: subject[0]?.digest.sha256 as string, report: predicate };
}
