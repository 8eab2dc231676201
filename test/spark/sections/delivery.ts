import { join } from "node:path";
import { type DeliveryCell, everySubset, type Path, paths, type SentinelState, tryDelivery } from "../delivery";
import { policyEnvironment, type Run } from "../run";
import type { Spark } from "../spark";

/** Clear frames that may pass before a sentinel without gate acts. */
const handful = 10;

/**
 * What becomes of a cluster on which paths of delivery are not honoured. The short run takes each path off once, without sentinel,
 * and all of them with watch, with gate and without sentinel, and shuffles for four seconds; the long one takes every set in every
 * state, and each other switch off once, for ten seconds.
 */
export async function proveDelivery({ checks, folder, gcm, tls, wholeMatrix, quick }: Run): Promise<DeliveryCell[]> {
  const at = join(folder, "cluster");
  const seconds = quick ? 4 : 10;
  const all = Object.keys(paths) as Path[];
  const short: [Path[], SentinelState][] = [
    [[], "gate"],
    ...all.map((path): [Path[], SentinelState] => [[path], "off"]),
    // Here the sentinel decides: nothing else would end a driver that waits for a master in clear.
    [["daemonSettings"], "watch"],
    [all, "watch"],
    [all, "gate"],
    [all, "off"],
  ];
  const whole = everySubset().flatMap((off) =>
    (["off", "watch", "gate"] as const).map((sentinel): [Path[], SentinelState] => [off, sentinel]),
  );
  const cells: DeliveryCell[] = [];
  for (const [spark, mode] of [
    [gcm, "gcm"],
    [tls, "tls"],
  ] as const) {
    checks.section(`Spark ${spark.version}, ${mode}: what becomes of settings that do not arrive`);
    const environment = policyEnvironment(mode);
    for (const [off, sentinel] of wholeMatrix ? whole : short) {
      const attempt = () => tryDelivery(spark, at, environment, off, sentinel, { seconds });
      const isControl = off.length === all.length && sentinel === "off";
      const cell = isControl ? await checks.control("the control", attempt, ({ markers }) => markers > 0) : await attempt();
      cells.push(cell);
      const { holds, says } = judge(cell, all);
      checks.check(says, holds, holds ? describe(cell) : `${describe(cell)}; ${cell.sentence}`);
    }
  }
  cells.push(await provePremise(checks, tls, at));
  if (wholeMatrix) cells.push(...(await proveOtherSwitches(checks, tls, at)));
  return cells;
}

/** Each assumption that is no path of delivery, off by itself: nothing of link 4 may rest on it. */
async function proveOtherSwitches(checks: Run["checks"], spark: Spark, folder: string): Promise<DeliveryCell[]> {
  const cells: DeliveryCell[] = [];
  for (const name of ["sectionHeaders", "policyBeatsFiles", "customSparkConf", "shebang"] as const) {
    const cell = await tryDelivery(spark, folder, policyEnvironment("tls"), [], "watch", { changed: { [name]: false } });
    cells.push(cell);
    // Without the header's rewriting the driver's file is skipped, as a path that is not honoured.
    const application = name === "sectionHeaders" ? "no start" : "ran";
    checks.check(
      `without ${name}: ${application}, nothing in clear`,
      cell.application === application && cell.markers === 0 && cell.clearFrames === 0 && cell.ended.length === 0,
      `${describe(cell)}; ${cell.sentence}`,
    );
  }
  return cells;
}

/** A variable that ends the script before its first line, which nothing on the node can prevent: a named premise. */
async function provePremise(checks: Run["checks"], spark: Spark, folder: string): Promise<DeliveryCell> {
  const environment = { ...policyEnvironment("tls"), BASH_ENV: "$(echo exit 0 >/tmp/e; echo /tmp/e)" };
  const cell = await tryDelivery(spark, folder, environment, [], "watch", { changed: { shebang: false } });
  checks.check(
    "a variable that ends the script before its first line: the policy's settings have no secret, and Spark does not start",
    cell.script === "" && cell.application === "no start" && cell.markers === 0,
    `${describe(cell)}; ${cell.sentence}`,
  );
  return { ...cell, premise: "BASH_ENV, script started as `bash SCRIPT`" };
}

/** What a cell must show. */
function judge(cell: DeliveryCell, all: Path[]): { holds: boolean; says: string } {
  const name = `without ${cell.off.map((path) => paths[path]).join(", ") || "nothing"}, sentinel ${cell.sentinel}`;
  const states = { off: /gate=none watch=none/, watch: /gate=none watch=on/, gate: /gate=(nft|iptables) watch=on/ };
  const complete = cell.dropped === 0 && cell.gaps === 0 && states[cell.sentinel].test(cell.script);
  if (cell.off.length === all.length && cell.sentinel === "off")
    return {
      holds: complete && cell.application === "ran" && cell.markers > 0 && cell.clearFrames > 0,
      says: `${name}: everything in clear (the control)`,
    };
  if (cell.off.length === 0)
    return {
      holds: complete && cell.application === "ran" && cell.markers === 0 && cell.clearFrames === 0 && cell.ended.length === 0,
      says: `${name}: runs to its end, encrypted`,
    };
  const quiet = complete && cell.markers === 0;
  if (cell.sentinel === "off" && cell.off.length === 1) return { holds: quiet, says: `${name}: encrypted, or no start` };
  if (cell.sentinel === "off") return { holds: complete, says: `${name}: shown, not claimed` };
  const allowed = cell.sentinel === "gate" ? 0 : handful;
  const told = cell.ended.length === 0 || cell.sentence !== "";
  return {
    holds: quiet && cell.clearFrames <= allowed && told,
    says: `${name}: no marker, at most ${allowed} frames in clear`,
  };
}

function describe(cell: DeliveryCell): string {
  return `${cell.application}, ${cell.markers} markers, ${cell.clearFrames} clear frames, ${cell.ended.length} ended, ${cell.seconds} s`;
}
