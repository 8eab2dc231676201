import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type NodeTrafficMode, pinnedSettings } from "../../src/azure/node-traffic";
import { type Switches, switches } from "./assumptions";
import { readDriverFiles } from "./driver-files";
import { archiveFolder, jvmArguments, mainClasses, quickJava, type Role } from "./jvm";
import { type NodeName, NodeNetwork, nodeNames } from "./network";
import { ClusterNode } from "./node";
import { javaProgram, type Spark } from "./spark";
import { commonSettings, driverDefaults, ports } from "./spark-settings";

export { ports };

/** The script that is shipped: every run uses it byte for byte. */
export const shippedScript = resolve(__dirname, "../../init-scripts/encrypt-node-traffic.sh");

/** What a node gets in its environment from the cluster policy; undefined for a node that starts without the script. */
export type NodeEnvironment = Record<string, string> | undefined;

/** How the script ended on a node. */
export interface ScriptRun {
  status: number;
  output: string;
}

/** What one start of a cluster can have otherwise than the rest. */
export interface ClusterOptions {
  /** Options of every JVM. Defaults to what starts fastest. */
  javaOptions?: string;
  /** Which assumptions about Databricks hold. Defaults to all of them. */
  switches?: Switches;
  /** Whether JVMs that end by themselves leave an archive of their classes. Defaults to no. */
  record?: boolean;
  /** Variables of every JVM, as a cluster policy could set them. Defaults to none. */
  environment?: Record<string, string>;
}

/** A cluster of real Spark: master with driver, two workers with external shuffle services, in a network of its own. */
export class Cluster {
  readonly folder: string;
  readonly network: NodeNetwork;
  readonly spark: Spark;
  readonly nodes: Record<NodeName, ClusterNode>;
  /** What the driver has logged about files that it skipped. */
  readonly driverLog: string[] = [];
  readonly #processes: ChildProcess[] = [];
  readonly #settings: Record<string, string>;
  readonly #options: Required<ClusterOptions>;

  /** @param settings - further settings of the driver. */
  constructor(spark: Spark, folder: string, settings: Record<string, string> = {}, options: ClusterOptions = {}) {
    this.spark = spark;
    this.folder = folder;
    this.#settings = settings;
    this.#options = { javaOptions: quickJava, switches: switches(), record: false, environment: {}, ...options };
    rmSync(folder, { recursive: true, force: true });
    this.network = new NodeNetwork();
    this.nodes = Object.fromEntries(
      nodeNames.map((node) => [node, new ClusterNode(node, folder, this.network, spark, this.#options.switches)]),
    ) as Record<NodeName, ClusterNode>;
  }

  /**
   * Runs the shipped script on a node, as root, before any JVM.
   * @param environment - what the cluster policy sets; with HARDENED_SPARK_MODE, `/tmp/custom-spark.conf` is there too.
   */
  runScript(
    node: NodeName,
    environment: Record<string, string | undefined>,
    { killAfterMilliseconds }: { killAfterMilliseconds?: number } = {},
  ): ScriptRun {
    const { switches: assumed } = this.#options;
    const script = join(this.folder, node, "work", "init.sh");
    copyFileSync(shippedScript, script);
    chmodSync(script, 0o755);
    if (assumed.policyConf && assumed.customSparkConf && environment.HARDENED_SPARK_MODE)
      this.nodes[node].write("/tmp/custom-spark.conf", properties(policySettings(environment)));
    const { status, output } = this.nodes[node].run(
      [
        ...(killAfterMilliseconds === undefined ? [] : ["/usr/bin/timeout", "-s", "KILL", String(killAfterMilliseconds / 1000)]),
        ...(assumed.shebang ? [script] : ["/bin/bash", script]),
      ],
      {
        PATH: process.env.PATH,
        DB_CLUSTER_ID: "1124-090000-proof123",
        DB_IS_DRIVER: node === "driver" ? "TRUE" : "FALSE",
        DB_CONTAINER_IP: this.network.address(node),
        DB_DRIVER_IP: this.network.address("driver"),
        ...(assumed.environment ? environment : {}),
      },
    );
    return { status, output };
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
    }
    this.startSpark(runs, environments.driver, extra);
    return runs;
  }

  /** Starts master and workers where the script ended well, or where none ran. */
  startSpark(
    runs: Record<NodeName, ScriptRun | undefined>,
    policy: NodeEnvironment,
    extra: Partial<Record<NodeName, Record<string, string>>> = {},
  ): void {
    const { switches: assumed } = this.#options;
    this.#writeSettings("driver", "conf", { ...commonSettings, ...extra.driver });
    const files = assumed.driverFiles
      ? readDriverFiles(this.nodes.driver.databricks("driver/conf"), assumed.sectionHeaders)
      : { settings: {}, log: [] };
    this.driverLog.push(...files.log);
    const pinned = policy && assumed.policyConf ? policySettings({ HARDENED_SPARK_MODE: modeOf(runs.driver), ...policy }) : {};
    this.#writeSettings("driver", "driver-conf", {
      ...commonSettings,
      ...driverDefaults(this.network.address("driver")),
      ...this.#settings,
      ...extra.driver,
      ...(assumed.policyBeatsFiles ? { ...files.settings, ...pinned } : { ...pinned, ...files.settings }),
    });
    const started = (node: NodeName) => (runs[node]?.status ?? 0) === 0;
    if (started("driver")) {
      const own = ["--host", this.network.address("driver"), "--port", String(ports.master), "--webui-port", "8080"];
      this.#java("driver", "master", own);
    }
    for (const node of ["worker1", "worker2"] as const) if (started(node)) this.startWorker(node, extra[node]);
  }

