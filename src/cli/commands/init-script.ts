import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { nodeTraffic } from "../../azure/node-traffic";
import { scriptDigest } from "../../azure/script-digest";
import { UsageError } from "../usage-error";

/** `init-script`: prints the script that encrypts traffic between nodes, or tells whether a copy of it is the one that was proven. */
export function initScriptCommand(): Command {
  return new Command("init-script")
    .description("Prints the init script that encrypts traffic between nodes, or verifies a copy of it.")
    .option("--digest", "print the script's SHA-256 only")
    .option("--verify <file>", "tell whether a file is the script; - for standard input")
    .addHelpText(
      "after",
      `
Exit status of --verify: 0 it is the script, 1 it differs, 2 it cannot be read.

Example:
  databricks workspace export /hardened-databricks/lakehouse-traffic/${nodeTraffic.scriptName} | hardened-databricks init-script --verify -`,
    )
    .action((options: { digest?: boolean; verify?: string }) => {
      if (options.verify !== undefined) process.exitCode = verify(options.verify);
      else if (options.digest) process.stdout.write(`${scriptDigest}  ${nodeTraffic.scriptName}\n`);
      else process.stdout.write(readFileSync(scriptPath(), "utf8"));
    });
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
