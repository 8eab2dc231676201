/** Why something is unknown. */
export type UnknownKind = "notYetKnown" | "outside" | "secret" | "contradicted" | "unread" | "gap";

/** Stands for a value that only an update will know. */
export const unknownValue: unique symbol = Symbol("not yet known");

/** Stands for a value that is encrypted in the input: nobody can look into it. */
export const secretValue: unique symbol = Symbol("secret");

/** Stands for a value that two records of one resource tell differently. */
export const contradictedValue: unique symbol = Symbol("contradicted");

const kinds = new Map<unknown, UnknownKind>([
  [unknownValue, "notYetKnown"],
  [secretValue, "secret"],
  [contradictedValue, "contradicted"],
]);

type Mark = typeof unknownValue | typeof secretValue | typeof contradictedValue;

/** A property value of a deployment: JSON, with marks where something is unknown. */
export type Value = string | number | boolean | null | undefined | Mark | Value[] | { [key: string]: Value };

/** Whether a value stands for one that is unknown. */
export function isUnknown(value: Value): value is Mark {
  return kinds.has(value);
}

const sentences: Record<UnknownKind, (what: string) => string> = {
  notYetKnown: (what) => `${what} is not known yet`,
  outside: (what) => `${what} is not in this input: add the export of the stack or subscription that holds it`,
  secret: (what) => `${what} is encrypted in this input: export it with its secrets shown, or look it up`,
  contradicted: (what) => `${what} is told in two ways: refresh the state, and export it again`,
  unread: (what) => `${what} cannot be read`,
  gap: (what) => what,
};

/** Thrown where a question cannot be answered because something is unknown: rules turn it into the verdict `unknown`. */
export class UnknownValueError extends Error {
  /** What is unknown, in words. */
  readonly what: string;
  readonly kind: UnknownKind;

  /** @param why - why it is unknown, or the mark that stands for it. */
  constructor(what: string, why: UnknownKind | Mark = "notYetKnown") {
    const kind = typeof why === "string" ? why : (kinds.get(why) as UnknownKind);
    super(sentences[kind](what));
    this.name = "UnknownValueError";
    this.what = what;
    this.kind = kind;
  }
}

/**
 * Whether any item answers yes. An unknown item does not hide a yes behind it; without one, it makes the answer unknown.
 * @throws UnknownValueError where no item answers yes and at least one cannot tell.
 */
export function some<T>(items: Iterable<T>, question: (item: T) => boolean): boolean {
  let unknown: UnknownValueError | undefined;
  for (const item of items) {
    try {
      if (question(item)) return true;
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
  return false;
}

/** The first item that answers yes, with the same care for unknowns as `some`. */
export function find<T>(items: Iterable<T>, question: (item: T) => boolean): T | undefined {
  let found: T | undefined;
  some(items, (item) => {
    if (!question(item)) return false;
    found = item;
    return true;
  });
  return found;
}
