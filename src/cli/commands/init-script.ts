import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { NodeTrafficMode, nodeTraffic } from "../../azure/node-traffic";
import { isSupported, longTermRuntimes, today, versionString } from "../../azure/runtimes";
import { scriptDigest } from "../../azure/script-digest";
import { UsageError } from "../usage-error";

/** `init-script`: prints the script that encrypts traffic between nodes, tells whether a copy is the one that was proven, or lists the runtimes. */
export function initScriptCommand(): Command {
  return new Command("init-script")
    .description("Prints the init script that encrypts traffic between nodes, verifies a copy of it, or lists the runtimes it is for.")
    .option("--digest", "print the script's SHA-256 only")
    .option("--modes", "list the runtimes with their Spark, the mode it can do, and the end of their support")
    .option("--verify <file>", "tell whether a file is the script; - for standard input")
    .addHelpText(
      "after",
      `
Exit status of --verify: 0 it is the script, 1 it differs, 2 it cannot be read.

Example:
  databricks workspace export /hardened-databricks/lakehouse-traffic/${nodeTraffic.scriptName} | hardened-databricks init-script --verify -`,
    )
    .action((options: { digest?: boolean; modes?: boolean; verify?: string }) => {
      if (options.verify !== undefined) process.exitCode = verify(options.verify);
      else if (options.modes) process.stdout.write(modes());
      else if (options.digest) process.stdout.write(`${scriptDigest}  ${nodeTraffic.scriptName}\n`);
      else process.stdout.write(readFileSync(scriptPath(), "utf8"));
    });
}

/** The table of runtimes as text. */
function modes(): string {
  const day = today();
  const rows = longTermRuntimes.map((runtime) => [
    versionString(runtime),
    runtime.spark,
    runtime.mode,
    isSupported(runtime, day) ? runtime.supportEnds : `${runtime.supportEnds} (over)`,
    runtime.mode === NodeTrafficMode.Tls ? "by default" : "with allowUnauthenticatedCipher",
  ]);
  const table = [["runtime", "Spark", "mode", "support ends", "offered by ClusterEncryption"], ...rows];
  const widths = (table[0] as string[]).map((_, i) => Math.max(...table.map((row) => (row[i] as string).length)));
  const lines = table.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] as number))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n\nEach node looks into its own Spark before it starts, and ends where that cannot do the policy's mode.\n`;
}

function verify(file: string): number {
  let content: Buffer;
  try {
    content = readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const digest = createHash("sha256").update(content).digest("hex");
  const same = digest === scriptDigest;
  process.stdout.write(
    `${file}: SHA-256 ${digest} ${same ? "is" : "IS NOT"} that of the shipped script${same ? "" : ` (${scriptDigest})`}\n`,
  );
  return same ? 0 : 1;
}

/** The script lies beside `dist` in the package. */
function scriptPath(): string {
  const found = ["../../../..", "../../.."]
    .map((up) => join(__dirname, up, "init-scripts", nodeTraffic.scriptName))
    .find((path) => existsSync(path));
  if (!found) throw new UsageError(`the package lacks init-scripts/${nodeTraffic.scriptName}: install it again`);
  return found;
}
