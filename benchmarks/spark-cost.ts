import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { run } from "../test/spark/network";
import { keep } from "../test/spark/proof";
import { ensureSpark, missingParts, sparkLines } from "../test/spark/spark";
import { stateFolder } from "../tools/engine/run-local";
import { type CostResult, costModes, type Family, families } from "./spark-cost-modes";
import { compareBuffers, costTable, sentinelSummary, summarise } from "./spark-cost-report";

/**
 * What encryption between nodes costs: processor time and bytes on the wire for the same shuffle, plain and in each mode of a family.
 * The clusters of a batch stand side by side and shuffle in turn, so that the machine's moods hit all alike. Each whole batch is kept;
 * a further call goes on after it.
 */
const usage = `Usage: spark-cost.ts [--batches N] [--rounds N] [--rows N] [--spark VERSION] [--family gcm|tls] [--once] [--report FILE]
  --batches N   batches of each family in all, those of earlier calls included (default 3)
  --rounds N    rounds of a batch (default 4)
  --rows N      rows of about 105 bytes in a shuffle (default 4000000)
  --spark V     Spark (default ${sparkLines.tls}, which has both modes)
  --family F    only this family (default both)
  --once        at most one batch in this call
  --report FILE measures nothing: writes what was measured as JSON, and prints its table`;

/** What earlier calls have measured. */
interface Kept {
  spark: string;
  rows: number;
  java: string;
  machine: string;
  date: string;
  results: CostResult[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      batches: { type: "string", default: "3" },
      rounds: { type: "string", default: "4" },
      rows: { type: "string", default: "4000000" },
      spark: { type: "string", default: sparkLines.tls },
      family: { type: "string" },
      once: { type: "boolean", default: false },
      report: { type: "string" },
    },
  });
  const [batches, rounds, rows] = [Number(values.batches), Number(values.rounds), Number(values.rows)];
  if (![batches, rounds, rows].every((value) => Number.isInteger(value) && value > 0))
    throw new UsageError(`--batches, --rounds and --rows take whole numbers above 0\n${usage}`);
  if (values.family && !families.includes(values.family as Family))
    throw new UsageError(`--family ${values.family}: gcm or tls is allowed\n${usage}`);
  const path = join(stateFolder, "spark-cost", `${values.spark}-${rows}.json`);
  const fresh = { spark: values.spark, rows, java: "", machine: "", date: "", results: [] };
  const kept: Kept = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Kept) : fresh;
  if (values.report && kept.results.length === 0)
    throw new UsageError(`--report ${values.report}: ${path} holds no results; measure first, without --report`);
  if (values.report) return report(kept, resolve(values.report));
  const missing = missingParts();
  if (missing.length > 0) throw new Error(`the benchmark needs ${missing.join(", ")}`);
  ensureSpark(values.spark, console.log);
  const next = (family: Family) => Math.max(-1, ...kept.results.filter((result) => result.family === family).map(({ batch }) => batch)) + 1;
  for (;;) {
    const wanted = families.filter((family) => (!values.family || family === values.family) && next(family) < batches);
    // The family with fewer batches first: they take turns, too.
    const family = wanted.toSorted((a, b) => next(a) - next(b))[0];
    if (!family) return;
    const results = await measureBatch(values.spark, family, next(family), rounds, rows);
    kept.results.push(...results);
    kept.java = run("sh", "-c", "java -version 2>&1 | sed -n 2p").trim();
    kept.machine = `${cpus().length} cores, ${cpus()[0]?.model.trim()}`;
    kept.date = new Date().toISOString().slice(0, 10);
    keep(path, `${JSON.stringify(kept, null, 2)}\n`);
    if (values.once) return;
  }
}

/** Starts a cluster for each mode, one after the other, and lets them shuffle in turn. */
async function measureBatch(spark: string, family: Family, batch: number, rounds: number, rows: number): Promise<CostResult[]> {
  const modes = costModes(family);
  const clusters = new Map<string, ChildProcess>();
  const results: CostResult[] = [];
  try {
    for (const [i, { name }] of modes.entries()) {
      const folder = join(stateFolder, "spark-cost", `cluster-${i}`);
      const child = fork(resolve(__dirname, "spark-cost-cluster.ts"), [spark, family, name, String(rows), folder], {
        execArgv: process.execArgv,
      });
      clusters.set(name, child);
      await answer(child, name);
    }
    for (let round = 0; round < rounds; round++) {
      const first = (round + batch) % modes.length;
      for (const { name } of [...modes.slice(first), ...modes.slice(0, first)]) {
        const child = clusters.get(name) as ChildProcess;
        child.send(round);
        const result = { family, batch, mode: name, ...((await answer(child, name)) as Omit<CostResult, "family" | "batch" | "mode">) };
        results.push(result);
        const { executorSeconds, serviceSeconds, wireBytes, wallSeconds, load } = result;
        console.log(
          `${family} batch ${batch + 1}, round ${round + 1}, ${name}: ${executorSeconds.toFixed(2)} + ${serviceSeconds.toFixed(2)} CPU s, ${(wireBytes / 1e6).toFixed(0)} MB, ${wallSeconds.toFixed(1)} s, load ${load.toFixed(1)}`,
        );
      }
    }
    return results;
  } finally {
    const ended = [...clusters.values()].filter((child) => child.exitCode === null).map((child) => once(child, "close"));
    for (const child of clusters.values()) if (child.connected) child.disconnect();
    await Promise.all(ended);
  }
}

/** The next message of a cluster's process. */
async function answer(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`the cluster of ${name} ended`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}

/** Writes the results with their summary, and prints the table. */
function report(kept: Kept, file: string): void {
  const summaries = families.flatMap((family) => summarise(kept.results.filter((result) => result.family === family)));
  const buffers = families.flatMap((family) => compareBuffers(kept.results, family));
  const loads = kept.results.map(({ load }) => load);
  console.log(
    `Spark ${kept.spark}, ${kept.rows} rows, ${kept.java}, ${kept.machine}, ${kept.date}; load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}\n\n${costTable(summaries)}\n`,
  );
  for (const { family, ratio } of buffers)
    console.log(
      `${family}, 128 KiB buffers against 8 KiB: ${ratio.median.toFixed(3)}, ${ratio.from.toFixed(3)} to ${ratio.to.toFixed(3)} with ${(100 * ratio.level).toFixed(1)} % confidence`,
    );
  const sentinel = sentinelSummary(kept.results);
  if (sentinel)
    console.log(
      `sentinel of the busiest node, per cent of a core, median (largest): busy ${sentinel.busy.map((value) => value.toFixed(2)).join(" (")}), idle ${sentinel.idle.map((value) => value.toFixed(2)).join(" (")}); ${sentinel.residentMegabytes.toFixed(0)} MB resident`,
    );
  keep(file, `${JSON.stringify({ ...kept, summaries, buffers, sentinel }, null, 2)}\n`);
}

class UsageError extends Error {}

main().catch((error: Error & { code?: string }) => {
  const usageError = error instanceof UsageError || error.code?.startsWith("ERR_PARSE_ARGS");
  console.error(error.message);
  process.exitCode = usageError ? 2 : 1;
});
