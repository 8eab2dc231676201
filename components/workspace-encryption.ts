import * as authorization from "@pulumi/azure-native/authorization";
import type * as databricks from "@pulumi/azure-native/databricks";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentCheck } from "./arguments";
import type { KeyReferenceArgs } from "./customer-managed-keys";
import { assignRole } from "./role-assignment";

/**
 * The two steps to a customer's key for DBFS root. The storage account gets its identity with the workspace, so its role on the key
 * can be given only after that, and the key used only then: two runs of `pulumi up`.
 */
export const DbfsRootEncryption = {
  /** The account gets an identity and its role on the key; Microsoft's key still encrypts it. */
  Prepare: "Prepare",
  /** The customer's key encrypts it. */
  CustomerKey: "CustomerKey",
} as const;
export type DbfsRootEncryption = (typeof DbfsRootEncryption)[keyof typeof DbfsRootEncryption];

/** What a workspace is encrypted with. */
export interface WorkspaceEncryptionArgs {
  servicesKey?: pulumi.Input<KeyReferenceArgs>;
  disksKey?: pulumi.Input<KeyReferenceArgs>;
  disksKeyId?: pulumi.Input<string>;
  dbfsKey?: pulumi.Input<KeyReferenceArgs>;
  dbfsKeyId?: pulumi.Input<string>;
  dbfsRootEncryption?: DbfsRootEncryption;
}

const keySource = "Microsoft.Keyvault";

/** What managed services and the nodes' disks are encrypted with. */
export function encryptionEntities(args: WorkspaceEncryptionArgs) {
  return {
    ...(args.servicesKey ? { managedServices: { keySource, keyVaultProperties: args.servicesKey } } : {}),
    ...(args.disksKey ? { managedDisk: { keySource, keyVaultProperties: args.disksKey, rotationToLatestKeyVersionEnabled: true } } : {}),
  } as const;
}

/** What DBFS root is encrypted with, among a workspace's parameters. */
export function dbfsRootParameters(args: WorkspaceEncryptionArgs) {
  if (!args.dbfsKey) return {};
  const key = pulumi.output(args.dbfsKey);
  return {
    prepareEncryption: { value: true },
    ...(args.dbfsRootEncryption === DbfsRootEncryption.CustomerKey
      ? { encryption: { value: { keySource, keyName: key.keyName, keyVersion: key.keyVersion, keyVaultUri: key.keyVaultUri } } }
      : {}),
  };
}

/** Gives the identities that a new workspace brings their roles: the disk encryption set's, and DBFS root's. */
export function giveKeys(
  name: string,
  args: WorkspaceEncryptionArgs,
  workspace: databricks.Workspace,
  child: pulumi.CustomResourceOptions,
): void {
  const subscriptionId = authorization.getClientConfigOutput(child).subscriptionId;
  const give = (suffix: string, scope: pulumi.Input<string>, principalId: pulumi.Output<string>) =>
    assignRole(`${name}-${suffix}-access`, { scope, principalId, role: "keyVaultCryptoServiceEncryptionUser", subscriptionId }, child);
  if (args.disksKeyId)
    give(
      "disks",
      args.disksKeyId,
      workspace.managedDiskIdentity.apply((identity) => identity?.principalId as string),
    );
  if (args.dbfsKeyId)
    give(
      "dbfs",
      args.dbfsKeyId,
      workspace.storageAccountIdentity.apply((identity) => identity?.principalId as string),
    );
}

/** A key and its id go together. */
export function checkKeyPair(
  check: ArgumentCheck,
  argument: string,
  key: pulumi.Input<KeyReferenceArgs> | undefined,
  id: pulumi.Input<string> | undefined,
): void {
  if ((key === undefined) === (id === undefined)) return;
  check.refuse(key === undefined ? argument : `${argument}Id`, `is missing: ${argument} and ${argument}Id go together`);
}

/** Refuses keys without their ids, and a step without a key. */
export function checkWorkspaceEncryption(check: ArgumentCheck, args: WorkspaceEncryptionArgs): void {
  checkKeyPair(check, "disksKey", args.disksKey, args.disksKeyId);
  checkKeyPair(check, "dbfsKey", args.dbfsKey, args.dbfsKeyId);
  check.oneOf("dbfsRootEncryption", args.dbfsRootEncryption, DbfsRootEncryption);
  if (args.dbfsRootEncryption !== undefined && args.dbfsKey === undefined)
    check.refuse("dbfsRootEncryption", `is '${args.dbfsRootEncryption}' without a key: pass dbfsKey and dbfsKeyId`);
}
