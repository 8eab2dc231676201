import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cluster, newRootSecret } from "./cluster";
import type { Spark } from "./spark";
import { makeTlsMaterial } from "./tls-material";

/** One way in which the script must refuse. */
export interface FailClosedRun {
  name: string;
  status: number;
  output: string;
  expected: RegExp;
  /** Files below /databricks that were not there before. */
  leftBehind: string[];
  /** Whether a secret stands in the output. */
  leaks: boolean;
}

/** Tries every way in which the script must refuse, each on a fresh node. */
export function tryFailClosed(spark: Spark, folder: string): FailClosedRun[] {
  const root = newRootSecret();
  const good = makeTlsMaterial("good");
  const other = makeTlsMaterial("other");
  const cases: {
    name: string;
    environment: Record<string, string>;
    expected: RegExp;
    readOnly?: "home" | "conf";
    prepare?: (databricks: string) => void;
  }[] = [
    { name: "secret not set", environment: {}, expected: /HARDENED_SPARK_ROOT_SECRET is not set/ },
    {
      name: "secret reference not resolved",
      environment: { HARDENED_SPARK_ROOT_SECRET: "{{secrets/hardened-databricks/node-traffic}}" },
      expected: /unresolved secret reference/,
    },
    { name: "secret too short", environment: { HARDENED_SPARK_ROOT_SECRET: "short" }, expected: /has 5 characters: at least 32/ },
    { name: "no cluster id", environment: { HARDENED_SPARK_ROOT_SECRET: root, DB_CLUSTER_ID: "" }, expected: /DB_CLUSTER_ID is not set/ },
    {
      name: "no Spark jar",
      environment: { HARDENED_SPARK_ROOT_SECRET: root },
      expected: /no network-common jar under \/databricks\/jars/,
      prepare: (databricks) => rmSync(join(databricks, "jars"), { recursive: true }),
    },
    {
      name: "a jar that is none",
      environment: { HARDENED_SPARK_ROOT_SECRET: root },
      expected: /jars under \/databricks\/jars cannot be read/,
      prepare: (databricks) => {
        for (const jar of readdirSync(join(databricks, "jars"))) {
          rmSync(join(databricks, "jars", jar));
          writeFileSync(join(databricks, "jars", jar), "no zip");
        }
      },
    },
    {
      name: "no TLS material, no working GCM, CTR not allowed",
      environment: { HARDENED_SPARK_ROOT_SECRET: root },
      expected: /neither RPC TLS .* nor a working AES-GCM/,
      prepare: (databricks) => {
        for (const jar of readdirSync(join(databricks, "jars"))) rmSync(join(databricks, "jars", jar));
        writeFileSync(join(databricks, "jars", "spark-network-common_empty.jar"), emptyZip);
      },
    },
    { name: "read-only home", environment: { HARDENED_SPARK_ROOT_SECRET: root, ...good }, expected: /is not writable/, readOnly: "home" },
    {
      name: "unwritable conf folder",
      environment: { HARDENED_SPARK_ROOT_SECRET: root, ...good },
      expected: /\/databricks\/conf is not writable/,
      readOnly: "conf",
    },
    {
      name: "half of the TLS material",
      environment: { HARDENED_SPARK_ROOT_SECRET: root, HARDENED_SPARK_TLS_CA: good.HARDENED_SPARK_TLS_CA },
      expected: /HARDENED_SPARK_TLS_CERTIFICATE is not set/,
    },
    {
      name: "a certificate of another CA",
      environment: { HARDENED_SPARK_ROOT_SECRET: root, ...good, HARDENED_SPARK_TLS_CA: other.HARDENED_SPARK_TLS_CA },
      expected: /is not valid under the CA/,
    },
    {
      name: "the key of another certificate",
      environment: { HARDENED_SPARK_ROOT_SECRET: root, ...good, HARDENED_SPARK_TLS_KEY: other.HARDENED_SPARK_TLS_KEY },
      expected: /is not the key of/,
    },
    {
      name: "TLS material that is no PEM",
      environment: { HARDENED_SPARK_ROOT_SECRET: root, ...good, HARDENED_SPARK_TLS_CA: "x".repeat(100) },
      expected: /HARDENED_SPARK_TLS_CA (holds no PEM|is neither PEM)/,
    },
  ];
  return cases.map(({ name, environment, expected, readOnly, prepare }) => {
    const cluster = new Cluster(spark, folder);
    try {
      const databricks = join(folder, "driver", "databricks");
      if (readOnly === "conf") {
        for (const part of ["conf", "driver/conf"]) writeFileSync(join(ensure(databricks, part), "kept.conf"), "kept\n");
      }
      prepare?.(databricks);
      const before = listing(databricks);
      const { status, output } = cluster.runScript("driver", environment, readOnly);
      const secrets = Object.entries(environment).filter(
        ([key, value]) => /SECRET|KEY/.test(key) && value.length >= 32 && !value.includes("{{"),
      );
      return {
        name,
        status,
        output,
        expected,
        leftBehind: listing(databricks).filter((path) => !before.includes(path)),
        leaks: secrets.some(([, value]) => output.includes(value)),
      };
    } finally {
      cluster.network.remove();
    }
  });
}

/** What running the script twice, and on a node with settings of others, leaves there. */
export function tryAgain(
  spark: Spark,
  folder: string,
): { same: boolean; keepsOthers: boolean; overridesWeakening: boolean; mode: string; modes: string[] } {
  const cluster = new Cluster(spark, folder);
  try {
    const databricks = join(folder, "driver", "databricks");
    const branch = join(ensure(databricks, "driver/conf"), "spark-branch.conf");
    const options = join(ensure(databricks, "conf"), "spark.executor.extraJavaOptions");
    writeFileSync(branch, "spark.other kept\nspark.authenticate false\nspark.network.crypto.saslFallback=true\n");
    writeFileSync(options, "-Dother=kept\n-Dspark.io.encryption.enabled=false\n");
    const environment = { HARDENED_SPARK_ROOT_SECRET: newRootSecret(), ...makeTlsMaterial("good") };
    const first = cluster.runScript("driver", environment);
    const texts = () => [readFileSync(branch, "utf8"), readFileSync(options, "utf8")];
    const [branchText, optionsText] = texts() as [string, string];
    const second = cluster.runScript("driver", environment);
    const permissions = ["driver/conf/spark-branch.conf", "conf/spark.executor.extraJavaOptions"].map((file) =>
      modeOf(join(databricks, file)),
    );
    return {
      same:
        first.status === 0 &&
        second.status === 0 &&
        first.output === second.output &&
        JSON.stringify(texts()) === JSON.stringify([branchText, optionsText]),
      keepsOthers: branchText.includes("spark.other kept\n") && optionsText.includes("-Dother=kept\n"),
      overridesWeakening:
        !/spark\.authenticate false|saslFallback=true/.test(branchText) && !optionsText.includes("io.encryption.enabled=false"),
      mode: /mode=(\w+)/.exec(first.output)?.[1] ?? first.output,
      modes: permissions,
    };
  } finally {
    cluster.network.remove();
  }
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

function ensure(folder: string, part: string): string {
  const path = join(folder, part);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Every file below a folder, with its content's length: an empty folder that was made does not count. */
function listing(folder: string): string[] {
  return (readdirSync(folder, { recursive: true, withFileTypes: true }) as import("node:fs").Dirent[])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length));
}

/** The smallest zip file: an end-of-directory record and nothing else. */
const emptyZip = Buffer.concat([Buffer.from("504b0506", "hex"), Buffer.alloc(18)]);
