import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Switches, switches } from "../assumptions";
import { Cluster, type ScriptRun } from "../cluster";
import { sentinelProcesses } from "../sentinel-status";
import type { Spark } from "../spark";

/** Runs the shipped script again and again on one node that is as new each time. */
export class ScriptBench {
  readonly cluster: Cluster;
  readonly spark: Spark;

  constructor(spark: Spark, folder: string, changed: Partial<Switches> = {}) {
    this.spark = spark;
    this.cluster = new Cluster(spark, folder, {}, { switches: switches(changed) });
  }

  /** The node's `/databricks` on this machine. */
  get databricks(): string {
    return this.cluster.nodes.driver.databricks();
  }

  /** Makes the node new: nothing that an earlier run has written or started is left. */
  renew(): void {
    for (const pid of sentinelProcesses(this.cluster, "driver")) process.kill(pid, "SIGKILL");
    this.cluster.nodes.driver.renew(this.spark);
  }

  run(environment: Record<string, string | undefined>): ScriptRun {
    return this.cluster.runScript("driver", environment);
  }

  /** Runs a command on the node. */
  on(...command: string[]): ScriptRun {
    return this.cluster.nodes.driver.run(command, { PATH: process.env.PATH });
  }

  /** Every file below `/databricks` but the jars, with its text. */
  files(): Record<string, string> {
    return Object.fromEntries(listing(this.databricks).map((path) => [path, readFileSync(join(this.databricks, path), "latin1")]));
  }

  /** The permissions of a file, such as 600. */
  modeOf(path: string): string {
    return (statSync(join(this.databricks, path)).mode & 0o777).toString(8);
  }

  async end(): Promise<void> {
    await this.cluster.stop();
  }
}

/** Files that the sentinel writes while it runs, and that say nothing of what the script has written. */
const ofSentinel = /sentinel\.(json|log)|init_scripts\//;

/** Every file below a folder, without the jars and what the sentinel says; an empty folder that was made does not count. */
export function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith("jars/") && !ofSentinel.test(path))
    .sort();
}
