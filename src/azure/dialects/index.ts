import { isResourceId, parseResourceId } from "../resource-id";
import { resourceTypes } from "../resource-types";
import { armTypeOfToken, fromAzureNative, isAzureNative } from "./azure-native";
import { flatten, isObject, type Properties } from "./properties";

/** A resource as a program's provider knows it. */
export interface Foreign {
  /** The Pulumi type token. */
  token: string;
  id?: string | undefined;
  /** What was asked for and, where the provider has answered, what it answered. */
  properties: Properties;
}

/** A resource in the one language: Azure's type and names, or the Databricks provider's. */
export interface Translated {
  type: string;
  properties: Properties;
  /** Why its properties cannot be read, where they cannot: what would stand after its name in a sentence. */
  unread?: string;
}

const modelledTypes = new Map(Object.values(resourceTypes).map(({ arm }) => [arm.toLowerCase(), arm]));

/** Azure's type in the spelling of this library, where it is one that the library knows. */
export const canonicalType = (type: string): string => modelledTypes.get(type.toLowerCase()) ?? type;

/** Whether the library has a model of a type of Azure's. */
export const isModelledType = (type: string): boolean => modelledTypes.has(type.toLowerCase());

/** Whether a resource's provider is one for Azure: its resources may be what rules read. */
export const isAzureToken = (token: string): boolean => /^(azure|azapi)[^:]*:/.test(token) && !token.startsWith("azuread");

/** Translates a resource of any provider. What no dialect can read keeps the type that its id tells, and is marked. */
export function translate({ token, id, properties }: Foreign): Translated {
  if (token.startsWith("databricks:")) return { type: token, properties };
  const byId = id !== undefined && isResourceId(id) ? parseResourceId(id)?.type : undefined;
  if (isAzureNative(token)) {
    const type = armTypeOfToken(token) ?? (byId ? canonicalType(byId) : token);
    return { type, properties: fromAzureNative(type, properties) };
  }
  if (token.startsWith("azapi:")) return fromAzapi(token, byId, properties);
  const type = byId ? canonicalType(byId) : token;
  const provider = token.split(":")[0] as string;
  return byId || isAzureToken(token)
    ? { type, properties, unread: `is made by the provider ${provider}, whose words are not read` }
    : { type, properties };
}

/** azapi sends Azure's own bodies: `type` holds the version, `body` the rest. */
function fromAzapi(token: string, byId: string | undefined, properties: Properties): Translated {
  const stated = typeof properties.type === "string" ? properties.type.split("@")[0] : undefined;
  const type = canonicalType(stated ?? byId ?? token);
  let body: unknown = properties.body;
  if (typeof body === "string") {
    try {
      body = JSON.parse(body);
    } catch {
      body = undefined;
    }
  }
  if (!isObject(body)) return { type, properties: {}, unread: "is made by azapi with a body that is no object" };
  const { body: _body, type: _type, output: _output, ...envelope } = properties;
  return { type, properties: flatten({ ...envelope, ...body }) as Properties };
}
