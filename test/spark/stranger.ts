import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Cluster, ports, waitFor } from "./cluster";
import { nodeNames, run } from "./network";
import { policyEnvironment } from "./run";
import { endedBySentinels, sentinelStatus } from "./sentinel-status";
import type { Spark } from "./spark";
import { type Protection, requests } from "./stranger-requests";

/** One request of somebody who knows no secret, and what Spark made of it. */
export interface StrangerRow {
  name: string;
  spark: string;
  /** `plain`, or the value of `HARDENED_SPARK_MODE`; with ` wireOnly` where files are not encrypted. */
  mode: string;
  /** The message and where it goes. */
  request: string;
  /** The type of Spark's answer, with its words. */
  answer: string;
  /** Bytes of content that the stranger got. */
  bytes: number;
  /** Whether the marker was readable in them. */
  readable: boolean;
  /** The version of TLS that any client gets; empty where the bytes came in clear. */
  tls: string;
  /** Lines that all processes of the cluster logged meanwhile. */
  logged: number;
  /** What that comes to, in words. */
  outcome: string;
  expected: string;
  asExpected: boolean;
}

/** Every request to one cluster. */
export interface StrangerRun {
  spark: string;
  mode: string;
  rows: StrangerRow[];
  /** What the driver's sentinel says that it saw served in clear text; undefined on a plain cluster, which has none. */
  served: number | undefined;
  /** What sentinels have ended: nothing, or a stranger could end clusters. */
  ended: string[];
  asExpected: boolean;
}

/** A release of Spark that asks for authentication before it serves files and chunks: the proof that these tests would see it. */
export const fixedRelease = "4.2.1";

/** The stranger's address: no node of the cluster. */
const strangerAddress = "10.77.0.99";

interface Target {
  host: string;
  port: number;
  /** The number of an open stream there. */
  stream?: string;
}

interface Assets {
  app: string;
  streams: Record<string, Target>;
}

/**
 * Starts a cluster, lets it hold files, blocks and open streams, and asks for each as a stranger.
 * @param mode - `plain` for the positive control: what is refused otherwise is understood and handed on there.
 * @throws where the cluster does not come up, the job does not hold what is asked for, or ends while it is asked.
 */
export async function tryStranger(
  spark: Spark,
  folder: string,
  mode: Protection,
  options: { wireOnly?: boolean; fixed?: boolean } = {},
): Promise<StrangerRun> {
  const environment =
    mode === "plain" ? undefined : { ...policyEnvironment(mode), ...(options.wireOnly ? { HARDENED_SPARK_WIRE_ONLY: "1" } : {}) };
  const cluster = new Cluster(spark, folder);
  try {
    const scripts = cluster.start({ driver: environment, worker1: environment, worker2: environment });
    for (const [node, script] of Object.entries(scripts))
      if (script && script.status !== 0) throw new Error(`the script refused ${node}: ${script.output}`);
    run("ip", "-n", cluster.network.wire, "addr", "add", `${strangerAddress}/24`, "dev", "br0");
    const { job, closed, marker, result, assets } = await holdAssets(cluster);
    const rows: StrangerRow[] = [];
    for (const { name, to, message, answers } of requests) {
      const target: Target | undefined =
        to === "driver RPC" ? { host: cluster.network.address("driver"), port: ports.driver } : assets.streams[to];
      if (!target) throw new Error(`the job opened no stream for ${to}`);
      const before = linesLogged(cluster);
      const asked = run(
        "ip",
        ...["netns", "exec", cluster.network.wire, "python3", resolve(__dirname, "stranger.py")],
        JSON.stringify({ host: target.host, port: target.port, tls: mode === "tls", marker, ...message(target, assets.app) }),
      );
      // A log line comes a little after the answer.
      await new Promise((resolve) => setTimeout(resolve, 200));
      const got = JSON.parse(asked) as { answer: string; text: string; bytes: number; marker: boolean; tls: string };
      const expected = answers(mode, spark.version, options);
      rows.push({
        name,
        spark: spark.version,
        mode: options.wireOnly ? `${mode} wireOnly` : mode,
        request: `${message(target, assets.app).kind} to ${to === "driver RPC" ? "the driver's RPC port" : `${target.host}:${target.port}`}`,
        answer: got.text ? `${got.answer}: ${got.text}` : got.answer,
        bytes: got.bytes,
        readable: got.marker,
        tls: got.tls,
        logged: linesLogged(cluster) - before,
        outcome: outcomeOf(got),
        expected: `${expected.answer.source}${expected.readable ? ", readable" : ""}`,
        asExpected: expected.answer.test(got.text ? `${got.answer}: ${got.text}` : got.answer) && got.marker === expected.readable,
      });
    }
    if (job.exitCode !== null) throw new Error(`the job ended while it was asked: ${cluster.log("driver", "job").slice(-2000)}`);
    writeFileSync(`${result}.stop`, "");
    await closed;
    const served = environment && sentinelStatus(cluster, "driver")?.served;
    const ended = endedBySentinels(cluster);
    // Inside TLS a sentinel sees nothing of it.
    const inClear = (mode === "gcm" || mode === "ctr") && !options.fixed;
    return {
      spark: spark.version,
      mode: rows[0]?.mode ?? mode,
      rows,
      served,
      ended,
      asExpected: ended.length === 0 && (mode === "plain" ? served === undefined : inClear ? (served ?? 0) >= 3 : served === 0),
    };
  } finally {
    await cluster.stop();
  }
}

