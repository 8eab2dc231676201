import type { EstateInput } from "../estate";
import { decode } from "./decode";
import { isPreview, readPreview } from "./preview";
import { refusalOf, refusalOfText } from "./refused";
import { isResourceGraph, readResourceGraph } from "./resource-graph";
import { isStackExport, readStackExport } from "./stack-export";
import { UnreadableInputError } from "./unreadable";

export { UnreadableInputError };

/** The kinds of input that deployments are read from. */
export const sourceKinds = ["stack-export", "preview", "resource-graph"] as const;
export type SourceKind = (typeof sourceKinds)[number];

const readers: Record<SourceKind, { words: string; fits: (document: unknown) => boolean; read: (document: unknown) => EstateInput }> = {
  "stack-export": { words: "what `pulumi stack export` prints", fits: isStackExport, read: readStackExport },
  preview: { words: "what `pulumi preview --json` prints", fits: isPreview, read: readPreview },
  "resource-graph": { words: "what `az graph query` prints", fits: isResourceGraph, read: readResourceGraph },
};

/**
 * Reads what one input tells, from the bytes or text of any known kind.
 * @param name - what messages call the input: its file name.
 * @param kind - the kind; detected where it is left out.
 * @throws UnreadableInputError for one that is empty, no JSON, or JSON of another kind.
 */
export function readInput(name: string, content: Buffer | string, kind?: SourceKind): EstateInput {
  const text = (typeof content === "string" ? content : decode(name, content)).replace(/^\uFEFF/, "");
  const wanted = `expected ${Object.values(readers)
    .map((reader) => reader.words)
    .join(", or ")}`;
  if (text.trim() === "") throw new UnreadableInputError(`${name} is empty: ${wanted}`);
  const document = parse(name, text, wanted);
  const found = kind ?? sourceKinds.find((candidate) => readers[candidate].fits(document));
  if (found && readers[found].fits(document)) return guarded(name, () => readers[found].read(document));
  const refusal = refusalOf(document);
  if (refusal) throw new UnreadableInputError(`${name} ${refusal}`);
  throw new UnreadableInputError(`${name} is JSON, but not ${kind ? readers[kind].words : "of a kind that can be read"}: ${wanted}`);
}

function parse(name: string, text: string, wanted: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const refusal = refusalOfText(text);
    if (refusal) throw new UnreadableInputError(`${name} ${refusal}`);
    const message = printable((error as Error).message);
    throw new UnreadableInputError(`${name} is not JSON (${message}): ${wanted}`);
  }
}

/** Whatever a damaged file makes a reader stumble over is the file's fault, and told by its name. */
function guarded(name: string, read: () => EstateInput): EstateInput {
  try {
    return read();
  } catch (error) {
    const what = error instanceof RangeError ? "it is nested too deeply" : "its resources have not the shape that they should have";
    throw new UnreadableInputError(`${name} cannot be read: ${what}`);
  }
}

/** A message of the parser, which quotes the file, in one line without control characters. */
const printable = (text: string): string => [...text.replace(/\s+/g, " ")].filter((character) => character >= " ").join("");
