import { outputSignature, secretSignature, signatureKey, unknownSentinel } from "../azure/pulumi-wire";
import { secretValue, unknownValue, type Value } from "./value";

/**
 * Turns a value of Pulumi's wire form into one of a deployment: unknowns become unknown, secrets in clear text their value,
 * and encrypted secrets unknown, since nobody can look into them.
 */
export function toValue(raw: unknown): Value {
  if (raw === unknownSentinel) return unknownValue;
  if (Array.isArray(raw)) return raw.map(toValue);
  if (typeof raw !== "object" || raw === null) return raw as Value;
  const object = raw as Record<string, unknown>;
  if (object[signatureKey] === secretSignature) return fromPlaintext(object.plaintext);
  if (object[signatureKey] === outputSignature) return "value" in object ? toValue(object.value) : unknownValue;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, toValue(value)]));
}

function fromPlaintext(plaintext: unknown): Value {
  if (typeof plaintext !== "string") return secretValue;
  try {
    return toValue(JSON.parse(plaintext));
  } catch {
    return secretValue;
  }
}
