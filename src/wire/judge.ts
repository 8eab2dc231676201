import { bytesOf, disagreements, flowsOf } from "./connections";
import type { WireNode, WireReport } from "./result";

/** The channels that a run must have tried: init-scripts/node-traffic-check.py has the same. */
export const wireChannels = [
  "closure",
  "result",
  "bigResult",
  "accumulator",
  "broadcast",
  "sqlBroadcast",
  "rddShuffle",
  "sqlShuffle",
  "cacheReplication",
  "addFile",
  "diskCache",
  "jvmSpill",
  "pythonSpill",
] as const;

const compression = ["spark.shuffle.compress", "spark.shuffle.spill.compress", "spark.broadcast.compress", "spark.rdd.compress"];
/** Seconds by which clocks may differ: the markers moved between two pauses of twice that. */
const clockTolerance = 0.5;

/** What a report shows: `clear` where a marker was seen, `noProof` where something is missing, else `shown`; with the sentences that say why. */
export interface WireJudgement {
  state: "shown" | "clear" | "noProof";
  sentences: string[];
}

/** The mode that the driver's settings name; undefined where they name none. */
export function modeOf(settings: Record<string, string>): "tls" | "gcm" | "ctr" | undefined {
  const isOn = (name: string) => settings[name]?.toLowerCase() === "true";
  if (!isOn("spark.authenticate")) return undefined;
  if (isOn("spark.ssl.rpc.enabled")) return "tls";
  if (!isOn("spark.network.crypto.enabled")) return undefined;
  return settings["spark.network.crypto.cipher"]?.includes("GCM") ? "gcm" : "ctr";
}

/** Judges what was recorded. The verdict that a job printed or wrote is not looked at. */
export function judgeWire(report: WireReport): WireJudgement {
  const { nodes, settings } = report;
  const executors = nodes.filter((node) => node.role === "executor").map((node) => node.host);
  const drivers = nodes.filter((node) => node.role === "driver").map((node) => node.host);
  const clear = nodes.flatMap((node) => clearOnNode(node, settings));
  const missing: string[] = [];
  if (drivers.length !== 1 || executors.length < 2)
    missing.push(`${executors.length} executor nodes beside the driver's: at least 2 are needed, or nothing passes between executors`);
  missing.push(...nodes.flatMap((node) => missingOnNode(node, report)));
  for (const channel of wireChannels) {
    const { sent, failed } = report.channels[channel] ?? { sent: 0 };
    if (sent === 0) missing.push(`channel ${channel} carried no marker: ${failed ?? "it was not tried"}`);
  }
  for (const name of compression)
    if (settings[name]?.toLowerCase() !== "false") missing.push(`${name} is not false: a marker could hide in what is compressed`);
  if (modeOf(settings) === undefined && clear.length === 0)
    missing.push("the driver's settings name no encryption, and yet no marker was seen: the markers went another way");
  missing.push(...uncrossed(report, drivers, executors), ...disagreements(nodes));
  return { state: clear.length > 0 ? "clear" : missing.length > 0 ? "noProof" : "shown", sentences: [...clear, ...missing] };
}

const sorted = (counts: Record<string, number>) => Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));

/** Places on disk that spark.io.encryption does not reach: what Python workers spill by themselves, and files that a job gives to its nodes. */
const neverEncrypted = ["pythonSpill", "addedFile"];

function clearOnNode({ host, recording, sentinel, disk }: WireNode, settings: Record<string, string>): string[] {
  const found: string[] = [];
  if ("flows" in recording) {
    const seen: Record<string, number> = {};
    for (const { from, to, hits } of recording.flows)
      for (const [channel, hitCount] of Object.entries(hits)) {
        const what = `channel ${channel} in clear text from ${from[0]} to ${to[0]}`;
        seen[what] = (seen[what] ?? 0) + hitCount;
      }
    for (const [what, hitCount] of sorted(seen)) found.push(`${host} saw ${hitCount} markers of ${what}`);
    for (const [words, counts] of [
      ["to or from machines outside the cluster", recording.strangers],
      ["outside TCP", recording.other.hits],
    ] as const)
      for (const [channel, hitCount] of sorted(counts))
        found.push(`${host} saw ${hitCount} markers of channel ${channel} in clear text ${words}`);
  }
  const frames = sentinel?.clearFrames ?? 0;
  if (frames > 0) found.push(`the sentinel of ${host} counted ${frames} frames in clear text`);
  if (settings["spark.io.encryption.enabled"]?.toLowerCase() === "true")
    for (const [place, { hits }] of Object.entries(disk).sort(([a], [b]) => (a < b ? -1 : 1)))
      if (!neverEncrypted.includes(place) && hits > 0)
        found.push(`${hits} markers lie in clear text on the disk of ${host} (${place}), though spark.io.encryption.enabled is true`);
  return found;
}

function missingOnNode({ host, uid, skew, sentinel, recording }: WireNode, { window }: WireReport): string[] {
  if ("refused" in recording) return [`${host} did not record (user ${uid ?? "None"}): ${recording.refused}`];
  const found: string[] = [];
  if (sentinel?.proven === false) found.push(`the sentinel of ${host} has seen no port that answers as it should`);
  if (recording.drops > 0 || recording.cut > 0) found.push(`${host} lost packets: ${recording.drops} dropped, ${recording.cut} cut off`);
  if (recording.overflow) found.push(`${host} had more traffic than its recorder keeps`);
  const gaps = recording.flows.reduce((sum, flow) => sum + flow.runs.length - 1, 0);
  if (gaps > 0) found.push(`${host} has ${gaps} gaps in what it recorded`);
  if (recording.from > window.since || recording.to < window.until) found.push(`${host} did not record all the time`);
  if (Math.abs(skew) > clockTolerance) found.push(`the clock of ${host} differs from the driver's by ${skew} s`);
  return found;
}

/** Where fewer bytes were seen than are known to have passed, or none are known to have. */
function uncrossed({ crossed, nodes }: WireReport, drivers: string[], executors: string[]): string[] {
  const passed = (from: string, to: string) =>
    crossed.some(([source, destination, size]) => source === from && destination === to && size > 0);
  const found: string[] = [];
  for (const host of executors) {
    for (const driver of drivers)
      for (const [from, to] of [
        [driver, host],
        [host, driver],
      ] as const)
        if (!passed(from, to)) found.push(`nothing is known to have passed from ${from} to ${to}`);
    const others = executors.filter((other) => other !== host);
    if (!others.some((other) => passed(host, other)) || !others.some((other) => passed(other, host)))
      found.push(`nothing is known to have passed between ${host} and another executor in both directions`);
  }
  for (const [from, to, size] of crossed)
    for (const host of [from, to]) {
      const flows = flowsOf(nodes.find((node) => node.host === host)).filter((flow) => flow.from[0] === from && flow.to[0] === to);
      const seen = flows.reduce((sum, flow) => sum + bytesOf(flow), 0);
      if (seen < size) found.push(`${host} saw ${seen} bytes from ${from} to ${to}, where at least ${size} passed`);
    }
  return found;
}
