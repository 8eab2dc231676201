import { UnknownValueError as UnknownInPreview } from "@pulumi/policy";
import { isUnknown, unknownValue, type Value } from "../../src/estate/value";

/**
 * The properties that the engine hands to a policy, with an unknown for each that only an update will know: they come as proxies that
 * throw where one is looked at.
 */
export function knownOf(read: () => unknown): Value {
  let value: unknown;
  try {
    value = read();
  } catch (error) {
    if (error instanceof UnknownInPreview) return unknownValue;
    throw error;
  }
  if (Array.isArray(value)) {
    const list = value as unknown[];
    return Array.from({ length: list.length }, (_, i) => knownOf(() => list[i]));
  }
  if (typeof value !== "object" || value === null) return value as Value;
  const object = value as Record<string, unknown>;
  return Object.fromEntries(Object.keys(object).map((key) => [key, knownOf(() => object[key])]));
}

/** Whether something in a value is unknown. */
export function holdsUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
