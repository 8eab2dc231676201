import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Switch, type Switches, switches } from "./assumptions";
import { Capture, countOnWire } from "./capture";
import { clearFrames } from "./clear-frames";
import { Cluster, waitFor } from "./cluster";
import { nodeNames } from "./network";
import { endedBySentinels, endSentinels } from "./sentinel-status";
import type { Spark } from "./spark";

/** The ways by which settings reach Spark, each a switch of the rig. */
export const paths = {
  driverFiles: "driver's file",
  executorFile: "executors' file",
  daemonSettings: "daemons' settings",
  policyConf: "policy's spark_conf",
} as const satisfies Partial<Record<Switch, string>>;
export type Path = keyof typeof paths;

/** `off`: ended by the rig after the script. `watch`: without NET_ADMIN. `gate`: with everything that it can have. */
export type SentinelState = "off" | "watch" | "gate";

/** What came of one cluster on which some paths were not honoured. */
export interface DeliveryCell {
  spark: string;
  mode: string;
  off: Path[];
  /** Other assumptions of the rig that were off. */
  alsoOff: Switch[];
  sentinel: SentinelState;
  /** What kept the script from running, where that is the case that is shown. */
  premise?: string;
  /** What the script said on the driver's node. */
  script: string;
  /** `ran`: to its end. `ended`: it had started. `no start`: it never got as far as the master. */
  application: "ran" | "ended" | "no start";
  /** Occurrences of the marker on the wire. */
  markers: number;
  /** Spark's frames in clear on the wire, counted from the capture. */
  clearFrames: number;
  /** What the sentinels have ended. */
  ended: string[];
  /** The sentence that a user finds in the log of the driver or of the daemons. */
  sentence: string;
  dropped: number;
  gaps: number;
  seconds: number;
}

/**
 * Starts a cluster on which some paths are not honoured, runs a job that shuffles a marker, and looks at the wire.
 * @param seconds - how long the job shuffles once both executors are there. Defaults to ten.
 */
export async function tryDelivery(
  spark: Spark,
  folder: string,
  environment: Record<string, string>,
  off: Path[],
  sentinel: SentinelState,
  { seconds = 10, changed = {} }: { seconds?: number; changed?: Partial<Switches> } = {},
): Promise<DeliveryCell> {
  const started = Date.now();
  const marker = `HD${randomBytes(20).toString("hex")}`;
  const assumed = switches({
    ...Object.fromEntries(off.map((path) => [path, false])),
    netAdmin: sentinel === "gate",
    netRaw: sentinel !== "off",
    ...changed,
  });
  const cluster = new Cluster(spark, folder, {}, { switches: assumed });
  const capture = await Capture.start(cluster.network, join(folder, "wire.pcap"));
  try {
    const runs = Object.fromEntries(nodeNames.map((node) => [node, cluster.runScript(node, environment)])) as ReturnType<Cluster["start"]>;
    for (const [node, run] of Object.entries(runs)) if (run?.status !== 0) throw new Error(`the script refused ${node}: ${run?.output}`);
    if (sentinel === "off") await endSentinels(cluster);
    cluster.startSpark(runs, environment);
    const ended = () => endedBySentinels(cluster);
    await waitFor(() => cluster.registered().length === 2 || ended().length > 0, 25);
    const result = join(folder, "driver/work/result.txt");
    const program = join(folder, "driver/work/job.py");
    writeFileSync(program, readFileSync(resolve(__dirname, "delivery-job.py")));
    const job = cluster.submit(program, [[...marker].reverse().join(""), String(seconds), result]);
    const submitted = Date.now();
    const after = (seconds: number) => Date.now() - submitted > seconds * 1000;
    // The master's answer will be no other when the driver asks again, after twenty seconds.
    const turnedAway = () => /Failed to connect to master/.test(cluster.log("driver", "job"));
    const reachedMaster = () => cluster.log("driver", "master").includes("Registered app delivery");
    await waitFor(
      () =>
        existsSync(result) ||
        job.exitCode !== null ||
        job.signalCode !== null ||
        // A driver that nobody answers tries for a minute; an application whose executors are gone waits for ever.
        ((after(20) || turnedAway()) && !reachedMaster()) ||
        (after(12) && ended().length > 0),
      90,
    );
    const record = await capture.stop();
    const logs = ["job", "master", "worker"].flatMap((name) => nodeNames.map((node) => cluster.log(node, name))).join("\n");
    return {
      spark: spark.version,
      mode: environment.HARDENED_SPARK_MODE ?? "",
      off,
      alsoOff: (Object.keys(changed) as Switch[]).filter((name) => changed[name] === false),
      sentinel,
      script: runs.driver?.output.split("\n").at(-1) ?? "",
      application: existsSync(result) ? "ran" : reachedMaster() ? "ended" : "no start",
      markers: countOnWire(record, marker.slice(0, -2)),
      clearFrames: clearFrames(record),
      ended: ended(),
      sentence: /^encrypt-node-traffic: .*$/m.exec(logs)?.[0]?.trim() ?? reasonIn(cluster),
      dropped: record.dropped,
      gaps: record.gaps,
      seconds: Math.round((Date.now() - started) / 1000),
    };
  } finally {
    capture.abandon();
    await cluster.stop();
  }
}

/** Why Spark itself did not start, from its own logs. */
function reasonIn(cluster: Cluster): string {
  const reason =
    /^.*(?:A secret key must be specified|keyStore|IllegalArgumentException|Unknown challenge|All masters are unresponsive|Failed to connect).*$/m;
  return reason.exec(cluster.log("driver", "job"))?.[0]?.trim().slice(0, 160) ?? "";
}

/** Every set of paths, the empty one first. */
export function everySubset(): Path[][] {
  const names = Object.keys(paths) as Path[];
  const sets = Array.from({ length: 1 << names.length }, (_, bits) => names.filter((_, i) => bits & (1 << i)));
  return sets.sort((one, other) => one.length - other.length);
}
