import { type ResourceTypeNames, resourceTypes } from "../resource-types";
import aliases from "./azure-native-aliases.json";
import { flatten, type Properties, rename } from "./properties";

const byClass = new Map<string, string>(
  Object.values(resourceTypes).flatMap(({ arm, pulumi, alsoPulumi }: ResourceTypeNames) =>
    [pulumi, ...(alsoPulumi ?? [])].map((name) => [name, arm] as const),
  ),
);

/** Whether a token is one of @pulumi/azure-native, in any of its API-version forms. */
export const isAzureNative = (token: string): boolean => /^azure-native(_|:)/.test(token);

/**
 * Module and class of a token, as the pinned SDK names them: versions left out
 * (`azure-native:network/v20240501:Subnet`, `azure-native_network_v20240501:network:Subnet`), and older names by the SDK's own aliases.
 */
export function azureNativeClass(token: string): string | undefined {
  const match = /^azure-native(?:_[a-z0-9]+_v\w+)?:([a-z0-9]+)(?:\/v\w+)?:(\w+)$/.exec(token);
  if (!match) return undefined;
  const name = `${match[1]}:${match[2]}`;
  if (byClass.has(name)) return name;
  return Object.hasOwn(aliases, name) ? (aliases as Record<string, string>)[name] : name;
}

/** Azure's type behind a token of azure-native; undefined for a token that is none, or of a type that the library does not know. */
export function armTypeOfToken(token: string): string | undefined {
  const name = azureNativeClass(token);
  return name === undefined ? undefined : byClass.get(name);
}

/** What azure-native calls otherwise than Azure does, by type. Compared with Microsoft's published types; the rest has Azure's names. */
export const renamed: Record<string, Readonly<Record<string, string>>> = {
  [resourceTypes.storageAccount.arm]: {
    enableHttpsTrafficOnly: "supportsHttpsTrafficOnly",
    enableNfsV3: "isNfsV3Enabled",
    encryptionFederatedIdentityClientId: "federatedIdentityClientId",
    encryptionIdentity: "identity",
    encryptionUserAssignedIdentity: "userAssignedIdentity",
    iPAddressOrRange: "value",
    networkRuleSet: "networkAcls",
    virtualNetworkResourceId: "id",
  },
  [resourceTypes.key.arm]: { expires: "exp", notBefore: "nbf", releasePolicy: "release_policy" },
  [resourceTypes.secret.arm]: { expires: "exp", notBefore: "nbf" },
};

/** Properties of azure-native by Azure's names, without the bags that Azure puts around them. */
export function fromAzureNative(armType: string, properties: Properties): Properties {
  const names = renamed[armType];
  return flatten(names ? rename(properties, names) : properties) as Properties;
}
