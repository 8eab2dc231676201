import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { Command } from "commander";
import { prepareHome } from "../../local-azure/plugin/home";
import { UsageError } from "../usage-error";

/** `local`: runs a command against the local Azure. */
export function localCommand(): Command {
  return new Command("local")
    .description("Runs a command (pulumi, jest, …) against a local Azure that is kept in a folder. Nothing leaves this machine.")
    .argument("<command...>", "the command and its arguments, after --")
    .option("--state <folder>", "where subscriptions, stacks and plugins are kept", ".hardened-databricks")
    .passThroughOptions()
    .addHelpText("after", "\nExample:\n  hardened-databricks local -- pulumi up --yes --stack dev")
    .action(async (command: string[], options: { state: string }) => {
      const home = prepareHome(options.state, projectFolders(command));
      process.exitCode = await run(command, home.environment);
    });
}

/** The folders whose installed SDKs count: the current one, and the one that the command's --cwd or -C names. */
function projectFolders(command: string[]): string[] {
  const folders = [process.cwd()];
  for (const [i, word] of command.entries()) {
    const named = word === "--cwd" || word === "-C" ? command[i + 1] : word.startsWith("--cwd=") ? word.slice("--cwd=".length) : undefined;
    if (named) folders.push(resolve(named));
  }
  return folders;
}

function run([program, ...args]: string[], environment: Record<string, string>): Promise<number> {
  return new Promise((done, refuse) => {
    const child = spawn(program as string, args, { stdio: "inherit", env: { ...process.env, ...environment } });
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") refuse(error);
      else if (program === "pulumi")
        refuse(
          new UsageError(
            "`pulumi` is not on PATH: install the Pulumi command line, or run `npm run engine` in a clone of this library, which builds it with Go",
          ),
        );
      else refuse(new UsageError(`'${program}' is not on PATH`));
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
    child.on("exit", (code, signal) => done(code ?? (signal ? 128 : 1)));
  });
}
