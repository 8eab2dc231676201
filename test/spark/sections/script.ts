import { join } from "node:path";
import type { Run } from "../run";
import { type EnvironmentRun, tryEnvironment } from "../script/environment-attacks";
import { tryFailClosed } from "../script/fail-closed";
import { harmlessFiles, hostileFiles } from "../script/hocon-cases";
import { tryInterruption } from "../script/interruption";
import { randomFiles, tryOtherFiles, tryWholeScript } from "../script/other-files";
import { tryReruns } from "../script/reruns";

/** What the proof keeps of the script by itself. */
export interface ScriptProof {
  refusals: { name: string; sentence: string }[];
  environment: Omit<EnvironmentRun, "detail">[];
  otherFiles: { handMade: number; random: number; seed: number; decisive: number; letThrough: number };
}

/**
 * The script by itself, on a node without Spark's processes: what it refuses, what it writes, what acts on it. The short run kills it
 * at fewer moments, and starts it as `bash SCRIPT` with each fourth of the variables that do the same both ways.
 */
export async function proveScript({ checks, folder, gcm, tls, random, quick }: Run): Promise<ScriptProof> {
  const at = join(folder, "script");
  checks.section("the script fails closed");
  const refusals = await tryFailClosed(tls, at);
  for (const run of refusals) checks.check(run.name, run.right, run.why);

  checks.section("what the script leaves");
  for (const statement of await tryReruns(tls, at)) checks.check(statement.name, statement.holds, statement.why);
  for (const statement of await tryInterruption(tls, at, quick ? 8 : 40)) checks.check(statement.name, statement.holds, statement.why);

  checks.section("settings of ours in other files of the driver's folder, against the published parser");
  const hostile = tryOtherFiles(hostileFiles);
  for (const { name, scriptSays } of hostile) checks.check(`refused: ${name}`, scriptSays !== null, scriptSays ?? "let through");
  for (const { name, scriptSays } of tryOtherFiles(harmlessFiles)) checks.check(`stays: ${name}`, scriptSays === null, scriptSays ?? "");
  const found = tryOtherFiles(randomFiles(random.count, random.seed)).filter(({ parserFinds }) => parserFinds.length > 0);
  const through = found.filter(({ scriptSays }) => scriptSays === null);
  checks.check(
    `${random.count} random files of seed ${random.seed}: what the parser resolves to a setting of ours is refused (${found.length} files)`,
    through.length === 0 && found.length > random.count / 10,
    `${through.length} let through, such as ${JSON.stringify(through[0]?.text)}`,
  );
  for (const run of await tryWholeScript(gcm, at)) checks.check(run.name, run.right, run.why);

  checks.section("what the cluster's environment does to the script");
  const environment = await tryEnvironment(tls, at, quick ? 4 : 1);
  for (const run of environment)
    checks.check(`${run.start}, ${run.name}: ${run.expected}`, run.seen === run.expected, `${run.seen}: ${run.detail}`);
  return {
    refusals: refusals.map(({ name, output }) => ({ name, sentence: output })),
    environment: environment.map(({ detail: _, ...rest }) => rest),
    otherFiles: {
      handMade: hostile.length,
      random: random.count,
      seed: random.seed,
      decisive: found.length,
      letThrough: through.length + hostile.filter(({ scriptSays }) => scriptSays === null).length,
    },
  };
}
