import { unknownSentinel } from "../azure/pulumi-wire";

/** A bag of property values, as it travels between the engine and a provider. */
export type Properties = Record<string, unknown>;

/** Whether a value is unknown, or holds one anywhere inside. */
export function holdsUnknown(value: unknown): boolean {
  if (value === unknownSentinel) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
  return false;
}

/** A value as a bag of properties: empty for anything that is no object. */
export function asProperties(value: unknown): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

/** A value as a list: empty for anything that is no array. */
export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
