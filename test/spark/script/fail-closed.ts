import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { newRootSecret } from "../cluster";
import { fetchJar, type Spark } from "../spark";
import { encryptedKey, expiredMaterial, makeTlsMaterial } from "../tls-material";
import { listing, ScriptBench } from "./bench";

/** One way in which the script must refuse. */
export interface FailClosedCase {
  name: string;
  environment: Record<string, string | undefined>;
  /** What the one sentence must say. */
  expected: RegExp;
  /** What cannot be written. */
  readOnly?: string;
  /** Prepares the node's `/databricks`. */
  prepare?: (databricks: string) => void;
}

/** How one of them ended. */
export interface FailClosedRun {
  name: string;
  status: number;
  output: string;
  /** Exit status 1, one sentence that says what it must, nothing left behind, no secret in it. */
  right: boolean;
  why: string;
}

/** Tries every way in which the script must refuse, each on a node that is as new. */
export async function tryFailClosed(spark: Spark, folder: string): Promise<FailClosedRun[]> {
  const bench = new ScriptBench(spark, folder);
  try {
    return failClosedCases().map((one) => {
      bench.renew();
      if (one.readOnly) mkdirSync(join(bench.databricks, one.readOnly), { recursive: true });
      one.prepare?.(bench.databricks);
      const before = listing(bench.databricks);
      if (one.readOnly !== undefined) setReadOnly(bench, one.readOnly, "ro");
      const { status, output } = bench.run(one.environment);
      if (one.readOnly !== undefined) setReadOnly(bench, one.readOnly, "rw");
      const left = listing(bench.databricks).filter((path) => !before.includes(path));
      const secrets = Object.entries(one.environment).filter(([name, value]) => /SECRET|KEY/.test(name) && value && value.length >= 32);
      const leaks = secrets.some(([, value]) => output.includes(value as string));
      const sentences = output.split("\n").filter(Boolean);
      const faults = [
        ...(status === 1 ? [] : [`exit ${status}`]),
        ...(one.expected.test(output) ? [] : ["says something else"]),
        ...(sentences.length === 1 && sentences[0]?.startsWith("encrypt-node-traffic: ") ? [] : [`${sentences.length} lines`]),
        ...(left.length > 0 ? [`left behind: ${left.join(", ")}`] : []),
        ...(leaks ? ["a secret in the output"] : []),
      ];
      return { name: one.name, status, output, right: faults.length === 0, why: [...faults, output].join("; ") };
    });
  } finally {
    await bench.end();
  }
}

function setReadOnly(bench: ScriptBench, part: string, how: "ro" | "rw"): void {
  const path = join("/databricks", part);
  if (part !== "" && how === "ro") bench.on("mount", "--bind", path, path);
  if (part !== "" && how === "rw") bench.on("umount", path);
  else bench.on("mount", "-o", `remount,bind,${how}`, path);
}

