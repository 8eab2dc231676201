/** Stands for a value that only an update will know, or that an input format does not carry. */
export const unknownValue: unique symbol = Symbol("unknown");

/** A property value of a deployment: JSON, with unknowns in places. */
export type Value = string | number | boolean | null | undefined | typeof unknownValue | Value[] | { [key: string]: Value };

/** Thrown where a question cannot be answered because a value is unknown: rules turn it into the verdict `unknown`. */
export class UnknownValueError extends Error {
  /** What is unknown, in words. */
  readonly what: string;

  constructor(what: string) {
    super(`${what} is not known yet`);
    this.name = "UnknownValueError";
    this.what = what;
  }
}

/**
 * Whether any item answers yes. An unknown item does not hide a yes behind it; without one, it makes the answer unknown.
 * @throws UnknownValueError where no item answers yes and at least one cannot tell.
 */
export function some<T>(items: T[], question: (item: T) => boolean): boolean {
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
export function find<T>(items: T[], question: (item: T) => boolean): T | undefined {
  let found: T | undefined;
  some(items, (item) => {
    if (!question(item)) return false;
    found = item;
    return true;
  });
  return found;
}
