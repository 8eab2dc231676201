import { isResourceId, resourceIdKey } from "../azure/resource-id";
import { isUnknown, type Value } from "./value";

/** Every text in a value. */
export function* textsIn(value: Value): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) yield* textsIn(item);
}

/** Whether a value, or something in it, answers yes. */
export function valueHolds(value: Value, question: (value: Value) => boolean): boolean {
  if (question(value)) return true;
  if (Array.isArray(value)) return value.some((item) => valueHolds(item, question));
  return typeof value === "object" && value !== null && Object.values(value).some((item) => valueHolds(item, question));
}

/** Whether something in a value is unknown. */
export const holdsUnknown = (value: Value): boolean => valueHolds(value, isUnknown);

const idInText = /\/subscriptions\/[^\s"'`,;()<>[\]{}\\]+/gi;

/** The ids that a value names: by themselves, or within a longer text such as a template. */
export function* idsIn(value: Value): Generator<string> {
  for (const text of textsIn(value)) {
    if (isResourceId(text) && !/\s/.test(text)) yield text;
    else if (text.length < 1_000_000) for (const [id] of text.matchAll(idInText)) yield id;
  }
}

/** An id and those of everything that it stands below, innermost first, as keys; resource groups and subscriptions left out. */
export function* idAndAbove(id: string): Generator<string> {
  let key = resourceIdKey(id);
  while (key.includes("/providers/")) {
    yield key;
    const segments = key.split("/");
    // What extends another resource stands below it.
    key = segments.slice(0, segments.at(-4) === "providers" ? -4 : -2).join("/");
  }
}