  /** Starts a worker with its shuffle service. */
  startWorker(node: "worker1" | "worker2", extra: Record<string, string> = {}): void {
    this.#writeSettings(node, "conf", { ...commonSettings, ...extra });
    const own = ["--host", this.network.address(node), "--port", String(ports.worker), "--webui-port", "8081"];
    const master = `spark://${this.network.address("driver")}:${ports.master}`;
    this.#java(node, "worker", [...own, "-c", "2", "-m", "4g", master]);
  }

  /** Makes a node new: its processes end, and nothing that was written is left. */
  async clear(node: NodeName): Promise<void> {
    this.nodes[node].end();
    await waitFor(() => this.network.processes(node).length === 0, 10);
    this.nodes[node].renew(this.spark);
  }

  /** Runs a Python program as the cluster's driver; it reads what Databricks' driver reads. */
  submit(program: string, args: string[], environment: Record<string, string> = {}): ChildProcess {
    return this.#java("driver", "driver", [program, ...args], environment);
  }

  /** Runs a Scala program in a Spark shell on the cluster. */
  shell(program: string): ChildProcess {
    const args = ["--class", "org.apache.spark.repl.Main", "--name", "Spark shell", "spark-shell"];
    const child = this.#java("driver", "driver", args, { RIG_MORE_OPTIONS: "-Dscala.usejavacp=true" }, "shell", "pipe");
    child.stdin?.end(readFileSync(program));
    return child;
  }

  /** Starts another program on a node, in its file system. */
  spawnOn(node: NodeName, log: string, command: string[]): ChildProcess {
    return this.#spawn(node, log, command, this.#environment(node, "worker"));
  }

  /** What a process of a node has logged so far. */
  log(node: NodeName, name: string): string {
    return this.nodes[node].log(name);
  }

  /** The addresses of the workers that the master has taken in. */
  registered(): string[] {
    return [...new Set([...this.log("driver", "master").matchAll(/Registering worker ([0-9.]+):/g)].map((match) => match[1] as string))];
  }

