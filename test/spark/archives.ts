import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Cluster, waitFor } from "./cluster";
import { archiveFolder, hasArchives, keepArchives } from "./jvm";
import type { Run } from "./run";
import type { Spark } from "./spark";

/** Makes archives of the classes that Spark's processes load, once for each version: clusters then start in two thirds of the time. */
export async function ensureArchives({ checks, folder, gcm, tls }: Run): Promise<void> {
  for (const spark of [gcm, tls]) {
    if (hasArchives(spark)) continue;
    checks.say(`recording the classes of Spark ${spark.version}, once`);
    await record(spark, join(folder, "cluster"));
  }
}

async function record(spark: Spark, folder: string): Promise<void> {
  mkdirSync(archiveFolder(spark), { recursive: true });
  const cluster = new Cluster(spark, folder, {}, { record: true });
  try {
    cluster.start({ driver: undefined, worker1: undefined, worker2: undefined });
    await waitFor(() => cluster.registered().length === 2, 60);
    const result = join(folder, "driver/work/result.json");
    const program = join(folder, "driver/work/job.py");
    writeFileSync(program, readFileSync(resolve(__dirname, "integrity-job.py")));
    const job = cluster.submit(program, [result]);
    await Promise.race([once(job, "close"), new Promise((done) => setTimeout(done, 120_000))]);
    if (!existsSync(result)) throw new Error(`the job that loads Spark's classes failed: ${cluster.log("driver", "job").slice(-2000)}`);
    // A JVM writes its archive when it ends by itself.
    await cluster.end();
    keepArchives(spark);
  } finally {
    await cluster.stop();
  }
}
