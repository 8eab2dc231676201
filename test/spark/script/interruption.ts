import { newRootSecret } from "../cluster";
import type { Spark } from "../spark";
import { makeTlsMaterial } from "../tls-material";
import { ScriptBench } from "./bench";
import type { Statement } from "./reruns";

/**
 * Kills the script at several moments, and looks at what lies there then and after a later run.
 * @param count - how many moments, spread over the time that a whole run takes on this machine, and a little more.
 */
export async function tryInterruption(spark: Spark, folder: string, count: number): Promise<Statement[]> {
  const bench = new ScriptBench(spark, folder);
  const material = makeTlsMaterial("good");
  const environment = { HARDENED_SPARK_ROOT_SECRET: newRootSecret(), HARDENED_SPARK_MODE: "tls", ...material };
  const key = Buffer.from(material.HARDENED_SPARK_TLS_KEY, "base64").toString("latin1").split("\n")[1] as string;
  try {
    const started = Date.now();
    bench.run(environment);
    const lasts = Date.now() - started;
    const moments = Array.from({ length: count }, (_, i) => Math.round(5 + (lasts * 1.5 * i) / (count - 1)));
    const whole = bench.files();
    const seen: string[] = [];
    const wrong: string[] = [];
    for (const moment of moments) {
      bench.renew();
      const { status } = bench.cluster.runScript("driver", environment, { killAfterMilliseconds: moment });
      const files = bench.files();
      seen.push(`${moment} ms: ${status === 0 ? "done" : `${Object.keys(files).length} files`}`);
      for (const [path, text] of Object.entries(files)) {
        if (text.includes(key) || text.includes(environment.HARDENED_SPARK_ROOT_SECRET) || text.includes(material.HARDENED_SPARK_TLS_KEY))
          wrong.push(`${moment} ms: ${path} holds a key`);
        if (bench.modeOf(path) !== "600") wrong.push(`${moment} ms: ${path} has mode ${bench.modeOf(path)}`);
        const name = path.split("/").at(-1) ?? "";
        if (!name.startsWith(".encrypt-node-traffic.") && !path.endsWith(".p12") && whole[path] !== text)
          wrong.push(`${moment} ms: ${path} is half-written`);
      }
      const later = bench.run(environment);
      const same = JSON.stringify(Object.keys(bench.files())) === JSON.stringify(Object.keys(whole));
      if (later.status !== 0 || !same)
        wrong.push(`${moment} ms: a later run left ${Object.keys(bench.files()).join(", ")}: ${later.output}`);
    }
    const early = seen.filter((line) => line.endsWith(" 0 files")).length;
    const name = `killed at ${moments.length} moments (${moments[0]} to ${moments.at(-1)} ms): no key, no half-written file, and a later run cleans up`;
    return [{ name, holds: wrong.length === 0 && early > 0 && early < moments.length, why: [...wrong, ...seen].join("; ") }];
  } finally {
    await bench.end();
  }
}
