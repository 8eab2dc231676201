/** Ids of Azure's built-in roles that the library assigns, from memory of Azure's built-in roles page. */
export const builtInRoles = {
  storageBlobDataContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  keyVaultCryptoServiceEncryptionUser: "e147488a-f6f5-4113-8e2d-b22465e65bf6",
  keyVaultSecretsUser: "4633458b-17de-408a-b874-0445c86b69e6",
} as const;

/** The full id of a built-in role in a subscription. */
export function roleDefinitionId(subscriptionId: string, role: keyof typeof builtInRoles): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]}`;
}
