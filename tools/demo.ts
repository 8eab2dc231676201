import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { Estate } from "../src/estate/estate";
import { readInput } from "../src/estate/readers";
import type { Scope } from "../src/estate/scope";
import { judge, type Verdict } from "../src/links/verdict";
import { formatReport } from "../src/report/format";
import { ensureEngine, NoEngineError } from "./engine/build-engine";
import type { Engine } from "./engine/find-engine";
import { repository, runPulumi, stateFolder } from "./engine/run-local";

/**
 * `npm run demo`: brings examples/quickstart up on the local Azure, twice, and prints the verdict of each link.
 * `--destroy` takes it down again afterwards; without it the stack stays for a look around.
 */
const quickstart = resolve(repository, "examples/quickstart");
const results = join(stateFolder, "demo");
const stack = ["--stack", "demo", "--cwd", quickstart, "--non-interactive"];
const say = (line: string) => console.log(line);

async function main(destroy: boolean): Promise<number> {
  const started = Date.now();
  mkdirSync(results, { recursive: true });
  let engine: Engine;
  try {
    engine = await ensureEngine(say);
  } catch (error) {
    if (!(error instanceof NoEngineError)) throw error;
    say(error.message);
    say("going on without the engine: the program runs in this process, against the same local Azure");
    return inProcess();
  }
  say(`Pulumi engine ${engine.version} (${engine.origin === "PATH" ? "on PATH" : engine.origin})`);
  await step(engine, "selecting stack demo", ["stack", "select", "--create", "demo", "--cwd", quickstart, "--non-interactive"]);
  say(await step(engine, "pulumi up: bringing examples/quickstart up on the local Azure", ["up", "--yes", "--skip-preview", ...stack]));
  say(
    await step(engine, "pulumi up: again, to see that nothing changes", ["up", "--yes", "--skip-preview", "--expect-no-changes", ...stack]),
  );
  const exported = join(results, "stack-export.json");
  await step(engine, "pulumi stack export", ["stack", "export", "--file", exported, "--stack", "demo", "--cwd", quickstart]);
  const verdict = judge(new Estate([readInput(exported, readFileSync(exported, "utf8"))]).scopes()[0] as Scope);
  report([verdict], [exported]);
  if (destroy) say(await step(engine, "pulumi destroy", ["destroy", "--yes", "--skip-preview", ...stack]));
  else
    say(
      "The stack stays up. Look around with `npm run local -- stack --stack demo --cwd examples/quickstart`, or take it down with `npm run demo -- --destroy`.",
    );
  say(`done in ${Math.round((Date.now() - started) / 1000)} s`);
  return 0;
}

/** The demo without an engine: the same program, the same local Azure, in this process. */
async function inProcess(): Promise<number> {
  const require = createRequire(join(repository, "package.json"));
  const { deploy } = require("hardened-databricks/testing") as typeof import("../src/testing");
  const { verdict } = await deploy(() => require(join(quickstart, "index.ts")), { project: "quickstart", stack: "demo" });
  report([verdict], []);
  return 0;
}

function report(verdicts: Verdict[], kept: string[]): void {
  const path = join(results, "verdicts.json");
  writeFileSync(`${path}.tmp`, formatReport("json", verdicts));
  renameSync(`${path}.tmp`, path);
  say("");
  say(formatReport("text", verdicts, { colour: process.stdout.isTTY === true && !process.env.NO_COLOR }));
  say(`Kept for you: ${[...kept, path].map((file) => relative(process.cwd(), file)).join(", ")}`);
}

/** Runs one step and returns the engine's own summary; a step that fails ends the demo with what the engine said. */
async function step(engine: Engine, what: string, args: string[]): Promise<string> {
  say(`→ ${what}`);
  const timer = setInterval(() => say("  still at it"), 15_000);
  const { status, stdout, stderr } = await runPulumi(engine, args).finally(() => clearInterval(timer));
  if (status !== 0) throw new Error(`pulumi ${args[0]} ended with ${status}:\n${stdout}${stderr}`);
  const summary = /Resources:\n((?: +.*\n)+)/.exec(stdout)?.[1] ?? "";
  return summary.trimEnd();
}

main(process.argv.includes("--destroy")).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
