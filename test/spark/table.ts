import { type Channel, channels, type DiskPlace, diskPlaces } from "./channels";
import type { ChannelRun } from "./measure-channels";

/** The marker hits of each run, as a Markdown table. */
export function channelTable(runs: ChannelRun[]): string {
  const head = ["marker hits", ...runs.map((run) => `${run.spark} ${run.mode}`)];
  const row = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  return `${[
    row(head),
    row(head.map(() => "---")),
    ...Object.entries(channels).map(([channel, words]) => row([`wire: ${words}`, ...runs.map((run) => run.wire[channel as Channel])])),
    row(["wire: root secret, key, store password", ...runs.map((run) => (run.mode === "plain" ? "none used" : run.secretsOnWire))]),
    ...Object.entries(diskPlaces).map(([place, words]) => row([`disk: ${words}`, ...runs.map((run) => run.disk[place as DiskPlace])])),
    row(["packets (dropped)", ...runs.map((run) => `${run.packets} (${run.dropped})`)]),
  ].join("\n")}\n`;
}
