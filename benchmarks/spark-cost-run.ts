import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { Cluster, newRootSecret, waitFor } from "../test/spark/cluster";
import { nodeNames } from "../test/spark/network";
import type { Spark } from "../test/spark/spark";
import { makeTlsMaterial } from "../test/spark/tls-material";

/** What is compared: a mode of the script, with what is set beside it. */
export interface CostMode {
  name: string;
  /** What the cluster policy sets; undefined for a plain cluster. */
  environment: (() => Record<string, string>) | undefined;
  /** Settings of the user's beside the script's. */
  settings: Record<string, string>;
}

/** The same shuffle, once, in one mode. */
export interface CostResult {
  mode: string;
  /** Runs of one turn follow each other, in an order that changes from turn to turn: they are compared with each other. */
  turn: number;
  /** Processor time of both executors, in seconds. */
  executorSeconds: number;
  /** Processor time of both workers, which serve shuffle files, in seconds. */
  serviceSeconds: number;
  wireBytes: number;
  wallSeconds: number;
  /** Load of the machine, over one minute, at the end. */
  load: number;
}

const secret = () => ({ HARDENED_SPARK_ROOT_SECRET: newRootSecret() });
const gcm = () => ({ ...secret(), HARDENED_SPARK_MODE: "gcm" });
const tls = () => ({ ...secret(), HARDENED_SPARK_MODE: "tls", ...makeTlsMaterial("cost") });
const wireOnly = { HARDENED_SPARK_WIRE_ONLY: "1" };
const bigBuffers = { "spark.io.encryption.commons.config.stream.buffer.size": "131072" };

/** The modes of a comparison; `plain` is what the others are measured by. */
export const costModes: CostMode[] = [
  { name: "plain", environment: undefined, settings: {} },
  { name: "gcm", environment: gcm, settings: {} },
  { name: "gcm, 128 KiB file buffers", environment: gcm, settings: bigBuffers },
  { name: "gcm, wireOnly", environment: () => ({ ...gcm(), ...wireOnly }), settings: {} },
  { name: "tls", environment: tls, settings: {} },
  { name: "tls, 128 KiB file buffers", environment: tls, settings: bigBuffers },
  { name: "tls, wireOnly", environment: () => ({ ...tls(), ...wireOnly }), settings: {} },
];

/**
 * Shuffles rows on a fresh cluster: once to warm up, once measured.
 * @throws where the cluster does not come up, or less crossed the wire than a shuffle moves.
 */
export async function measureCost(spark: Spark, folder: string, mode: CostMode, turn: number, rows: number): Promise<CostResult> {
  const cluster = new Cluster(
    spark,
    folder,
    { "spark.executor.memory": "1500m", "spark.shuffle.spill.numElementsForceSpillThreshold": String(2 ** 31 - 1), ...mode.settings },
    { javaOptions: "" },
  );
  try {
    const environment = mode.environment?.();
    const scripts = cluster.start({ driver: environment, worker1: environment, worker2: environment });
    for (const run of Object.values(scripts)) if (run && run.status !== 0) throw new Error(`${mode.name}: ${run.output}`);
    const work = join(folder, "driver", "work");
    writeFileSync(join(work, "job.py"), readFileSync(resolve(__dirname, "spark-job.py")));
    const job = cluster.submit(join(work, "job.py"), [work, String(rows)]);
    await waitFor(() => existsSync(join(work, "ready")) || job.exitCode !== null, 240);
    if (!existsSync(join(work, "ready"))) throw new Error(`${mode.name}: the job did not get ready`);
    const sent = () => nodeNames.reduce((sum, node) => sum + cluster.network.bytesSent(node), 0);
    const read = () => ({ ...processorTime(cluster), bytes: sent(), time: Date.now() });
    const before = read();
    writeFileSync(join(work, "go-0"), "");
    if (!(await waitFor(() => existsSync(join(work, "done-0")), 600))) throw new Error(`${mode.name}: the shuffle did not end`);
    const after = read();
    const wireBytes = after.bytes - before.bytes;
    // Half of the rows cross the wire: a shuffle that moved less was none.
    if (wireBytes < rows * 25) throw new Error(`${mode.name}: only ${wireBytes} bytes crossed the wire: the run is void`);
    writeFileSync(join(work, "stop"), "");
    return {
      mode: mode.name,
      turn,
      executorSeconds: after.executors - before.executors,
      serviceSeconds: after.services - before.services,
      wireBytes,
      wallSeconds: (after.time - before.time) / 1000,
      load: loadavg()[0] as number,
    };
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of processor time that executors and workers have used so far. */
function processorTime(cluster: Cluster): { executors: number; services: number } {
  const used = { executors: 0, services: 0 };
  for (const pid of nodeNames.flatMap((node) => cluster.network.processes(node))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const kind = command.includes("CoarseGrainedExecutorBackend")
        ? "executors"
        : command.includes("deploy.worker.Worker")
          ? "services"
          : undefined;
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      if (kind) used[kind] += (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      // It ended meanwhile.
    }
  }
  return used;
}
