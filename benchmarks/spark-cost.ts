import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { Cluster, newRootSecret, waitFor } from "../test/spark/cluster";
import { nodeNames } from "../test/spark/network";
import { ensureSpark, missingParts, sparkLines } from "../test/spark/spark";
import { makeTlsMaterial } from "../test/spark/tls-material";
import { stateFolder } from "../tools/engine/run-local";

/**
 * What encryption between nodes costs: processor time of executors and bytes on the wire for the same shuffle, plain and in each
 * mode, on clusters that take turns so that the machine's moods hit all alike. Usage: spark-cost.ts [REPETITIONS] [ROWS] [MODE;MODE…]
 */
const repetitions = Number(process.argv[2] ?? 5);
const rows = Number(process.argv[3] ?? 10_000_000);
const folder = join(stateFolder, "spark-cost");

/** RPC TLS by OpenSSL (netty's own), which takes PEM files. */
const openSslSettings = {
  "spark.ssl.rpc.openSslEnabled": "true",
  "spark.ssl.rpc.privateKey": "/databricks/conf/encrypt-node-traffic/node.key",
  "spark.ssl.rpc.certChain": "/databricks/conf/encrypt-node-traffic/node.pem",
};

interface Mode {
  name: string;
  environment: Record<string, string> | undefined;
  /** Settings beside the script's, to try what could be cheaper. */
  extra: Record<string, string>;
}

