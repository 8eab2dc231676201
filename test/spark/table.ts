import { assumptions } from "./assumptions";
import { type Channel, channels, type DiskPlace, diskPlaces } from "./channels";
import { type DeliveryCell, paths } from "./delivery";
import type { ChannelRun } from "./measure-channels";
import type { Proof } from "./proof";
import { strangerTable } from "./stranger-table";

function table(head: (string | number)[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  return `${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}

/** The marker hits of each run, as a Markdown table. */
export function channelTable(runs: ChannelRun[]): string {
  return table(
    ["marker hits", ...runs.map((run) => `${run.spark} ${run.mode}`)],
    [
      ...Object.entries(channels).map(([channel, words]) => [`wire: ${words}`, ...runs.map((run) => run.wire[channel as Channel])]),
      ["wire: root secret, key, store password", ...runs.map((run) => (run.mode === "plain" ? "none used" : run.secretsOnWire))],
      ["wire: frames of Spark in clear", ...runs.map((run) => run.clearFrames)],
      ...Object.entries(diskPlaces).map(([place, words]) => [`disk: ${words}`, ...runs.map((run) => run.disk[place as DiskPlace])]),
      ["packets (dropped)", ...runs.map((run) => `${run.packets} (${run.dropped})`)],
    ],
  );
}

/** What became of each cluster on which paths were not honoured. */
export function deliveryTable(cells: DeliveryCell[]): string {
  const off = (cell: DeliveryCell) =>
    cell.premise ?? ([...cell.off.map((path) => paths[path]), ...cell.alsoOff.map((name) => `switch \`${name}\``)].join(", ") || "nothing");
  const sentinel = (cell: DeliveryCell) => (cell.premise ? "never started" : cell.sentinel);
  return table(
    ["Spark, mode", "not honoured", "sentinel", "application", "markers", "clear frames", "ended by the sentinel", "s"],
    cells.map((cell) => [
      `${cell.spark} ${cell.mode}`,
      off(cell),
      sentinel(cell),
      cell.application,
      cell.markers,
      cell.clearFrames,
      [...new Set(cell.ended.map((ended) => ended.split(":")[0]))].join(", ") || "–",
      cell.seconds,
    ]),
  );
}

/** Every assumption of the rig about Databricks. */
export function assumptionTable(): string {
  return table(
    ["switch", "assumed", "source", "default"],
    Object.entries(assumptions).map(([name, { assumed, source, on }]) => [`\`${name}\``, assumed, source, on ? "on" : "off"]),
  );
}

/** The whole proof as a page. */
export function proofPage(proof: Proof): string {
  const { versions, script } = proof;
  const premise = script.environment.filter(({ expected }) => expected === "premise");
  const names = (start: string) =>
    premise
      .filter((run) => run.start === start)
      .map(({ name }) => name)
      .join("; ");
  return `# Link 4: what a run of the proof has shown

Made by \`npm run test:spark -- --keep\` on ${proof.date} (${proof.kind} run, ${proof.passed} checks passed, ${proof.failed} failed, ${proof.seconds} s);
the same as JSON: [link-4.json](link-4.json). Apache Spark ${versions.spark.join(", ")}, ${versions.java}, ${versions.kernel}. Nothing of it ran on Databricks.

## Settings that do not arrive

A driver with master and two workers, each a network namespace. \`off\`: the rig has ended the sentinel. \`watch\`: a container without NET_ADMIN. \`gate\`:
with it. The job shuffles one marker for ten seconds; markers and frames are counted in a capture of the bridge between the nodes.

${deliveryTable(proof.delivery)}
## Channels and disks

${channelTable(proof.channels.runs)}
## Who is refused

${table(
  ["Spark", "node", "refused", "reason in a log"],
  proof.refusals.map((run) => [run.spark, run.name, run.oddNodeRegistered ? "no" : "yes", run.reason.replaceAll("|", "/").slice(0, 110)]),
)}
A byte that is changed on the wire: ${proof.integrity.map((run) => `${run.spark} ${run.mode}: ${run.noticed ? "noticed" : "not noticed"}, result ${run.result}`).join("; ")}.
A release whose AES-GCM drops messages: the script ends with ${proof.brokenGcm.scriptStatus}; by hand ${proof.brokenGcm.registeredByHand} workers registered in ${proof.brokenGcm.watchedSeconds} s.

## What Spark leaves open to strangers

Somebody without a secret, at an address of no node, asks by Spark's own messages. \`refused\` without content; the words of each answer are in the JSON.

${strangerTable(proof.stranger.clusters)}
${proof.stranger.shuffleServices.map((run) => `A shuffle service with ${run.name}: ${run.registered ? "an executor registers" : "no executor registers"} (${run.reason}).`).join("\n")}

## The script

${script.refusals.length} ways of refusing, each with exit status 1, one sentence and nothing left behind. Other files of the driver's folder: ${script.otherFiles.handMade} spellings made by
hand and ${script.otherFiles.random} random files (seed ${script.otherFiles.seed}), of which the published parser (${versions.hoconParser}) resolves ${script.otherFiles.decisive} to a setting of ours; ${script.otherFiles.letThrough} were let through.
Environment: ${script.environment.filter(({ start }) => start === "by its first line").length} shapes by the script's first line, ${script.environment.filter(({ start }) => start !== "by its first line").length} as \`bash SCRIPT\`. What acts before the script can, a premise: by its first line ${names("by its first line")};
as \`bash SCRIPT\` ${names("as bash SCRIPT")}. Spark then has the policy's settings without a secret, and does not start (last row of the first table).

## What the rig assumes of Databricks

${assumptionTable()}`;
}
