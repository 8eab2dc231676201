/** Ids of Azure's built-in roles that the library assigns, from memory of Azure's built-in roles page. */
export const builtInRoles = {
  storageBlobDataContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  keyVaultCryptoServiceEncryptionUser: "e147488a-f6f5-4113-8e2d-b22465e65bf6",
  keyVaultSecretsUser: "4633458b-17de-408a-b874-0445c86b69e6",
} as const;

/** Built-in roles that give roles or access policies of a vault to others: whoever has one takes what he wants. */
const givingRoles: string[] = [
  // Owner, User Access Administrator, Role Based Access Control Administrator
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
  // Key Vault Data Access Administrator, Key Vault Contributor
  "8b54135c-b56d-4d72-a534-26097cfdc8d8",
  "f25e0fa2-a7c8-4377-a976-54943a77a395",
];

/** Built-in roles by which secrets of a vault can be read or given away, from memory of the same page. */
export const secretReadingRoles: string[] = [
  builtInRoles.keyVaultSecretsUser,
  // Key Vault Administrator, Key Vault Secrets Officer
  "00482a5a-887f-4fb3-b363-3b7fe8e74483",
  "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
  ...givingRoles,
];

/** Built-in roles by which keys of a vault can be used or given away, from memory of the same page. */
export const keyUsingRoles: string[] = [
  builtInRoles.keyVaultCryptoServiceEncryptionUser,
  // Key Vault Administrator, Key Vault Crypto Officer, Key Vault Crypto User
  "00482a5a-887f-4fb3-b363-3b7fe8e74483",
  "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
  "12338af0-0e69-4776-bea7-57ae8d297424",
  ...givingRoles,
];

/** The full id of a built-in role in a subscription. */
export function roleDefinitionId(subscriptionId: string, role: keyof typeof builtInRoles): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]}`;
}
