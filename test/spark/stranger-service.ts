import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Cluster, ports, waitFor } from "./cluster";
import type { NodeName } from "./network";
import { policyEnvironment } from "./run";
import type { Spark } from "./spark";

/** What came of an external shuffle service that has not got the settings of the cluster. */
export interface ShuffleServiceRun {
  /** What the service has of the script's settings. */
  name: string;
  spark: string;
  /** Whether the executor beside it could register: then its data would pass through a service that protects less. */
  registered: boolean;
  /** The line of a log that says why not; empty where none does. */
  reason: string;
  /** Whether a user finds out: by the sentinel's sentence, or by an executor's log that says that it ends for the shuffle service. */
  told: boolean;
}

/** What the service gets of the script's settings, and what its own or an executor's log says then. */
const variants: { name: string; keeps: (setting: string) => boolean; reason: RegExp }[] = [
  // SPARK-56227's discussion: a shuffle service of YARN that was not told the cipher. Ciphertext is read as a length, of either sign. To a
  // stranger it answers like the others do, so that only an executor finds it out.
  {
    name: "all but the cipher's name",
    keeps: (name) => name !== "spark.network.crypto.cipher",
    reason: /Too large frame|Frame length should be positive/,
  },
  // These the sentinel asks as a stranger, before any executor does.
  { name: "none of the settings", keeps: () => false, reason: /ended process \d+ \(.*ExternalShuffleService\).* with 'clear'/ },
  {
    name: "authentication only",
    keeps: (name) => name.startsWith("spark.authenticate"),
    reason: /ended process \d+ \(.*ExternalShuffleService\).* with 'sasl-clear'/,
  },
];

const registration = /Registered executor .*AppExecId/;

/**
 * Gives the shuffle service of one worker fewer settings than a cluster in mode `gcm` has: Databricks may start its own from other
 * files than the script writes. The other worker's service has all of them.
 * @throws where an executor cannot register with the service that has all settings: the rest then proves nothing.
 */
export async function tryShuffleServices(spark: Spark, folder: string): Promise<ShuffleServiceRun[]> {
  const environment = policyEnvironment("gcm");
  const apart = { "spark.shuffle.service.enabled": "false" };
  // As many executors as both workers have cores: one that ends is started again on the same worker.
  const cluster = new Cluster(spark, folder, { "spark.cores.max": "4" });
  try {
    const scripts = cluster.start({ driver: environment, worker1: environment, worker2: environment }, { worker1: apart, worker2: apart });
    for (const [node, script] of Object.entries(scripts))
      if (script && script.status !== 0) throw new Error(`the script refused ${node}: ${script.output}`);
    const all = Object.entries(cluster.written("worker1")).filter(([name]) => name.startsWith("spark."));
    startService(cluster, "worker1", "service", all);
    if (!(await waitFor(() => cluster.registered().length === 2, 90)))
      throw new Error(`only ${cluster.registered().length} of 2 workers registered: ${cluster.log("driver", "master").slice(-2000)}`);
    const work = join(folder, "driver", "work");
    writeFileSync(join(work, "job.py"), readFileSync(resolve(__dirname, "integrity-job.py")));
    const runs: ShuffleServiceRun[] = [];
    for (const { name, keeps, reason } of variants) {
      const log = `service-${runs.length}`;
      const service = startService(
        cluster,
        "worker2",
        log,
        all.filter(([setting]) => keeps(setting)),
      );
      if (runs.length === 0) cluster.submit(join(work, "job.py"), [join(work, "result.json")]);
      const said = () => `${cluster.log("worker2", log)}\n${executorLog(cluster, "worker2")}`.split("\n");
      const found = () => said().find((line) => reason.test(line));
      const told = () =>
        /ended process/.test(found() ?? "") || /Unable to register with external shuffle server/.test(executorLog(cluster, "worker2"));
      await waitFor(() => (found() !== undefined && told()) || registration.test(cluster.log("worker2", log)), 90);
      runs.push({
        name,
        spark: spark.version,
        registered: registration.test(cluster.log("worker2", log)),
        reason: found()?.trim().slice(0, 200) ?? "",
        told: told(),
      });
      service.kill("SIGKILL");
    }
    if (!(await waitFor(() => registration.test(cluster.log("worker1", "service")), 60)))
      throw new Error(`no executor registered with a service that has all settings: ${cluster.log("worker1", "service").slice(-2000)}`);
    return runs;
  } finally {
    await cluster.stop();
  }
}

/** Starts Spark's own external shuffle service with settings of its own, on the port that executors ask. */
function startService(cluster: Cluster, node: NodeName, log: string, settings: [string, string][]) {
  const open = ["java.base/java.lang", "java.base/java.nio", "java.base/sun.nio.ch", "java.base/java.util.concurrent"];
  return cluster.spawnOn(node, log, [
    ...["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
    ...open.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
    ...settings.map(([name, value]) => `-D${name}=${value}`),
    ...[`-Dspark.shuffle.service.port=${ports.shuffle}`, "-cp", `${cluster.spark.home}/jars/*`],
    "org.apache.spark.deploy.ExternalShuffleService",
  ]);
}

/** What the executors of a node have logged. */
function executorLog(cluster: Cluster, node: NodeName): string {
  const work = join(cluster.folder, node, "work");
  const files = (readdirSync(work, { recursive: true }) as string[]).filter((name) => name.endsWith("/stderr"));
  return files.map((name) => readFileSync(join(work, name), "utf8")).join("\n");
}
