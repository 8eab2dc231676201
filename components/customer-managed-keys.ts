import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentCheck } from "./arguments";
import type { PrivateEndpointPlacementArgs } from "./private-link";
import { assignRole } from "./role-assignment";
import { SecretVault } from "./secret-vault";

/** A key in a Key Vault, at one version, as Databricks wants it. */
export interface KeyReferenceArgs {
  keyName: pulumi.Input<string>;
  keyVaultUri: pulumi.Input<string>;
  keyVersion: pulumi.Input<string>;
}

/** Arguments of CustomerManagedKeys. */
export interface CustomerManagedKeysArgs {
  /** The resource group of the vault. */
  resourceGroupName: pulumi.Input<string>;
  /** The region: must be the workspace's. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /**
   * Object id of the enterprise application AzureDatabricks in your tenant. It differs from tenant to tenant; print it with
   * `az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id`.
   */
  databricksPrincipalId: pulumi.Input<string>;
  /** The vault's name. Defaults to one made from the component's name with a random end. */
  vaultName?: pulumi.Input<string>;
  /** Where the vault's private endpoint stands. */
  placement: PrivateEndpointPlacementArgs;
  /** Whether there is a key for DBFS root too. Defaults to false: DBFS root then has Microsoft's key. */
  enableDbfsKey?: boolean;
  /** Whether there is a key for the data lake too. Defaults to false: the lake then has Microsoft's key. */
  enableLakeKey?: boolean;
  /** Whether Pulumi refuses to delete the vault and the keys. Defaults to false; a deleted one can be brought back in any case. */
  deletionProtection?: boolean;
  /** Size of the RSA keys in bits: 2048, 3072 or 4096. Defaults to 4096. */
  keySize?: pulumi.Input<number>;
  /** Id of the Log Analytics workspace that gets the vault's audit log. Defaults to none. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on the vault and its endpoint. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Keys of the customer's own for a workspace, in a vault that Databricks' control plane may use: one for managed services
 * (notebooks, secrets, queries) and one for the disks of the nodes; on request one for DBFS root and one for the data lake. The first
 * two references are known once Databricks has its role on the key, so a workspace that takes them comes after it; DBFS root and the
 * lake use their keys with identities of their own.
 */
export class CustomerManagedKeys extends pulumi.ComponentResource {
  readonly vaultId: pulumi.Output<string>;
  /** Reference of the key for managed services. */
  readonly servicesKey: pulumi.Output<KeyReferenceArgs>;
  /** Reference of the key for managed disks. */
  readonly disksKey: pulumi.Output<KeyReferenceArgs>;
  /** Id of the key for managed disks, on which the workspace's disk encryption set gets its role. */
  readonly disksKeyId: pulumi.Output<string>;
  /** Reference of the key for DBFS root; empty texts without one. */
  readonly dbfsKey: pulumi.Output<KeyReferenceArgs>;
  /** Id of the key for DBFS root; empty without one. */
  readonly dbfsKeyId: pulumi.Output<string>;
  /** Reference of the key for the data lake; empty texts without one. */
  readonly lakeKey: pulumi.Output<KeyReferenceArgs>;
  /** Id of the key for the data lake; empty without one. */
  readonly lakeKeyId: pulumi.Output<string>;

