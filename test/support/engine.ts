import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ensureEngine } from "../../tools/engine/build-engine";
import { type Engine, findEngine } from "../../tools/engine/find-engine";
import { type RunResult, runPulumi } from "../../tools/engine/run-local";

/** Whether an engine is there or can be built; asked when test files load, so that tests without one count as skipped. */
function canHaveEngine(): boolean {
  return findEngine().engine !== undefined || spawnSync("go", ["env", "GOVERSION"]).status === 0;
}

const available = canHaveEngine();
if (!available && !process.env.CI)
  process.stderr.write("SKIPPED: tests on the real Pulumi engine, since there is neither `pulumi` on PATH nor Go to build it with\n");

/** Jest's `test` for tests on the real engine: skipped and counted where there is none; with CI set that is a failure instead. */
export const engineTest = available || process.env.CI ? test : test.skip;

/** The engine, found or built. */
export function engineForTests(): Promise<Engine> {
  return ensureEngine((line) => process.stderr.write(`${line}\n`));
}

let count = 0;

/** One stack of one program on the real engine, against a local Azure of its own. */
export class EngineStack {
  readonly state: string;
  /** Its own, since several tests run one example at a time, and each writes a file for its stack. */
  readonly #name = `test-${process.pid}-${++count}`;
  readonly #engine: Engine;
  readonly #project: string;

  private constructor(engine: Engine, project: string, state: string) {
    this.#engine = engine;
    this.#project = project;
    this.state = state;
  }

  /** A stack on a local Azure of its own, or on that of another stack. */
  static async create(engine: Engine, project: string, beside?: EngineStack): Promise<EngineStack> {
    const stack = new EngineStack(engine, resolve(project), beside?.state ?? mkdtempSync(join(tmpdir(), "engine-")));
    const made = await stack.run("stack", "init", stack.#name);
    if (made.status !== 0) throw new Error(made.stderr);
    return stack;
  }

  /** Runs `pulumi` with some arguments on the stack. */
  run(...args: string[]): Promise<RunResult> {
    const at = args[0] === "stack" && args[1] === "init" ? [] : ["--stack", this.#name];
    return runPulumi(this.#engine, [...args, ...at, "--cwd", this.#project, "--non-interactive"], { state: this.state });
  }

  remove(): void {
    rmSync(this.state, { recursive: true, force: true });
    rmSync(join(this.#project, `Pulumi.${this.#name}.yaml`), { force: true });
  }
}
