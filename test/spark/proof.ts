import { spawnSync } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { dirname } from "node:path";
import type { assumptions } from "./assumptions";
import type { channels, diskPlaces } from "./channels";
import type { DeliveryCell } from "./delivery";
import { hoconVersion } from "./driver-files";
import type { IntegrityRun } from "./integrity";
import type { ChannelRun } from "./measure-channels";
import type { BrokenGcmRun, RefusalRun } from "./refusals";
import type { Run } from "./run";
import type { ScriptProof } from "./sections/script";
import type { StrangerProof } from "./sections/stranger";
import type { TrafficCheckCase } from "./sections/traffic-check";
import type { SentinelCheck } from "./sentinel";

/** Everything that a run has shown, as it ships with the package. */
export interface Proof {
  date: string;
  /** `quick` leaves out what the sections say. */
  kind: "quick" | "full";
  passed: number;
  failed: number;
  seconds: number;
  versions: { spark: string[]; java: string; kernel: string; hoconParser: string };
  assumptions: typeof assumptions;
  delivery: DeliveryCell[];
  channels: { words: typeof channels; disk: typeof diskPlaces; runs: ChannelRun[] };
  refusals: RefusalRun[];
  brokenGcm: BrokenGcmRun;
  integrity: IntegrityRun[];
  script: ScriptProof;
  sentinel: SentinelCheck[];
  stranger: StrangerProof;
  trafficCheck: TrafficCheckCase[];
}

/** What the machine was. */
export function versionsOf({ gcm, tls, withoutGcm }: Run): Proof["versions"] {
  return {
    spark: [gcm, tls, ...(withoutGcm ? [withoutGcm] : [])].map(({ version }) => version),
    java: spawnSync("java", ["-version"], { encoding: "utf8" }).stderr.split("\n")[1]?.trim() ?? "",
    kernel: `Linux ${release()}`,
    hoconParser: `com.typesafe:config:${hoconVersion}`,
  };
}

/** Writes a file whole or not at all. */
export function keep(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
}
