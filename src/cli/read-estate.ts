import { readFileSync } from "node:fs";
import { Estate } from "../estate/estate";
import { readInput, type SourceKind, UnreadableInputError } from "../estate/readers";
import { UsageError } from "./usage-error";

/** What messages call an input. */
const nameOf = (input: string): string => (input === "-" ? "standard input" : input);

/** The bytes of a file, or of standard input for `-`. @throws UsageError where it cannot be read. */
export function readBytes(input: string): Buffer {
  try {
    return readFileSync(input === "-" ? 0 : input);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new UsageError(`${nameOf(input)} does not exist`);
    throw new UsageError(code === "EISDIR" ? `${nameOf(input)} is a folder: name a file` : `${nameOf(input)} cannot be read (${code})`);
  }
}

/** Reads files, and standard input for `-`, as one estate. @throws UsageError for one that cannot be read, by its name. */
export function readEstate(inputs: readonly string[], kind: SourceKind | undefined): Estate {
  return new Estate(
    inputs.map((input) => {
      try {
        return readInput(nameOf(input), readBytes(input), kind);
      } catch (error) {
        if (error instanceof UnreadableInputError) throw new UsageError(error.message);
        throw error;
      }
    }),
  );
}
