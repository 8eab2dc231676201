import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type NodeName, NodeNetwork, nodeNames } from "./network";
import { type Spark, sparkCache } from "./spark";

/** The script that is shipped: every run uses it byte for byte. */
export const shippedScript = resolve(__dirname, "../../init-scripts/encrypt-node-traffic.sh");

/** What a node gets in its environment from the cluster policy; undefined for a node that starts without the script. */
export type NodeEnvironment = Record<string, string> | undefined;

/** How the script ended on a node. */
export interface ScriptRun {
  status: number;
  output: string;
}

/** Ports, fixed so that streams can be told apart. */
export const ports = { master: 7077, worker: 7078, driver: 7001, driverBlocks: 7002, executorBlocks: 7003, shuffle: 7337 };

/** What every cluster has, secured or not: nothing is compressed, so that a marker is found if it is in clear. */
const plainSettings: Record<string, string> = {
  "spark.shuffle.compress": "false",
  "spark.broadcast.compress": "false",
  "spark.shuffle.spill.compress": "false",
  "spark.rdd.compress": "false",
  "spark.shuffle.service.enabled": "true",
  "spark.ui.enabled": "false",
};

/** A cluster of real Spark: master with driver, two workers with external shuffle services, in a network of its own. */
export class Cluster {
  readonly folder: string;
  readonly network: NodeNetwork;
  readonly spark: Spark;
  readonly #processes: ChildProcess[] = [];
  readonly #settings: Record<string, string>;
  readonly #javaOptions: string;

  /**
   * @param settings - further settings of the driver.
   * @param javaOptions - of every JVM. Defaults to what starts fastest: the second compiler, whose AES is faster, is left out.
   */
  constructor(
    spark: Spark,
    folder: string,
    settings: Record<string, string> = {},
    javaOptions = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto",
  ) {
    this.spark = spark;
    this.#javaOptions = javaOptions;
    this.folder = folder;
    this.#settings = settings;
    rmSync(folder, { recursive: true, force: true });
    for (const node of nodeNames) {
      for (const part of ["databricks/jars", "conf", "local", "logs", "work"]) mkdirSync(join(folder, node, part), { recursive: true });
      for (const jar of readdirSync(join(spark.home, "jars")).filter((name) => name.includes("network-common"))) {
        try {
          linkSync(join(spark.home, "jars", jar), join(folder, node, "databricks/jars", jar));
        } catch {
          copyFileSync(join(spark.home, "jars", jar), join(folder, node, "databricks/jars", jar));
        }
      }
    }
    this.network = new NodeNetwork();
  }

