import type { EstateInput } from "../estate";
import { isPreview, readPreview } from "./preview";
import { isStackExport, readStackExport } from "./stack-export";

/** The kinds of input that deployments are read from. */
export const sourceKinds = ["stack-export", "preview"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** A text that no deployment can be read from; the message says why and what would do. */
export class UnreadableInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadableInputError";
  }
}

const readers: Record<SourceKind, { words: string; fits: (document: unknown) => boolean; read: (document: unknown) => EstateInput }> = {
  "stack-export": { words: "what `pulumi stack export` prints", fits: isStackExport, read: readStackExport },
  preview: { words: "what `pulumi preview --json` prints", fits: isPreview, read: readPreview },
};

/**
 * Reads what one input tells, from a text of any known kind.
 * @param name - what messages call the input: its file name.
 * @param kind - the kind; detected where it is left out.
 * @throws UnreadableInputError for a text that is empty, no JSON, or JSON of another kind.
 */
export function readInput(name: string, text: string, kind?: SourceKind): EstateInput {
  const wanted = `expected ${Object.values(readers)
    .map((reader) => reader.words)
    .join(" or ")}`;
  if (text.trim() === "") throw new UnreadableInputError(`${name} is empty: ${wanted}`);
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UnreadableInputError(`${name} is not JSON (${(error as Error).message.replace(/\s+/g, " ")}): ${wanted}`);
  }
  const found = kind ?? sourceKinds.find((candidate) => readers[candidate].fits(document));
  if (!found || !readers[found].fits(document)) {
    throw new UnreadableInputError(`${name} is JSON, but not ${kind ? readers[kind].words : "of a kind that can be read"}: ${wanted}`);
  }
  return readers[found].read(document);
}
