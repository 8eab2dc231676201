import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Switches } from "./assumptions";
import type { NodeName, NodeNetwork } from "./network";
import { type Spark, sparkCache } from "./spark";

/** One machine of a test cluster: a file system, processes and a network of its own. */
export class ClusterNode {
  readonly name: NodeName;
  /** Its folder on this machine; `databricks` below it is the node's `/databricks`. */
  readonly folder: string;
  readonly #cluster: string;
  readonly #network: NodeNetwork;
  readonly #switches: Switches;
  #holder: number | undefined;

  constructor(name: NodeName, cluster: string, network: NodeNetwork, spark: Spark, assumed: Switches) {
    this.name = name;
    this.folder = join(cluster, name);
    this.#cluster = cluster;
    this.#network = network;
    this.#switches = assumed;
    for (const part of ["conf", "local", "logs", "work", "java/bin"]) mkdirSync(join(this.folder, part), { recursive: true });
    copyFileSync(resolve(__dirname, "java-launcher.sh"), join(this.folder, "java/bin/java"));
    this.renew(spark);
  }

  /** Makes `/databricks` what it is on a node that has just started. */
  renew(spark: Spark): void {
    mkdirSync(this.databricks(), { recursive: true });
    for (const name of readdirSync(this.databricks())) rmSync(this.databricks(name), { recursive: true, force: true });
    mkdirSync(this.databricks("jars"));
    for (const jar of readdirSync(join(spark.home, "jars")).filter((file) => file.includes("network-common")))
      linkOrCopy(join(spark.home, "jars", jar), this.databricks("jars", jar));
  }

  /** A path on this machine of a path below the node's `/databricks`. */
  databricks(...parts: string[]): string {
    return join(this.folder, "databricks", ...parts);
  }

  /**
   * Runs a program on the node and waits for it, no longer than a minute.
   * @param environment - all that it has; what leads it there has none of it.
   */
  run(command: string[], environment: Record<string, string | undefined>): { status: number; output: string } {
    const variables = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
    const limited = ["/usr/bin/timeout", "-s", "KILL", "60", "/usr/bin/env", "-i", ...variables, ...command];
    const { status, stdout, stderr } = spawnSync("nsenter", this.#enter(limited), { encoding: "utf8" });
    return { status: status ?? 1, output: `${stdout}${stderr}`.trim() };
  }

  /** Starts a program on the node; what it prints goes to a log of the node. */
  spawn(
    command: string[],
    log: string,
    environment: Record<string, string | undefined>,
    stdin: "pipe" | "ignore" = "ignore",
  ): ChildProcess {
    const output = openSync(join(this.folder, "logs", `${log}.log`), "w");
    return spawn("nsenter", this.#enter(command), { stdio: [stdin, output, output], env: environment as NodeJS.ProcessEnv });
  }

  /** Ends every process of the node. */
  end(): void {
    for (const pid of this.#network.processes(this.name)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
    this.#holder = undefined;
    rmSync(join(this.folder, "ready"), { force: true });
  }

  /** What a process of the node has logged so far. */
  log(name: string): string {
    const path = join(this.folder, "logs", `${name}.log`);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  /** Writes a file of the node that is neither below `/databricks` nor seen by other nodes. */
  write(path: string, text: string): void {
    this.#holder ??= this.#hold();
    writeFileSync(`/proc/${this.#holder}/root${path}`, text);
  }

  #enter(command: string[]): string[] {
    this.#holder ??= this.#hold();
    const dropped = [...(this.#switches.netAdmin ? [] : ["-net_admin"]), ...(this.#switches.netRaw ? [] : ["-net_raw"])].join(",");
    return [
      ...["--target", String(this.#holder), "--mount", "--net", "--root"],
      ...["/usr/bin/env", `--chdir=${this.#cluster}`],
      ...(dropped ? ["setpriv", `--bounding-set=${dropped}`, `--inh-caps=${dropped}`] : []),
      ...command,
    ];
  }

  /** Makes the node's namespaces; they end with the last process in its network. Ip, unshare and the holder are one process after the other. */
  #hold(): number {
    const namespace = this.#network.namespace(this.name);
    const holder = [resolve(__dirname, "node-holder.sh"), this.folder, this.#cluster, sparkCache];
    mkdirSync(sparkCache, { recursive: true });
    const child = spawn("ip", ["netns", "exec", namespace, "unshare", "-m", ...holder], {
      stdio: ["ignore", openSync(join(this.folder, "logs", "holder.log"), "w"), "inherit"],
    });
    for (let i = 0; i < 1000 && !existsSync(join(this.folder, "ready")); i++)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    if (!existsSync(join(this.folder, "ready")) || child.pid === undefined)
      throw new Error(`${this.name} has no file system of its own: ${readFileSync(join(this.folder, "logs", "holder.log"), "utf8")}`);
    return child.pid;
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