function failClosedCases(): FailClosedCase[] {
  const root = newRootSecret();
  const good = makeTlsMaterial("good");
  const other = makeTlsMaterial("other");
  const tls = { HARDENED_SPARK_ROOT_SECRET: root, HARDENED_SPARK_MODE: "tls", ...good };
  const secret = (name: string, value: string | undefined, expected: RegExp): FailClosedCase => ({
    name: `root secret: ${name}`,
    environment: { ...tls, HARDENED_SPARK_ROOT_SECRET: value },
    expected,
  });
  const variable = (name: string, value: string | undefined, expected: RegExp): FailClosedCase => ({
    name: `${name}=${value === undefined ? " (unset)" : JSON.stringify(value)}`,
    environment: { ...tls, [name]: value },
    expected,
  });
  const material = (name: string, changed: Record<string, string | undefined>, expected: RegExp): FailClosedCase => ({
    name: `TLS material: ${name}`,
    environment: { ...tls, ...changed },
    expected,
  });
  const jars = (name: string, prepare: (folder: string) => void, expected: RegExp, mode?: string): FailClosedCase => ({
    name: `jars: ${name}`,
    environment: { HARDENED_SPARK_ROOT_SECRET: root, ...good, HARDENED_SPARK_MODE: mode },
    expected,
    prepare: (databricks) => prepare(join(databricks, "jars")),
  });
  const pem = (label: string, body: string) =>
    Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`).toString("base64");
  const network = (version: string) => fetchJar("org.apache.spark", "spark-network-common_2.12", version);
  const put =
    (...versions: string[]) =>
    (folder: string) => {
      empty(folder);
      for (const version of versions) copyFileSync(network(version), join(folder, `spark-network-common_2.12-${version}.jar`));
    };
  return [
    secret("unset", undefined, /HARDENED_SPARK_ROOT_SECRET is not set/),
    secret("empty", "", /HARDENED_SPARK_ROOT_SECRET is not set/),
    secret("40 blanks", " ".repeat(40), /HARDENED_SPARK_ROOT_SECRET is not set/),
    secret("tabs and newlines", "\t\n".repeat(30), /HARDENED_SPARK_ROOT_SECRET is not set/),
    secret("a reference", "{{secrets/hardened-databricks/node-traffic}}", /unresolved secret reference/),
    secret("a reference with single braces", "{secrets/hardened-databricks/node-traffic-root}", /unresolved secret reference/),
    secret("[REDACTED] four times", "[REDACTED]".repeat(4), /is no base64/),
    secret("a star for each character", "*".repeat(44), /is no base64/),
    secret("short", "short", /is no base64|holds \d+ bytes/),
    secret("16 random bytes", newRootSecret().slice(0, 20).padEnd(24, "="), /is no base64|holds \d+ bytes/),
    secret("letters", "changemechangemechangemechangemechangemechan", /holds (\d+ bytes|text)|is no base64|random/),
    secret("base64 of text", Buffer.from("a sentence that somebody has typed by hand").toString("base64"), /nothing random/),
    secret("base64 of zeros", Buffer.alloc(32).toString("base64"), /nothing random/),
    secret("base64 of a pattern", Buffer.from("0123".repeat(8)).toString("base64"), /nothing random/),
    variable("DB_CLUSTER_ID", "", /DB_CLUSTER_ID is not set/),
    ...["true", "1", "TRUE ", "", undefined, "True", "driver", "yes"].map((value) => variable("DB_IS_DRIVER", value, /DB_IS_DRIVER is/)),
    ...["/opt/databricks", "/databricks/", "databricks", "/databricks/../tmp"].map((value) => variable("DB_HOME", value, /DB_HOME is/)),
    ...["TLS", "aes", "tls ", "none", "gcm,ctr"].map((value) => variable("HARDENED_SPARK_MODE", value, /HARDENED_SPARK_MODE is/)),
    ...["0", "true", "yes"].map((value) => variable("HARDENED_SPARK_WIRE_ONLY", value, /HARDENED_SPARK_WIRE_ONLY is/)),
    material("none, where tls is wanted", Object.fromEntries(Object.keys(good).map((name) => [name, undefined])), /CERTIFICATE is not set/),
    material("half", { HARDENED_SPARK_TLS_CERTIFICATE: undefined }, /HARDENED_SPARK_TLS_CERTIFICATE is not set/),
    material("a blank key", { HARDENED_SPARK_TLS_KEY: "   " }, /HARDENED_SPARK_TLS_KEY is not set/),
    material("an unresolved CA", { HARDENED_SPARK_TLS_CA: "{{secrets/x/y}}" }, /HARDENED_SPARK_TLS_CA is an unresolved/),
    material("another CA", { HARDENED_SPARK_TLS_CA: other.HARDENED_SPARK_TLS_CA }, /is not valid under the CA/),
    material("another key", { HARDENED_SPARK_TLS_KEY: other.HARDENED_SPARK_TLS_KEY }, /is not the key of/),
    material("no PEM", { HARDENED_SPARK_TLS_CA: "x".repeat(100) }, /HARDENED_SPARK_TLS_CA/),
    material("no base64", { HARDENED_SPARK_TLS_KEY: "?".repeat(100) }, /HARDENED_SPARK_TLS_KEY is neither PEM nor base64 of PEM/),
    material(
      "a key of garbage",
      { HARDENED_SPARK_TLS_KEY: pem("PRIVATE KEY", "Z2FyYmFnZQ==") },
      /HARDENED_SPARK_TLS_KEY holds no private key/,
    ),
    material("an encrypted key", { HARDENED_SPARK_TLS_KEY: encryptedKey(good) }, /HARDENED_SPARK_TLS_KEY holds no private key/),
    material(
      "a certificate as key",
      { HARDENED_SPARK_TLS_KEY: good.HARDENED_SPARK_TLS_CERTIFICATE },
      /HARDENED_SPARK_TLS_KEY holds no private/,
    ),
    material(
      "a certificate of garbage",
      { HARDENED_SPARK_TLS_CERTIFICATE: pem("CERTIFICATE", "Z2FyYmFnZQ==") },
      /HARDENED_SPARK_TLS_CERTIFICATE holds no certificate/,
    ),
    material(
      "a CA of garbage",
      { HARDENED_SPARK_TLS_CA: pem("CERTIFICATE", "Z2FyYmFnZQ==") },
      /HARDENED_SPARK_TLS_CA holds no certificate/,
    ),
    material("a CA that is a key", { HARDENED_SPARK_TLS_CA: good.HARDENED_SPARK_TLS_KEY }, /HARDENED_SPARK_TLS_CA holds no certificate/),
    material("expired", { ...expiredMaterial() }, /is not valid under the CA|expired/),
    jars("none", (jarFolder) => rmSync(jarFolder, { recursive: true }), /no network-common jar under \/databricks\/jars/, "tls"),
    jars(
      "other jars only",
      (jarFolder) => {
        empty(jarFolder);
        writeFileSync(join(jarFolder, "spark-core.jar"), "x");
      },
      /no network-common jar/,
      "tls",
    ),
    jars("one that is no zip", (jarFolder) => overwrite(jarFolder, "no zip"), /cannot be read/, "tls"),
    jars("one that is empty", (jarFolder) => overwrite(jarFolder, emptyZip), /nothing that encrypts|neither RPC TLS/),
    jars("a broken AES-GCM", put("3.5.2"), /neither RPC TLS .* nor a working AES-GCM|HARDENED_SPARK_MODE is gcm, but/),
    jars("a broken AES-GCM, where gcm is wanted", put("3.5.2"), /HARDENED_SPARK_MODE is gcm, but/, "gcm"),
    jars("no RPC TLS, where tls is wanted", put("3.5.9"), /HARDENED_SPARK_MODE is tls, but/, "tls"),
    jars("one able, one not", put("3.5.2", "3.5.9"), /HARDENED_SPARK_MODE is gcm, but/, "gcm"),
    jars("one able, one not, nothing wanted", put("3.5.9", "3.5.2"), /neither RPC TLS .* nor a working AES-GCM/),
    jars(
      "one able, one that is no zip",
      (jarFolder) => writeFileSync(join(jarFolder, "a-network-common.jar"), "no zip"),
      /cannot be read/,
      "tls",
    ),
    { name: "read-only /databricks", environment: tls, expected: /is not writable/, readOnly: "" },
    { name: "read-only conf", environment: tls, expected: /\/databricks\/conf\S* is not writable/, readOnly: "conf" },
    { name: "read-only driver/conf", environment: tls, expected: /\/databricks\/driver\/conf is not writable/, readOnly: "driver/conf" },
    {
      name: "a file where the folder of the stores is",
      environment: tls,
      expected: /encrypt-node-traffic/,
      prepare: (databricks) => putFile(join(databricks, "conf/encrypt-node-traffic"), "x"),
    },
    {
      name: "a folder where the executors' options are",
      environment: tls,
      expected: /is no file/,
      prepare: (databricks) => mkdirSync(join(databricks, "conf/spark.executor.extraJavaOptions"), { recursive: true }),
    },
  ];
}

function putFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function empty(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
}

function overwrite(folder: string, content: string | Buffer): void {
  empty(folder);
  writeFileSync(join(folder, "spark-network-common_x.jar"), content);
}

/** The smallest zip file: an end-of-directory record and nothing else. */
const emptyZip = Buffer.concat([Buffer.from("504b0506", "hex"), Buffer.alloc(18)]);