/** What a stranger has come to know, in words. */
function outcomeOf({ text, bytes, marker, tls }: { text: string; bytes: number; marker: boolean; tls: string }): string {
  if (bytes === 0)
    return /Unauthenticated|not authorized|Unknown challenge|Expected SaslMessage/.test(text) ? "refused" : "answered, nothing there";
  if (!marker) return `${bytes} bytes of ciphertext`;
  return `${bytes} bytes, readable, ${tls ? `inside ${tls}` : "in clear on the wire"}`;
}

/** Runs the job that holds what a stranger might want, until its streams are open. */
async function holdAssets(cluster: Cluster) {
  const marker = `HD${Buffer.from(crypto.getRandomValues(new Uint8Array(20))).toString("hex")}`;
  const file = (name: string) => join(cluster.folder, "driver", "work", name);
  if (!(await waitFor(() => cluster.registered().length === 2, 90)))
    throw new Error(`only ${cluster.registered().length} of 2 workers registered: ${cluster.log("driver", "master").slice(-2000)}`);
  mkdirSync(file("classes"), { recursive: true });
  for (const name of ["marker.txt", "marker.jar", "classes/Holder.class"]) writeFileSync(file(name), marker.repeat(3));
  writeFileSync(file("job.py"), readFileSync(resolve(__dirname, "stranger-job.py")));
  const given = { marker, file: file("marker.txt"), jar: file("marker.jar"), classes: file("classes"), shufflePort: ports.shuffle };
  writeFileSync(file("assets.json"), JSON.stringify(given));
  const result = file("result.json");
  const job = cluster.submit(file("job.py"), [file("assets.json"), result]);
  const closed = once(job, "close");
  await waitFor(() => existsSync(result) || job.exitCode !== null, 180);
  if (!existsSync(result)) throw new Error(`the job did not open its streams: ${cluster.log("driver", "job").slice(-3000)}`);
  // The search leaves out the end of a marker: Kryo changes the last byte of a string.
  return { job, closed, marker: marker.slice(0, -2), result, assets: JSON.parse(readFileSync(result, "utf8")) as Assets };
}

/** Lines in the logs of every process of the cluster. */
function linesLogged(cluster: Cluster): number {
  const files = nodeNames.flatMap((node) => {
    const [logs, work] = [join(cluster.folder, node, "logs"), join(cluster.folder, node, "work")];
    const executors = (readdirSync(work, { recursive: true }) as string[]).filter((name) => name.endsWith("/stderr"));
    return [...readdirSync(logs).map((name) => join(logs, name)), ...executors.map((name) => join(work, name))];
  });
  return files.reduce((sum, file) => sum + readFileSync(file, "utf8").split("\n").length - 1, 0);
}