  /** @throws ArgumentError for a principal that is no GUID, or the application id in its place; or a key size that Databricks does not take. */
  constructor(name: string, args: CustomerManagedKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("CustomerManagedKeys", name);
    checkPrincipal(check, args.databricksPrincipalId);
    if (typeof args.keySize === "number" && ![2048, 3072, 4096].includes(args.keySize))
      check.refuse("keySize", `is ${args.keySize}: allowed are 2048, 3072 and 4096`);
    super("hardened-databricks:index:CustomerManagedKeys", name, {}, opts);
    const child = { parent: this };

    const vault = new SecretVault(
      `${name}-vault`,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        vaultName: args.vaultName,
        placement: args.placement,
        allowTrustedServices: true,
        deletionProtection: args.deletionProtection,
        logAnalyticsWorkspaceId: args.logAnalyticsWorkspaceId,
        tags: args.tags,
      },
      child,
    );
    const subscriptionId = authorization.getClientConfigOutput({ parent: this }).subscriptionId;
    const makeKey = (suffix: string, isForDatabricks: boolean) => {
      const key = new keyvault.Key(
        `${name}-${suffix}`,
        {
          keyName: suffix,
          vaultName: vault.vaultName,
          resourceGroupName: args.resourceGroupName,
          properties: {
            kty: "RSA-HSM",
            keySize: args.keySize ?? 4096,
            keyOps: ["wrapKey", "unwrapKey"],
            rotationPolicy: {
              attributes: { expiryTime: "P2Y" },
              lifetimeActions: [
                { trigger: { timeAfterCreate: "P1Y" }, action: { type: "rotate" } },
                { trigger: { timeBeforeExpiry: "P30D" }, action: { type: "notify" } },
              ],
            },
          },
        },
        { ...child, protect: args.deletionProtection },
      );
      const keyId = key.id;
      if (!isForDatabricks) return { keyId, reference: key.keyUriWithVersion.apply(keyReference) };
      const access = assignRole(
        `${name}-${suffix}-access`,
        { scope: keyId, principalId: args.databricksPrincipalId, role: "keyVaultCryptoServiceEncryptionUser", subscriptionId },
        child,
      );
      return { keyId, reference: pulumi.all([key.keyUriWithVersion, access.id]).apply(([uri]): KeyReferenceArgs => keyReference(uri)) };
    };
    const services = makeKey("managed-services", true);
    const disks = makeKey("managed-disks", true);
    const none = { keyId: pulumi.output(""), reference: pulumi.output(keyReference("")) };
    const dbfs = args.enableDbfsKey ? makeKey("dbfs-root", false) : none;
    const lake = args.enableLakeKey ? makeKey("data-lake", false) : none;

    this.vaultId = vault.vaultId;
    this.servicesKey = services.reference;
    this.disksKey = disks.reference;
    this.disksKeyId = disks.keyId;
    this.dbfsKey = dbfs.reference;
    this.dbfsKeyId = dbfs.keyId;
    this.lakeKey = lake.reference;
    this.lakeKeyId = lake.keyId;
    this.registerOutputs({
      vaultId: this.vaultId,
      servicesKey: this.servicesKey,
      disksKey: this.disksKey,
      disksKeyId: this.disksKeyId,
      dbfsKey: this.dbfsKey,
      dbfsKeyId: this.dbfsKeyId,
      lakeKey: this.lakeKey,
      lakeKeyId: this.lakeKeyId,
    });
  }
}

/** Takes a versioned key URI (`https://vault/keys/name/version`) apart. */
function keyReference(uri: string): KeyReferenceArgs {
  const [, keyVaultUri, keyName, keyVersion] = /^(https:\/\/[^/]+\/)keys\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
  return { keyVaultUri: keyVaultUri ?? "", keyName: keyName ?? "", keyVersion: keyVersion ?? "" };
}

/** The application id of AzureDatabricks, the same in every tenant: not what a role can be assigned to. */
const databricksApplicationId = "2ff814a6-3304-4ab8-85cd-cd0e6f879c1d";

/** Refuses a principal that cannot be the AzureDatabricks enterprise application of a tenant. */
export function checkPrincipal(check: ArgumentCheck, principalId: unknown): void {
  const remedy = `pass the object id that \`az ad sp show --id ${databricksApplicationId} --query id\` prints`;
  check.required("databricksPrincipalId", principalId, remedy);
  check.guid("databricksPrincipalId", principalId, remedy);
  if (typeof principalId === "string" && principalId.toLowerCase() === databricksApplicationId) {
    check.refuse("databricksPrincipalId", `is the application id of AzureDatabricks, not its object id in your tenant: ${remedy}`);
  }
}
