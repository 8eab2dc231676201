import { renameSync, rmSync, writeFileSync } from "node:fs";
import { UsageError } from "./usage-error";

/** Writes a whole file or nothing: to a temporary file beside it, then by renaming. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`--out ${path} cannot be written (${(error as NodeJS.ErrnoException).code}): name a file in a folder that exists`);
  }
}