async function main(): Promise<void> {
  const missing = missingParts();
  if (missing.length > 0) throw new Error(`the benchmark needs ${missing.join(", ")}`);
  const spark = ensureSpark(sparkLines.tls, console.log);
  const root = { HARDENED_SPARK_ROOT_SECRET: newRootSecret() };
  const files = "spark.io.encryption";
  const everyMode: Mode[] = [
    { name: "plain", environment: undefined, extra: {} },
    { name: "gcm", environment: root, extra: {} },
    { name: "tls", environment: { ...root, ...makeTlsMaterial("cost") }, extra: {} },
    // The wire alone, without the encryption of what lies on disk, to tell the two apart.
    { name: "gcm, disk plain", environment: root, extra: { "spark.io.encryption.enabled": "false" } },
    { name: "tls, disk plain", environment: { ...root, ...makeTlsMaterial("cost") }, extra: { "spark.io.encryption.enabled": "false" } },
    // What could be cheaper than what the script sets.
    {
      name: "gcm, disk by JCE",
      environment: root,
      extra: { [`${files}.commons.config.cipher.classes`]: "org.apache.commons.crypto.cipher.JceCipher" },
    },
    {
      name: "gcm, disk by OpenSSL",
      environment: root,
      extra: { [`${files}.commons.config.cipher.classes`]: "org.apache.commons.crypto.cipher.OpenSslCipher" },
    },
    { name: "gcm, disk 128 bits", environment: root, extra: { [`${files}.keySizeBits`]: "128" } },
    { name: "tls, OpenSSL", environment: { ...root, ...makeTlsMaterial("cost") }, extra: openSslSettings },
  ];
  const wanted = process.argv[4]?.split(";");
  const modes = everyMode.filter(({ name }, i) => (wanted ? wanted.includes(name) : i < 5));
  const results: { mode: string; turn: number; cpuSeconds: number; wireBytes: number; wallSeconds: number; load: number }[] = [];
  for (let turn = 0; turn < repetitions; turn++) {
    // Another order each time: no mode always comes first.
    for (const mode of [...modes.slice(turn % modes.length), ...modes.slice(0, turn % modes.length)]) {
      const cluster = new Cluster(
        spark,
        join(folder, `cluster-${turn}-${modes.indexOf(mode)}`),
        { "spark.executor.memory": "1500m", "spark.shuffle.spill.numElementsForceSpillThreshold": String(2 ** 31 - 1), ...mode.extra },
        { javaOptions: "-XX:+UseSerialGC" },
      );
      try {
        const scripts = cluster.start({ driver: mode.environment, worker1: mode.environment, worker2: mode.environment });
        for (const run of Object.values(scripts)) if (run && run.status !== 0) throw new Error(run.output);
        const work = join(cluster.folder, "driver", "work");
        writeFileSync(join(work, "job.py"), readFileSync(resolve(__dirname, "spark-job.py")));
        if (mode.extra === openSslSettings) writePem(cluster, mode.environment ?? {});
        if (Object.keys(mode.extra).length > 0) overrideScript(cluster, mode.extra);
        cluster.submit(join(work, "job.py"), [work, String(rows)]);
        if (!(await waitFor(() => existsSync(join(work, "ready")), 240)))
          throw new Error(`${mode.name}: ${cluster.log("driver", "job").slice(-1500)}`);
        const sent = () => nodeNames.reduce((sum, node) => sum + cluster.network.bytesSent(node), 0);
        const [cpu, bytes, started] = [cluster.executorCpuSeconds(), sent(), Date.now()];
        writeFileSync(join(work, "go-0"), "");
        if (!(await waitFor(() => existsSync(join(work, "done-0")), 600))) throw new Error(`${mode.name}: the shuffle did not end`);
        const result = {
          mode: mode.name,
          turn,
          cpuSeconds: cluster.executorCpuSeconds() - cpu,
          wireBytes: sent() - bytes,
          wallSeconds: (Date.now() - started) / 1000,
          load: loadavg()[0] as number,
        };
        // Half of the rows cross the wire: a shuffle that moved less was none.
        if (result.wireBytes < rows * 25) throw new Error(`${mode.name}: only ${result.wireBytes} bytes crossed the wire: the run is void`);
        results.push(result);
        console.log(
          `${turn + 1}/${repetitions} ${mode.name}: ${result.cpuSeconds.toFixed(1)} CPU s, ${(result.wireBytes / 1e6).toFixed(0)} MB on the wire, ${result.wallSeconds.toFixed(1)} s`,
        );
        writeFileSync(join(work, "stop"), "");
      } finally {
        await cluster.stop();
        rmSync(cluster.folder, { recursive: true, force: true });
      }
    }
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  const of = (mode: string, field: "cpuSeconds" | "wireBytes") => results.filter((r) => r.mode === mode).map((r) => r[field]);
  const lines = [
    "| mode | executor CPU s (median) | relative to plain (median, range) | bytes on the wire relative to plain |",
    "|---|---|---|---|",
    ...modes.map(({ name }) => {
      const ratios = of(name, "cpuSeconds").map((value, turn) => value / (of("plain", "cpuSeconds")[turn] as number));
      return `| ${name} | ${median(of(name, "cpuSeconds")).toFixed(1)} | ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}) | ${(median(of(name, "wireBytes")) / median(of("plain", "wireBytes"))).toFixed(3)} |`;
    }),
  ];
  const about = `Spark ${spark.version}, ${rows} rows shuffled ${repetitions} times a mode, modes in turn, on ${cpus().length} cores (${cpus()[0]?.model}), ${new Date().toISOString().slice(0, 10)}; load ${Math.min(...results.map((r) => r.load)).toFixed(1)}–${Math.max(...results.map((r) => r.load)).toFixed(1)}`;
  console.log(`\n${about}\n\n${lines.join("\n")}`);
  const path = join(folder, "cost.json");
  writeFileSync(`${path}.tmp`, `${JSON.stringify({ about, results }, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
}

/** Puts the node's key and certificate on each node as PEM files. */
function writePem(cluster: Cluster, environment: Record<string, string>): void {
  for (const node of nodeNames) {
    for (const [name, variable] of [
      ["node.key", "HARDENED_SPARK_TLS_KEY"],
      ["node.pem", "HARDENED_SPARK_TLS_CERTIFICATE"],
    ] as const) {
      writeFileSync(
        join(cluster.folder, node, "databricks/conf/encrypt-node-traffic", name),
        Buffer.from(environment[variable] ?? "", "base64"),
        { mode: 0o600 },
      );
    }
  }
}

/** Changes what the script wrote on each node: for settings that are to be tried against it. */
function overrideScript(cluster: Cluster, settings: Record<string, string>): void {
  for (const node of nodeNames) {
    for (const [file, form] of [
      ["databricks/conf/spark.executor.extraJavaOptions", (name: string) => new RegExp(`^-D${name}=.*$`, "m")],
      ["databricks/driver/conf/spark-branch.conf", (name: string) => new RegExp(`^${name} .*$`, "m")],
      ["conf/spark-defaults.conf", (name: string) => new RegExp(`^${name} .*$`, "m")],
    ] as const) {
      const path = join(cluster.folder, node, file);
      if (!existsSync(path)) continue;
      let text = readFileSync(path, "utf8");
      for (const [name, value] of Object.entries(settings)) {
        const line = file.endsWith("Options") ? `-D${name}=${value}` : `${name} ${value}`;
        const present = form(name.replaceAll(".", "\\."));
        text = present.test(text) ? text.replace(present, line) : `${text.trimEnd()}\n${line}\n`;
      }
      writeFileSync(path, text);
    }
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
