import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const main = resolve(__dirname, "../../dist/src/cli/main.js");

/** What a run of the command line printed, and its exit status. */
export interface CliRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line as a user does. */
export function cli(args: string[], options: { input?: string; cwd?: string } = {}): CliRun {
  if (!existsSync(main)) throw new Error(`${main} is missing: run \`npm run build\` first`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8", ...options });
  return { status, stdout, stderr };
}
