import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { Cluster, waitFor } from "../test/spark/cluster";
import { nodeNames } from "../test/spark/network";
import { sentinelProcesses } from "../test/spark/sentinel-status";
import { ensureSpark } from "../test/spark/spark";
import { type CostResult, costModes, type Family, type SentinelCost } from "./spark-cost-modes";

/**
 * One cluster of a batch, in a process of its own: `spark-cost-cluster.ts VERSION FAMILY MODE ROWS FOLDER`. Says `ready` to the process
 * that has forked it, answers each round's number with what one shuffle cost, and ends with it.
 */
const [version, family, name, rows, folder] = process.argv.slice(2) as [string, Family, string, string, string];
const mode = costModes(family).find((candidate) => candidate.name === name);
if (!mode) throw new Error(`no mode of ${family} is called ${name}`);

async function main(): Promise<void> {
  const settings = {
    "spark.executor.memory": "1g",
    "spark.shuffle.spill.numElementsForceSpillThreshold": String(2 ** 31 - 1),
    ...mode?.settings,
  };
  // The JVM as it is, with both compilers: what starts fastest has slower AES.
  const cluster = new Cluster(ensureSpark(version, console.error), folder, settings, { javaOptions: "" });
  const end = async (status: number) => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
    process.exit(status);
  };
  process.on("disconnect", () => end(0));
  try {
    const environment = mode?.environment?.();
    const scripts = cluster.start({ driver: environment, worker1: environment, worker2: environment });
    for (const run of Object.values(scripts)) if (run && run.status !== 0) throw new Error(run.output);
    const work = join(folder, "driver", "work");
    writeFileSync(join(work, "job.py"), readFileSync(resolve(__dirname, "spark-job.py")));
    const job = cluster.submit(join(work, "job.py"), [work, rows]);
    await waitFor(() => existsSync(join(work, "ready")) || job.exitCode !== null, 400);
    if (!existsSync(join(work, "ready"))) throw new Error(`the job did not get ready: ${cluster.log("driver", "job").slice(-1500)}`);
    let turn = 0;
    process.on("message", (round: number) => {
      shuffle(cluster, work, turn++).then(
        (cost) => process.send?.({ ...cost, round }),
        (error: Error) => {
          console.error(`${name}: ${error.message}`);
          return end(1);
        },
      );
    });
    process.send?.("ready");
  } catch (error) {
    console.error(`${name}: ${(error as Error).message}`);
    await end(1);
  }
}

interface Reading {
  executors: number;
  services: number;
  /** By node, in seconds. */
  sentinels: number[];
  bytes: number;
  time: number;
}

let last: Reading | undefined;

/** Lets the job shuffle once, and says what it cost. */
async function shuffle(cluster: Cluster, work: string, turn: number): Promise<Omit<CostResult, "family" | "batch" | "round" | "mode">> {
  const sent = () => nodeNames.reduce((sum, node) => sum + cluster.network.bytesSent(node), 0);
  const read = (): Reading => ({ ...processorTime(cluster), sentinels: sentinelTimes(cluster), bytes: sent(), time: Date.now() });
  const idleFrom = last;
  const before = read();
  writeFileSync(join(work, `go-${turn}`), "");
  if (!(await waitFor(() => existsSync(join(work, `done-${turn}`)), 600))) throw new Error("the shuffle did not end");
  const after = read();
  last = after;
  const wireBytes = after.bytes - before.bytes;
  // Half of the rows cross the wire: a shuffle that moved less was none.
  if (wireBytes < Number(rows) * 25) throw new Error(`only ${wireBytes} bytes crossed the wire: the run is void`);
  return {
    executorSeconds: after.executors - before.executors,
    serviceSeconds: after.services - before.services,
    wireBytes,
    wallSeconds: (after.time - before.time) / 1000,
    load: loadavg()[0] as number,
    ...(before.sentinels.length > 0
      ? {
          sentinel: {
            busy: share(before, after),
            ...(idleFrom ? { idle: share(idleFrom, before) } : {}),
            residentMegabytes: residentMegabytes(cluster),
          } satisfies SentinelCost,
        }
      : {}),
  };
}

/** The largest share of a core that one node's sentinel has used, in per cent. */
function share(from: Reading, to: Reading): number {
  const seconds = (to.time - from.time) / 1000;
  return (100 * Math.max(...to.sentinels.map((used, i) => used - (from.sentinels[i] ?? 0)))) / seconds;
}

/** Seconds of processor time of each sentinel; empty on a plain cluster. */
function sentinelTimes(cluster: Cluster): number[] {
  return nodeNames.flatMap((node) => sentinelProcesses(cluster, node)).map(secondsOf);
}

function residentMegabytes(cluster: Cluster): number {
  const pids = nodeNames.flatMap((node) => sentinelProcesses(cluster, node));
  return Math.max(...pids.map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024));
}

/** Seconds of processor time of a process. */
function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Seconds of processor time that executors and workers have used so far. */
function processorTime(cluster: Cluster): { executors: number; services: number } {
  const used = { executors: 0, services: 0 };
  for (const pid of nodeNames.flatMap((node) => cluster.network.processes(node))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const executor = command.includes("CoarseGrainedExecutorBackend");
      if (!executor && !command.includes("deploy.worker.Worker")) continue;
      used[executor ? "executors" : "services"] += secondsOf(pid);
    } catch {
      // It ended meanwhile.
    }
  }
  return used;
}

void main();
