import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { keyVaultLogCategories } from "../src/azure/log-categories";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck } from "./arguments";
import { diagnosticSetting } from "./audit-trail";
import { checkDataPath } from "./data-path";
import { uniqueName } from "./naming";
import { type PrivateEndpointPlacementArgs, PrivateLink } from "./private-link";

/** Arguments of SecretVault. */
export interface SecretVaultArgs {
  /** The resource group of the vault. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** The vault's name, 3 to 24 characters, unique in all of Azure. Defaults to one made from the component's name with a random end. */
  vaultName?: pulumi.Input<string>;
  /** Where the vault's private endpoint stands. Needed, unless serviceEndpointSubnetIds are passed. */
  placement?: PrivateEndpointPlacementArgs;
  /** Ids of the subnets that reach the vault by service endpoint instead: those of the clusters, and no others. */
  serviceEndpointSubnetIds?: pulumi.Input<string>[];
  /** Whether Pulumi refuses to delete the vault. Defaults to false; a deleted vault can be brought back in any case. */
  deletionProtection?: boolean;
  /**
   * Whether Azure's trusted services get past the vault's firewall. Defaults to false; a vault with customer-managed keys
   * needs true, since Databricks' control plane reads the key as a trusted service.
   */
  allowTrustedServices?: pulumi.Input<boolean>;
  /** How long deleted secrets and keys can be brought back, in days, from 7 to 90. Defaults to 90. Cannot be changed later. */
  softDeleteRetentionInDays?: pulumi.Input<number>;
  /** Id of the Log Analytics workspace that gets the vault's audit log. Defaults to no audit log, which breaks link 5. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on the vault and its endpoint. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A Key Vault that only clusters reach, by private endpoint or by service endpoint: role-based access, audit log, and purge protection, which keeps even a deleted vault. */
export class SecretVault extends pulumi.ComponentResource {
  readonly vaultId: pulumi.Output<string>;
  readonly vaultName: pulumi.Output<string>;
  readonly vaultUri: pulumi.Output<string>;

  /** @throws ArgumentError for a bad name or a retention outside Azure's limits. */
  constructor(name: string, args: SecretVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("SecretVault", name);
    check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
    check.resourceName("vaultName", args.vaultName, resourceTypes.vault);
    check.between("softDeleteRetentionInDays", args.softDeleteRetentionInDays, 7, 90, "days");
    checkDataPath(check, args);
    super("hardened-databricks:index:SecretVault", name, {}, opts);
    const child = { parent: this };

    const vaultName =
      args.vaultName ??
      uniqueName("kv", name, new random.RandomString(`${name}-suffix`, { length: 6, special: false, upper: false }, child).result, "-");
    const vault = new keyvault.Vault(
      `${name}-vault`,
      {
        vaultName,
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        properties: {
          tenantId: authorization.getClientConfigOutput({ parent: this }).tenantId,
          sku: { family: "A", name: "premium" },
          enableRbacAuthorization: true,
          enableSoftDelete: true,
          softDeleteRetentionInDays: args.softDeleteRetentionInDays ?? 90,
          enablePurgeProtection: true,
          publicNetworkAccess: args.serviceEndpointSubnetIds ? "Enabled" : "Disabled",
          networkAcls: {
            defaultAction: "Deny",
            bypass: pulumi.output(args.allowTrustedServices).apply((allow) => (allow ? "AzureServices" : "None")),
            ...(args.serviceEndpointSubnetIds
              ? { virtualNetworkRules: args.serviceEndpointSubnetIds.map((id) => ({ id, ignoreMissingVnetServiceEndpoint: false })) }
              : {}),
          },
        },
        tags: args.tags,
      },
      { ...child, protect: args.deletionProtection },
    );
    if (args.placement) {
      const { resourceGroupName, location, placement, tags } = args;
      new PrivateLink(`${name}-link`, { resourceGroupName, location, resourceId: vault.id, groupIds: ["vault"], placement, tags }, child);
    }
    if (args.logAnalyticsWorkspaceId)
      diagnosticSetting(`${name}-audit`, vault.id, args.logAnalyticsWorkspaceId, keyVaultLogCategories, child);

    this.vaultId = vault.id;
    this.vaultName = vault.name;
    this.vaultUri = vault.properties.apply((properties) => properties.vaultUri as string);
    this.registerOutputs({ vaultId: this.vaultId, vaultName: this.vaultName, vaultUri: this.vaultUri });
  }
}
