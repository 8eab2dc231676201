import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Cluster, ports, waitFor } from "./cluster";
import { policyEnvironment } from "./run";
import type { Spark } from "./spark";

/** What came of one byte that was changed on the wire. */
export interface IntegrityRun {
  mode: string;
  spark: string;
  /** Bytes that the proxy changed: without one the run proves nothing. */
  changed: number;
  /** `right`: the change was noticed and the data fetched again; `failed`: noticed, and the job failed; `wrong`: not noticed. */
  result: "right" | "failed" | "wrong";
  /** The line of a log that says that it was noticed; empty where none does. */
  noticed: string;
}

/** Changes one byte of shuffle data between nodes and looks at what the job makes of it. */
export async function tryIntegrity(spark: Spark, folder: string, mode: "gcm" | "tls" | "ctr"): Promise<IntegrityRun> {
  const environment = policyEnvironment(mode);
  const behind = { "spark.shuffle.service.port": String(ports.shuffle + 1) };
  const cluster = new Cluster(spark, folder, {
    "spark.shuffle.service.port": String(ports.shuffle),
    "spark.shuffle.io.retryWait": "1s",
    "spark.reducer.maxSizeInFlight": "1m",
  });
  try {
    const scripts = cluster.start(
      { driver: environment, worker1: environment, worker2: environment },
      { worker1: behind, worker2: behind },
    );
    for (const [node, script] of Object.entries(scripts))
      if (script && script.status !== 0) throw new Error(`the script refused ${node}: ${script.output}`);
    for (const node of ["worker1", "worker2"] as const) {
      const flips = node === "worker2" ? "1" : "0";
      cluster.spawnOn(node, "proxy", [
        "python3",
        resolve(__dirname, "flip-proxy.py"),
        String(ports.shuffle),
        cluster.network.address(node),
        String(ports.shuffle + 1),
        flips,
        "300000",
      ]);
    }
    if (!(await waitFor(() => cluster.registered().length === 2, 90)))
      throw new Error(`only ${cluster.registered().length} of 2 workers registered`);
    const result = join(folder, "driver", "work", "result.json");
    writeFileSync(join(folder, "driver", "work", "job.py"), readFileSync(resolve(__dirname, "integrity-job.py")));
    const job = cluster.submit(join(folder, "driver", "work", "job.py"), [result]);
    const ended = once(job, "close");
    if (!(await waitFor(() => existsSync(result) || job.exitCode !== null, 180)) || !existsSync(result))
      throw new Error(`the job did not finish: ${cluster.log("driver", "job").slice(-2000)}`);
    await ended;
    const outcome = JSON.parse(readFileSync(result, "utf8")) as { expected: number; shuffled?: number; error?: string };
    const noticedBy =
      /AEADBadTag|Tag mismatch|mac check|bad_record_mac|BAD_DECRYPT|Bad record MAC|InvalidCipherText|Cipher tag|FetchFailed|fetch failure/i;
    const { stdout } = spawnSync("grep", ["-rhE", noticedBy.source, "-i", join(folder), "--include=*.log", "--include=stderr"], {
      encoding: "utf8",
    }) as { stdout: string };
    return {
      mode,
      spark: spark.version,
      changed: (cluster.log("worker2", "proxy").match(/changed a byte/g) ?? []).length,
      result: outcome.error !== undefined ? "failed" : outcome.shuffled === outcome.expected ? "right" : "wrong",
      noticed: stdout.split("\n")[0]?.trim().slice(0, 200) ?? "",
    };
  } finally {
    await cluster.stop();
  }
}
