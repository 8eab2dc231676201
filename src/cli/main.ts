#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { auditCommand } from "./commands/audit";
import { initScriptCommand } from "./commands/init-script";
import { localCommand } from "./commands/local";
import { rulesCommand } from "./commands/rules";
import { UsageError } from "./usage-error";

/** The exit statuses of every command. */
export const exitStatus = { secured: 0, broken: 1, usage: 2, unknown: 3 } as const;

const program = new Command("hardened-databricks")
  .description("Judges the five communication links of Azure Databricks deployments, and runs programs against a local Azure.")
  .version((require("../../../package.json") as { version: string }).version)
  .exitOverride()
  .enablePositionalOptions()
  .showHelpAfterError("(add --help for the options and an example)");

for (const command of [auditCommand(), initScriptCommand(), localCommand(), rulesCommand()]) {
  command.exitOverride().showHelpAfterError("(add --help for the options and an example)");
  program.addCommand(command);
}

// Who stops reading, as `head` does, has had enough: that is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? exitStatus.secured);
});

program.parseAsync(process.argv).catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitStatus.secured : exitStatus.usage;
    return;
  }
  const message =
    error instanceof UsageError || isSystemError(error)
      ? (error as Error).message
      : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`hardened-databricks: ${message}\n`);
  process.exitCode = exitStatus.usage;
});

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string";
}
