import { armTypeOfToken } from "../../azure/resource-types";
import { type Profile, profiles } from "../scope";
import { unknownValue, type Value } from "../value";

/** Pulumi's stand-in for an unknown value in state and plans. */
const unknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/**
 * Turns a value of Pulumi's wire form into one of a deployment: unknowns become unknown, secrets in clear text their value,
 * and encrypted secrets unknown, since nobody can look into them.
 */
export function toValue(raw: unknown): Value {
  if (raw === unknownSentinel) return unknownValue;
  if (Array.isArray(raw)) return raw.map(toValue);
  if (typeof raw !== "object" || raw === null) return raw as Value;
  const object = raw as Record<string, unknown>;
  if (object[signatureKey] === secretSignature) {
    return typeof object.plaintext === "string" ? toValue(JSON.parse(object.plaintext)) : unknownValue;
  }
  if (object[signatureKey] === outputSignature) return "value" in object ? toValue(object.value) : unknownValue;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, toValue(value)]));
}

/** The properties of a resource: what the provider answered, where it has answered, else what was asked for. */
export function toProperties(inputs: unknown, outputs: unknown): Record<string, Value> {
  const chosen = isFilled(outputs) ? outputs : inputs;
  return isFilled(chosen) ? (toValue(chosen) as Record<string, Value>) : {};
}

function isFilled(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

/** The type that a deployment knows a Pulumi resource by: Azure's for azure-native, the token for Databricks, undefined for the rest. */
export function deploymentType(token: string): string | undefined {
  return armTypeOfToken(token) ?? (token.startsWith("databricks:") ? token : undefined);
}

/** The profile that a HardenedDatabricks component states; `private`, the default of the component, where none does. */
export function profileOf(resources: { type: string; inputs?: unknown }[]): Profile {
  const component = resources.find((resource) => resource.type === "hardened-databricks:index:HardenedDatabricks");
  const stated = (component?.inputs as { profile?: unknown } | undefined)?.profile;
  return profiles.find((profile) => profile === stated) ?? "private";
}

/** A resource as far as its provider matters: a provider is a resource too. */
interface Provided {
  type: string;
  urn: string;
  provider?: string | undefined;
  inputs?: unknown;
}

/** Says for each resource of the Databricks provider which workspace it lives in: its provider names that. */
export function workspaceFinder(resources: Provided[]): (resource: { provider?: string | undefined }) => Value {
  const byUrn = new Map<string, Value>();
  for (const { type, urn, inputs } of resources)
    if (type === "pulumi:providers:databricks")
      byUrn.set(urn, toValue((inputs as Record<string, unknown> | undefined)?.azureWorkspaceResourceId));
  // A reference is the provider's URN and its id, which only an update knows.
  return ({ provider }) => byUrn.get(provider?.replace(/::[^:]*$/, "") ?? "");
}
