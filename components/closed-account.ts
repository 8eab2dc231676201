import * as storage from "@pulumi/azure-native/storage";
import type * as pulumi from "@pulumi/pulumi";

/** What every storage account here has: identities only, TLS 1.2 at least, nothing public, no copies to elsewhere. */
export const closedAccount = {
  kind: "StorageV2",
  isSftpEnabled: false,
  isLocalUserEnabled: false,
  minimumTlsVersion: "TLS1_2",
  enableHttpsTrafficOnly: true,
  allowBlobPublicAccess: false,
  allowSharedKeyAccess: false,
  defaultToOAuthAuthentication: true,
  allowCrossTenantReplication: false,
  allowedCopyScope: "PrivateLink",
} as const;

/** How every storage account here is encrypted, whosever key it is: twice. It can be set only when the account is made. */
export const doubleEncryption = {
  requireInfrastructureEncryption: true,
  services: { blob: { enabled: true, keyType: "Account" }, file: { enabled: true, keyType: "Account" } },
} as const;

/** Deleted blobs and containers of an account can be brought back for some days. */
export function softDelete(
  name: string,
  account: storage.StorageAccount,
  resourceGroupName: pulumi.Input<string>,
  days: pulumi.Input<number>,
  opts: pulumi.CustomResourceOptions,
): storage.BlobServiceProperties {
  const retention = { enabled: true, days };
  return new storage.BlobServiceProperties(
    `${name}-blob-service`,
    {
      accountName: account.name,
      blobServicesName: "default",
      resourceGroupName,
      deleteRetentionPolicy: retention,
      containerDeleteRetentionPolicy: retention,
    },
    opts,
  );
}