  /** Runs the shipped script on a node, as root, before any JVM. */
  runScript(node: NodeName, environment: Record<string, string>, readOnly?: "home" | "conf"): ScriptRun {
    copyFileSync(shippedScript, join(this.folder, node, "work", "init.sh"));
    const { status, stdout, stderr } = spawnSync("ip", this.#enter(node, ["/bin/bash", join(this.folder, node, "work", "init.sh")]), {
      encoding: "utf8",
      env: {
        PATH: process.env.PATH,
        SPARK_CACHE: sparkCache,
        DB_CLUSTER_ID: "1124-090000-proof123",
        DB_HOME: "/databricks",
        DB_IS_DRIVER: node === "driver" ? "TRUE" : "FALSE",
        DB_CONTAINER_IP: this.network.address(node),
        DB_DRIVER_IP: this.network.address("driver"),
        ...(readOnly ? { READ_ONLY: readOnly } : {}),
        ...environment,
      },
    });
    return { status: status ?? 1, output: `${stdout}${stderr}`.trim() };
  }

  /** Starts master and workers; a node with an environment runs the script first, and starts no Spark where it fails. */
  start(
    environments: Record<NodeName, NodeEnvironment>,
    extra: Partial<Record<NodeName, Record<string, string>>> = {},
  ): Record<NodeName, ScriptRun | undefined> {
    const runs = {} as Record<NodeName, ScriptRun | undefined>;
    for (const node of nodeNames) {
      const environment = environments[node];
      runs[node] = environment && this.runScript(node, environment);
      this.#writeDefaults(node, extra[node] ?? {});
    }
    const started = (node: NodeName) => (runs[node]?.status ?? 0) === 0;
    if (started("driver")) {
      this.#spawn("driver", "master", [
        "bin/spark-class",
        "org.apache.spark.deploy.master.Master",
        "--host",
        this.network.address("driver"),
        "--port",
        String(ports.master),
        "--webui-port",
        "8080",
      ]);
    }
    for (const node of ["worker1", "worker2"] as const) {
      if (!started(node)) continue;
      const master = `spark://${this.network.address("driver")}:${ports.master}`;
      this.#spawn(node, "worker", [
        "bin/spark-class",
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        this.network.address(node),
        "--port",
        String(ports.worker),
        "--webui-port",
        "8081",
        "-c",
        "1",
        "-m",
        "2g",
        master,
      ]);
    }
    return runs;
  }

  /** Runs a Python program as the cluster's driver; it reads what Databricks' driver reads. */
  submit(program: string, args: string[], environment: Record<string, string> = {}): ChildProcess {
    return this.#spawn("driver", "job", ["bin/spark-submit", program, ...args], environment);
  }

  /** Runs a Scala program in a Spark shell on the cluster. */
  shell(program: string): ChildProcess {
    const child = this.#spawn("driver", "shell", ["bin/spark-shell"], {}, "pipe");
    child.stdin?.end(readFileSync(program));
    return child;
  }

  /** Starts another program on a node, in its file system. */
  spawnOn(node: NodeName, log: string, command: string[]): ChildProcess {
    return this.#launch(node, log, command, {});
  }

  /** What a process of a node has logged so far. */
  log(node: NodeName, name: string): string {
    const path = join(this.folder, node, "logs", `${name}.log`);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  /** The addresses of the workers that the master has taken in. */
  registered(): string[] {
    return [...new Set([...this.log("driver", "master").matchAll(/Registering worker ([0-9.]+):/g)].map((match) => match[1] as string))];
  }

  /** The settings that the script has written on a node. */
  written(node: NodeName): Record<string, string> {
    const path = join(this.folder, node, "databricks/conf/spark.executor.extraJavaOptions");
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
    return Object.fromEntries(
      lines.filter((line) => line.startsWith("-D")).map((line) => [line.slice(2, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  }

  /** Seconds of processor time that executors have used. */
  executorCpuSeconds(): number {
    let ticks = 0;
    for (const node of nodeNames) {
      for (const pid of this.network.processes(node)) {
        try {
          if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("CoarseGrainedExecutorBackend")) continue;
          const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
          ticks += Number(fields[11]) + Number(fields[12]);
        } catch {
          // It ended meanwhile.
        }
      }
    }
    return ticks / 100;
  }

  async stop(): Promise<void> {
    for (const child of this.#processes) child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 300));
    this.network.remove();
  }

  #writeDefaults(node: NodeName, extra: Record<string, string>): void {
    const address = this.network.address(node);
    const driver = {
      "spark.master": `spark://${address}:${ports.master}`,
      "spark.driver.host": address,
      "spark.driver.bindAddress": address,
      "spark.driver.port": String(ports.driver),
      "spark.driver.blockManager.port": String(ports.driverBlocks),
      "spark.blockManager.port": String(ports.executorBlocks),
      "spark.cores.max": "2",
      "spark.executor.cores": "1",
      "spark.executor.memory": "600m",
      "spark.driver.memory": "800m",
      "spark.default.parallelism": "4",
      "spark.sql.shuffle.partitions": "4",
      "spark.sql.adaptive.enabled": "false",
      "spark.sql.autoBroadcastJoinThreshold": "-1",
      "spark.python.worker.memory": "1m",
      "spark.shuffle.spill.numElementsForceSpillThreshold": "1000",
      "spark.locality.wait": "0",
      ...this.#settings,
    };
    const settings = { ...plainSettings, ...(node === "driver" ? driver : {}), ...extra };
    const branch = join(this.folder, node, "databricks/driver/conf/spark-branch.conf");
    const own = node === "driver" && existsSync(branch) ? readFileSync(branch, "utf8") : "";
    const text =
      Object.entries(settings)
        .map(([name, value]) => `${name} ${value}\n`)
        .join("") + own;
    writeFileSync(join(this.folder, node, "conf", "spark-defaults.conf"), text, { mode: 0o600 });
  }

  #enter(node: NodeName, command: string[]): string[] {
    return [
      "netns",
      "exec",
      this.network.namespace(node),
      "unshare",
      "-m",
      resolve(__dirname, "enter-node.sh"),
      join(this.folder, node),
      this.folder,
      ...command,
    ];
  }

  #spawn(
    node: NodeName,
    log: string,
    [program, ...args]: string[],
    environment: Record<string, string> = {},
    stdin: "pipe" | "ignore" = "ignore",
  ): ChildProcess {
    return this.#launch(node, log, [join(this.spark.home, program as string), ...args], environment, stdin);
  }

  #launch(
    node: NodeName,
    log: string,
    command: string[],
    environment: Record<string, string>,
    stdin: "pipe" | "ignore" = "ignore",
  ): ChildProcess {
    const folder = join(this.folder, node);
    const output = openSync(join(folder, "logs", `${log}.log`), "w");
    const options = existsSync(join(folder, "databricks/conf/spark.executor.extraJavaOptions"));
    const isDriver = log === "job" || log === "shell";
    const child = spawn("ip", this.#enter(node, command), {
      stdio: [stdin, output, output],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        SPARK_CACHE: sparkCache,
        SPARK_HOME: this.spark.home,
        SPARK_CONF_DIR: join(folder, "conf"),
        SPARK_LOCAL_IP: this.network.address(node),
        SPARK_LOCAL_HOSTNAME: this.network.address(node),
        SPARK_PUBLIC_DNS: this.network.address(node),
        SPARK_LOCAL_DIRS: join(folder, "local"),
        SPARK_WORKER_DIR: join(folder, "work"),
        SPARK_NO_DAEMONIZE: "1",
        SPARK_DAEMON_MEMORY: "400m",
        PYSPARK_PYTHON: this.spark.python,
        PYSPARK_DRIVER_PYTHON: this.spark.python,
        // The JVMs of master, workers and executors take what the script wrote, as Databricks' do; by a file, not by their command line.
        JDK_JAVA_OPTIONS: `${this.#javaOptions}${options && !isDriver ? " @/databricks/conf/spark.executor.extraJavaOptions" : ""}`,
        ...environment,
      },
    });
    this.#processes.push(child);
    return child;
  }
}

/** A root secret as Pulumi makes it: 32 random bytes, in base64. */
export function newRootSecret(): string {
  return randomBytes(32).toString("base64");
}

/** Waits until something holds; false where it does not within a time. */
export async function waitFor(condition: () => boolean, seconds: number): Promise<boolean> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return condition();
}
