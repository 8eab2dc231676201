import { once } from "node:events";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Cluster } from "./cluster";
import { waitFor } from "./cluster";

const shipped = (name: string) => resolve(__dirname, "../../init-scripts", name);

/** Who the test cluster says it is, as Databricks' driver is told by settings. */
export const checkedWorkspace = { url: "adb-1111222233334444.4.azuredatabricks.net", id: "1111222233334444" };

/** What a cluster needs beside the rig's own settings, so that the check knows where it is. */
export const checkedSettings: Record<string, string> = {
  "spark.databricks.workspaceUrl": checkedWorkspace.url,
  "spark.databricks.clusterUsageTags.clusterOwnerOrgId": checkedWorkspace.id,
  "spark.databricks.clusterUsageTags.clusterId": "1124-090000-proof123",
};

/** What a run of the check left. */
export interface TrafficCheckRun {
  /** The text of the result file; empty where none was written. */
  result: string;
  output: string;
  status: number;
  seconds: number;
}

/** How a run differs from what is shipped. */
export interface TrafficCheckChange {
  /** Python that the recorder of every node runs before it starts: it can replace any of the recorder's functions. */
  recorder?: string;
  /** Python that runs on the driver before the program. */
  driver?: string;
  /** A command that Python workers are started through, such as one that takes rights away. */
  workersThrough?: string;
}

/** Runs the shipped check on a cluster that has started, with a signing key. */
export async function runTrafficCheck(cluster: Cluster, key: string, change: TrafficCheckChange = {}): Promise<TrafficCheckRun> {
  const started = Date.now();
  const file = (name: string) => join(cluster.folder, "driver", "work", name);
  const entry = '\nif __name__ == "__main__":';
  const place = (name: string, before: string | undefined) => {
    const text = readFileSync(shipped(name), "utf8");
    if (!text.includes(entry)) throw new Error(`${name} does not end as expected`);
    writeFileSync(file(name), text.replace(entry, `\n${before ?? ""}\n${entry}`));
  };
  place("node-traffic-recorder.py", change.recorder);
  place("node-traffic-check.py", change.driver);
  writeFileSync(file("check-key.pem"), key, { mode: 0o600 });
  rmSync(file("check.json"), { force: true });
  const environment: Record<string, string> = {};
  if (change.workersThrough) {
    const wrapper = join(cluster.folder, "worker-python");
    writeFileSync(wrapper, `#!/bin/sh\nexec ${change.workersThrough} ${cluster.spark.python} "$@"\n`);
    chmodSync(wrapper, 0o755);
    environment.PYSPARK_PYTHON = wrapper;
  }
  const job = cluster.submit(
    file("node-traffic-check.py"),
    [
      "--recorder",
      file("node-traffic-recorder.py"),
      "--script",
      shipped("encrypt-node-traffic.sh"),
      "--result",
      file("check.json"),
      "--key-file",
      file("check-key.pem"),
    ],
    environment,
  );
  const ended = once(job, "close");
  if (!(await waitFor(() => job.exitCode !== null, 240)))
    throw new Error(`the check did not end: ${cluster.log("driver", "job").slice(-3000)}`);
  await ended;
  return {
    result: existsSync(file("check.json")) ? readFileSync(file("check.json"), "utf8") : "",
    output: cluster.log("driver", "job"),
    status: job.exitCode ?? 1,
    seconds: Math.round((Date.now() - started) / 1000),
  };
}
