import type { StrangerRun } from "./stranger";

/** What a stranger gets of each cluster, as a Markdown table: a cluster a column. */
export function strangerTable(clusters: StrangerRun[]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const head = ["asked for", ...clusters.map(({ spark, mode }) => `${spark} ${mode}`)];
  const names = clusters[0]?.rows.map(({ name }) => name) ?? [];
  const cell = ({ rows }: StrangerRun, name: string) => rows.find((row) => row.name === name)?.outcome ?? "–";
  return `${[
    line(head),
    line(head.map(() => "---")),
    ...names.map((name) => line([name, ...clusters.map((cluster) => cell(cluster, name))])),
    line(["the driver's sentinel saw served", ...clusters.map(({ served }) => (served === undefined ? "none there" : String(served)))]),
  ].join("\n")}\n`;
}
