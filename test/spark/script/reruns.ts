import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { newRootSecret } from "../cluster";
import type { Spark } from "../spark";
import { makeTlsMaterial } from "../tls-material";
import { ScriptBench } from "./bench";
import { decisiveSettings } from "./own-settings";

/** One statement about what the script leaves, and whether it held. */
export interface Statement {
  name: string;
  holds: boolean;
  why: string;
}

const options = "conf/spark.executor.extraJavaOptions";
const driver = "driver/conf/00-hardened-databricks.conf";

/** What running the script again, in another mode, or beside the lines of others leaves. */
export async function tryReruns(spark: Spark, folder: string): Promise<Statement[]> {
  const bench = new ScriptBench(spark, folder);
  const root = { HARDENED_SPARK_ROOT_SECRET: newRootSecret() };
  const tls = { ...root, HARDENED_SPARK_MODE: "tls", ...makeTlsMaterial("good") };
  const gcm = { ...root, HARDENED_SPARK_MODE: "gcm" };
  const statements: Statement[] = [];
  const state = (name: string, holds: boolean, why = "") => statements.push({ name, holds, why });
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(bench.databricks, path)), { recursive: true });
    writeFileSync(join(bench.databricks, path), text);
  };
  try {
    const first = bench.run(tls);
    const before = bench.files();
    const second = bench.run(tls);
    const after = bench.files();
    // The key store has a random salt.
    const same = Object.keys({ ...before, ...after }).every((path) => path.endsWith(".p12") || before[path] === after[path]);
    state("running it twice changes nothing", first.status === 0 && second.status === 0 && same, `${first.output} / ${second.output}`);
    const modes = Object.keys(after).map((path) => `${path} ${bench.modeOf(path)}`);
    state(`${modes.length} files are for root alone`, modes.every((mode) => mode.endsWith(" 600")) && modes.length >= 5, modes.join(", "));
    bench.run(gcm);
    const changed = bench.files();
    const left = [options, driver].filter((path) => /ssl/.test(changed[path] ?? "ssl"));
    const stores = Object.keys(changed).filter((path) => /\.(p12|jks)$/.test(path));
    state("tls, then gcm: no line and no store of tls is left", left.length === 0 && stores.length === 0, [...left, ...stores].join(", "));
    bench.run(tls);
    state("gcm, then tls: no cipher of gcm is left", !/AES|authEngine/.test(`${bench.files()[options]}${bench.files()[driver]}`));
    bench.renew();
    const worker = bench.run({ ...tls, DB_IS_DRIVER: "FALSE" });
    state("a worker gets no driver's file", worker.status === 0 && bench.files()[driver] === undefined, worker.output);
    for (const [name, text, other] of optionLines) {
      bench.renew();
      put(options, text);
      put("driver/conf/spark-branch.conf", '[driver] {\n  "spark.kept" = true\n}\n');
      const { status, output } = bench.run(gcm);
      const files = bench.files();
      const refused = status === 1 && output.includes("spark.executor.extraJavaOptions") && files[driver] === undefined;
      const wrong = status === 0 ? decisiveInJvm(bench) : "";
      const kept = other === undefined || status !== 0 || (files[options] ?? "").split("\n").includes(other);
      state(
        `executors' options, ${name}: ${refused ? "refused" : "ours hold"}`,
        refused || (status === 0 && wrong === "" && kept),
        wrong || output,
      );
      if (other !== undefined) state(`executors' options, ${name}: what is somebody else's stays`, status === 0 && kept, output);
    }
    state(
      "files of others in driver/conf stay as they are",
      bench.files()["driver/conf/spark-branch.conf"]?.includes("spark.kept") === true,
    );
    bench.renew();
    put("conf/.encrypt-node-traffic.abcdef/KEY.pem", "of a run that was killed");
    put("conf/.encrypt-node-traffic.temporary", "of a run that was killed");
    const cleaned = bench.run(gcm);
    const rest = Object.keys(bench.files()).filter((path) => path.includes("/.encrypt-node-traffic."));
    state("what a killed run has left goes", cleaned.status === 0 && rest.length === 0, rest.join(", "));
    return statements;
  } finally {
    await bench.end();
  }
}

/** Lines that others have written into the executors' options: a name, the file, and a line of it that must stay. */
const optionLines: [string, string, string?][] = [
  ["something else", "-Dother=kept\n-XX:+UseG1GC\n", "-Dother=kept"],
  ["one of ours before ours", "-Dspark.io.encryption.enabled=false\n-Dother=kept\n", "-Dother=kept"],
  ["one of another mode", "-Dspark.ssl.rpc.enabled=true\n"],
  ["one that this mode does not set", "-Dspark.authenticate.enableSaslEncryption=true\n"],
  ["several on a line", "-Da=b -Dspark.authenticate=false\n"],
  ["several on a line, one of another mode", "-Da=b -Dspark.ssl.rpc.enabled=true -Dc=d\n"],
  ["in quotes", '"-Dspark.ssl.rpc.enabled=true"\n'],
  ["the name in quotes", '-D"spark.ssl.rpc.enabled"=true\n'],
  ["in single quotes", "'-Dspark.ssl.rpc.enabled=true'\n"],
  ["quoted in halves", '-Dspark.ssl."rpc".enabled=true\n'],
  ["an escape", '"-Dspark.ssl.rpc\\.enabled=true"\n'],
  ["a line that goes on", '"-Dspark.ssl.\\\nrpc.enabled=true"\n'],
  ["blanks before", "   -Dspark.ssl.rpc.enabled=true\n"],
  ["Windows line ends", "-Dspark.ssl.rpc.enabled=true\r\n"],
  ["behind a comment sign", "-Da=b #\n-Dspark.ssl.rpc.enabled=true\n"],
  ["an open comment at the end", "-Da=b\n#"],
  ["an open quote at the end", '-Da=b\n"-Dc='],
  ["another file of options", "@/tmp/others\n"],
  ["no line end", "-Dspark.ssl.rpc.enabled=true"],
];

/** What a real JVM takes from the file: the first setting that decides link 4 and is not as the script meant it. */
function decisiveInJvm(bench: ScriptBench): string {
  bench.on("sh", "-c", "echo -Dspark.ssl.rpc.enabled=true >/tmp/others");
  const shown = bench.on("java", `@/databricks/${options}`, "-XshowSettings:properties", "-version").output;
  const found = Object.fromEntries(
    [...shown.matchAll(/^ {4}(spark\.\S+) = (.*)$/gm)].map((match) => [match[1] as string, match[2] as string]),
  );
  // No executor then, which is as good as a refusal.
  if (shown.includes("Could not find or load main class")) return "";
  const meant = bench.cluster.written("driver");
  if (Object.keys(found).length === 0) return `the JVM takes none: ${shown.slice(0, 200)}`;
  const wrong = decisiveSettings.find((name) => (found[name] ?? "") !== (ownValue(meant, name) ?? ""));
  return wrong ? `the JVM has ${wrong}=${found[wrong]}` : "";
}

function ownValue(meant: Record<string, string>, name: string): string | undefined {
  const values: Record<string, string> = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.network.crypto.cipher": "AES/GCM/NoPadding",
    "spark.network.crypto.saslFallback": "false",
    "spark.network.crypto.authEngineVersion": "2",
    "spark.network.sasl.serverAlwaysEncrypt": "true",
    "spark.io.encryption.enabled": "true",
    "spark.io.encryption.keySizeBits": "256",
  };
  return name === "spark.authenticate.secret" ? meant[name] : values[name];
}
