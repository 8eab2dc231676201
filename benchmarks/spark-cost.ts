import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { run } from "../test/spark/network";
import { ensureSpark, missingParts, sparkLines } from "../test/spark/spark";
import { stateFolder } from "../tools/engine/run-local";
import { costTable, median, medianInterval, ratios, summarise } from "./spark-cost-report";
import { type CostResult, costModes, measureCost } from "./spark-cost-run";

/**
 * What encryption between nodes costs: processor time and bytes on the wire for the same shuffle, plain and in each mode, on
 * clusters that take turns so that the machine's moods hit all alike. Each whole turn is kept; a further call goes on after it.
 */
const usage = `Usage: spark-cost.ts [--turns N] [--rows N] [--spark VERSION] [--modes "plain;gcm;…"] [--once] [--report FILE]
  --turns N     turns in all, those of earlier calls included (default 12)
  --rows N      rows of about 105 bytes in a shuffle (default 8000000)
  --spark V     Spark (default ${sparkLines.tls}, which has both modes)
  --modes M;M   of: ${costModes.map(({ name }) => name).join("; ")} (default all); plain is always among them
  --once        at most one turn in this call
  --report FILE measures nothing: writes what was measured as JSON, and prints its table`;

interface Kept {
  spark: string;
  rows: number;
  java: string;
  date: string;
  machine: string;
  results: CostResult[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      turns: { type: "string", default: "12" },
      rows: { type: "string", default: "8000000" },
      spark: { type: "string", default: sparkLines.tls },
      modes: { type: "string" },
      once: { type: "boolean", default: false },
      report: { type: "string" },
    },
  });
  const [turns, rows] = [Number(values.turns), Number(values.rows)];
  if (!(turns > 0 && rows > 0)) throw new Error(`--turns ${values.turns} and --rows ${values.rows} must be numbers above 0\n${usage}`);
  const wanted = values.modes?.split(";").map((name) => name.trim());
  const unknown = wanted?.filter((name) => !costModes.some((mode) => mode.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`no mode is called ${unknown.join(", ")}\n${usage}`);
  const modes = costModes.filter(({ name }) => !wanted || name === "plain" || wanted.includes(name));
  const path = join(stateFolder, "spark-cost", `${values.spark}-${rows}.json`);
  const kept: Kept = existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as Kept)
    : {
        spark: values.spark,
        rows,
        java: run("sh", "-c", "java -version 2>&1 | head -1").trim(),
        date: "",
        machine: `${cpus().length} cores, ${cpus()[0]?.model.trim()}`,
        results: [],
      };
  if (values.report) return report(kept, values.report);
  const missing = missingParts();
  if (missing.length > 0) throw new Error(`the benchmark needs ${missing.join(", ")}`);
  const spark = ensureSpark(values.spark, console.log);
  for (let turn = Math.max(-1, ...kept.results.map((result) => result.turn)) + 1; turn < turns; turn++) {
    const results: CostResult[] = [];
    // Another order each time: no mode always comes first.
    for (const mode of [...modes.slice(turn % modes.length), ...modes.slice(0, turn % modes.length)]) {
      const result = await measureCost(spark, join(stateFolder, "spark-cost", "cluster"), mode, turn, rows);
      results.push(result);
      const { executorSeconds, serviceSeconds, wireBytes, wallSeconds, load } = result;
      console.log(
        `${turn + 1}/${turns} ${mode.name}: ${executorSeconds.toFixed(1)} + ${serviceSeconds.toFixed(1)} CPU s, ${(wireBytes / 1e6).toFixed(0)} MB on the wire, ${wallSeconds.toFixed(1)} s, load ${load.toFixed(1)}`,
      );
    }
    kept.results.push(...results);
    kept.date = new Date().toISOString().slice(0, 10);
    keep(path, kept);
    if (values.once) break;
  }
}

/** Writes the results with their summary, and prints the table. */
function report(kept: Kept, file: string): void {
  const summaries = summarise(kept.results);
  const buffers = ["gcm", "tls"].flatMap((mode) => {
    const against = ratios(kept.results, `${mode}, 128 KiB file buffers`, mode);
    return against.length === 0 ? [] : [{ mode, median: median(against), confidence: medianInterval(against) }];
  });
  const loads = kept.results.map((result) => result.load);
  const turns = new Set(kept.results.map((result) => result.turn)).size;
  console.log(
    `Spark ${kept.spark}, ${kept.java}, ${kept.machine}, ${kept.date}; ${turns} turns, load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`,
  );
  console.log(`\n${costTable(summaries)}\n`);
  for (const { mode, median: middle, confidence } of buffers)
    console.log(
      `${mode} with 128 KiB buffers against ${mode}: ${middle.toFixed(3)} (${confidence.from.toFixed(3)} to ${confidence.to.toFixed(3)} with ${(100 * confidence.level).toFixed(1)} %)`,
    );
  keep(resolve(file), { ...kept, turns, summaries, buffers });
}

function keep(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.tmp`, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
