import { spawn } from "node:child_process";
import { delimiter, resolve } from "node:path";
import type { Engine } from "./find-engine";

/** The folder of this repository. */
export const repository = resolve(__dirname, "../..");

/** Where the repository's own runs keep the local Azure and its stacks; ignored by git. */
export const stateFolder = resolve(repository, ".hardened-databricks");

/** What a run printed and how it ended. */
export interface RunResult {
  status: number;
  stdout: string;
  stderr: string;
}

/** How to run `pulumi`. */
export interface RunOptions {
  /** Defaults to the repository's own. */
  state?: string;
  /** Whether to show the output as it comes. Defaults to false. */
  show?: boolean;
  /** Further variables. */
  environment?: Record<string, string>;
  /** The folder to run in. Defaults to the current one. */
  cwd?: string;
}

/** Runs `pulumi` with some arguments against the local Azure, by way of the command line that users have. */
export function runPulumi(engine: Engine, args: string[], options: RunOptions = {}): Promise<RunResult> {
  const cli = resolve(repository, "dist/src/cli/main.js");
  const path = [engine.folder, process.env.PATH].filter(Boolean).join(delimiter);
  return new Promise((done, refuse) => {
    const child = spawn(process.execPath, [cli, "local", "--state", options.state ?? stateFolder, "--", "pulumi", ...args], {
      cwd: options.cwd ?? process.cwd(),
      env: { ...process.env, ...options.environment, PATH: path },
      stdio: options.show ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", refuse);
    child.on("close", (code) => done({ status: code ?? 1, stdout, stderr }));
  });
}
