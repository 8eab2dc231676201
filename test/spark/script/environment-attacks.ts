import { newRootSecret } from "../cluster";
import type { Spark } from "../spark";
import { makeTlsMaterial } from "../tls-material";
import { ScriptBench } from "./bench";
import { type EnvironmentCase, type Expected, environmentCases, preparation } from "./environment-cases";

/** What one variable did to the script. */
export interface EnvironmentRun {
  name: string;
  start: "by its first line" | "as bash SCRIPT";
  expected: Expected;
  /** What happened; `something else` where it is none of them. */
  seen: Expected | "something else";
  detail: string;
}

/**
 * Starts the script with each variable, both ways, and compares what it writes with what it writes without.
 * @param every - as `bash SCRIPT` only each so-many-th of those that are expected to do the same both ways. Defaults to all.
 */
export async function tryEnvironment(spark: Spark, folder: string, every = 1): Promise<EnvironmentRun[]> {
  const runs: EnvironmentRun[] = [];
  const usual = { HARDENED_SPARK_ROOT_SECRET: newRootSecret(), HARDENED_SPARK_MODE: "tls", ...makeTlsMaterial("good") };
  for (const shebang of [true, false]) {
    const bench = new ScriptBench(spark, folder, { shebang });
    try {
      const prepared = bench.on("/bin/bash", "-c", preparation);
      if (prepared.status !== 0) throw new Error(`the attacks could not be prepared: ${prepared.output}`);
      const plain = bench.run(usual);
      const wanted = written(bench);
      if (plain.status !== 0) throw new Error(`the script refused a usual environment: ${plain.output}`);
      const cases = environmentCases.filter(
        (one, i) => shebang || one.byBash !== one.byFirstLine || one.byBash === "premise" || i % every === 0,
      );
      for (const one of cases) runs.push(tryOne(bench, one, shebang, usual, plain.output, wanted));
    } finally {
      await bench.end();
    }
  }
  return runs;
}

function tryOne(
  bench: ScriptBench,
  { name, variables, byFirstLine, byBash }: EnvironmentCase,
  shebang: boolean,
  usual: Record<string, string>,
  plain: string,
  wanted: string,
): EnvironmentRun {
  bench.renew();
  bench.on("rm", "-f", "/tmp/acted");
  const { status, output } = bench.run({ ...usual, ...variables });
  const acted = bench.on("test", "-e", "/tmp/acted").status === 0;
  const files = bench.files();
  const nothing = Object.keys(files).length === 0;
  // Bash and the loader may complain of a value before the script speaks.
  const says = output.split("\n").at(-1) ?? "";
  const seen = (): EnvironmentRun["seen"] => {
    if (status === 1 && nothing && !acted && says.startsWith("encrypt-node-traffic: ")) return "refused";
    if (status === 0 && !acted && output.includes(plain) && written(bench) === wanted) return "no effect";
    if (nothing) return "premise";
    return "something else";
  };
  return {
    name,
    start: shebang ? "by its first line" : "as bash SCRIPT",
    expected: shebang ? byFirstLine : byBash,
    seen: seen(),
    detail: `exit ${status}${acted ? ", the variable's code ran" : ""}, ${Object.keys(files).length} files: ${output.slice(0, 200)}`,
  };
}

/** What the script has written; the key store has a random salt. */
function written(bench: ScriptBench): string {
  return JSON.stringify(Object.entries(bench.files()).map(([path, text]) => [path, bench.modeOf(path), path.endsWith(".p12") ? "" : text]));
}