  /** The settings that the script has written on a node. */
  written(node: NodeName): Record<string, string> {
    const path = this.nodes[node].databricks("conf/spark.executor.extraJavaOptions");
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

  /** Lets every process end in its own time, up to a minute. */
  async end(): Promise<void> {
    for (const node of nodeNames) for (const pid of this.network.processes(node)) if (isJava(pid)) process.kill(pid, "SIGTERM");
    await waitFor(() => nodeNames.every((node) => this.network.processes(node).every((pid) => !isJava(pid))), 60);
  }

  async stop(): Promise<void> {
    for (const child of this.#processes) child.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 300));
    this.network.remove();
  }

  #writeSettings(node: NodeName, folder: "conf" | "driver-conf", settings: Record<string, string>): void {
    mkdirSync(join(this.folder, node, folder), { recursive: true });
    writeFileSync(join(this.folder, node, folder, "spark-defaults.conf"), properties(settings), { mode: 0o600 });
  }

  #java(
    node: NodeName,
    role: Role,
    args: string[],
    environment: Record<string, string> = {},
    log = role === "driver" ? "job" : role,
    stdin: "pipe" | "ignore" = "ignore",
  ): ChildProcess {
    const java = join(this.folder, node, "java/bin/java");
    const command = [java, ...jvmArguments(this.spark, role), mainClasses[role], ...args];
    return this.#spawn(node, log, command, { ...this.#environment(node, role), ...environment }, stdin);
  }

  #environment(node: NodeName, role: Role): Record<string, string | undefined> {
    const folder = join(this.folder, node);
    const address = this.network.address(node);
    const { switches: assumed, javaOptions, record, environment } = this.#options;
    return {
      PATH: process.env.PATH,
      HOME: folder,
      JAVA_HOME: join(folder, "java"),
      SPARK_HOME: this.spark.home,
      // Which one does not matter where jars/ is there; Spark's own scripts set it, and the launcher asks.
      SPARK_SCALA_VERSION: "2.13",
      SPARK_CONF_DIR: join(folder, role === "driver" ? "driver-conf" : "conf"),
      SPARK_LOCAL_IP: address,
      SPARK_LOCAL_HOSTNAME: address,
      SPARK_PUBLIC_DNS: address,
      SPARK_LOCAL_DIRS: join(folder, "local"),
      SPARK_WORKER_DIR: join(folder, "work"),
      PYTHONHASHSEED: "0",
      PYSPARK_PYTHON: this.spark.python,
      PYSPARK_DRIVER_PYTHON: this.spark.python,
      RIG_JAVA: javaProgram(),
      RIG_JAVA_OPTIONS: javaOptions,
      RIG_ARCHIVES: archiveFolder(this.spark),
      RIG_ROLE: role,
      RIG_RECORD: record && node !== "worker2" ? "1" : undefined,
      // JVMs take options by a file, not by their command line: what is written there for them is secret.
      RIG_READS_OPTIONS: assumed.executorFile ? "1" : undefined,
      RIG_DAEMON_READS_OPTIONS: assumed.daemonSettings && role !== "driver" ? "1" : undefined,
      ...environment,
    };
  }

  #spawn(
    node: NodeName,
    log: string,
    command: string[],
    environment: Record<string, string | undefined>,
    stdin: "pipe" | "ignore" = "ignore",
  ): ChildProcess {
    const child = this.nodes[node].spawn(command, log, environment, stdin);
    this.#processes.push(child);
    return child;
  }
}

function isJava(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] === javaProgram();
  } catch {
    return false;
  }
}

/** Settings as Spark's own files hold them. */
function properties(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join("");
}

/** What the policy fixes as `spark_conf` beside an environment. */
function policySettings(environment: Record<string, string | undefined>): Record<string, string> {
  return pinnedSettings(environment.HARDENED_SPARK_MODE as NodeTrafficMode, { wireOnly: environment.HARDENED_SPARK_WIRE_ONLY === "1" });
}

/** The mode that the script says it has chosen; empty where it says none. */
export function modeOf(run: ScriptRun | undefined): string {
  return /mode=(\w+)/.exec(run?.output ?? "")?.[1] ?? "";
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
