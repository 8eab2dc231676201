import * as authorization from "@pulumi/azure-native/authorization";
import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck, plain } from "./arguments";
import { checkPrincipal } from "./customer-managed-keys";
import { assignRole } from "./role-assignment";

/** Arguments of VaultSecretScope. */
export interface VaultSecretScopeArgs {
  /** Id of the vault. It must let trusted services in: Databricks' control plane reads it as one. */
  vaultId: pulumi.Input<string>;
  /** The vault's address, such as SecretVault's vaultUri. */
  vaultUri: pulumi.Input<string>;
  /** Object id of AzureDatabricks in your tenant, which reads the secrets. Print it with `az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id`. */
  databricksPrincipalId: pulumi.Input<string>;
  /** The scope's name in the workspace. Defaults to the component's name. */
  scopeName?: pulumi.Input<string>;
  /** The groups that may read every secret of the vault from notebooks and jobs. Defaults to `admins`. */
  readers?: pulumi.Input<string>[];
}

/** A secret scope of a workspace that is backed by a Key Vault, readable by listed groups only. Needs a Databricks provider for the workspace. */
export class VaultSecretScope extends pulumi.ComponentResource {
  readonly scopeName: pulumi.Output<string>;

  /** @throws ArgumentError for a bad name, no reader, or a principal that is no GUID. */
  constructor(name: string, args: VaultSecretScopeArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("VaultSecretScope", name);
    check.required("vaultId", args.vaultId, "pass SecretVault's vaultId");
    check.required("vaultUri", args.vaultUri, "pass SecretVault's vaultUri");
    check.resourceId("vaultId", args.vaultId, resourceTypes.vault);
    checkPrincipal(check, args.databricksPrincipalId);
    if (args.readers?.length === 0) check.refuse("readers", "is empty: name at least one group");
    check.distinct("readers", args.readers);
    const given = plain<string>(args.scopeName);
    if (given !== undefined && !/^[\w\-@.]{1,128}$/.test(given))
      check.refuse("scopeName", `is '${given}': use 1 to 128 letters, digits, '_', '-', '@' and '.'`);
    super("hardened-databricks:index:VaultSecretScope", name, {}, opts);
    const scope = vaultScope(
      name,
      { ...args, scopeName: args.scopeName ?? name, readers: args.readers ?? ["admins"] },
      { parent: this },
      [],
    );
    this.scopeName = scope.name;
    this.registerOutputs({ scopeName: this.scopeName });
  }
}

/** The role on the vault, the scope, and who may read it. */
export function vaultScope(
  name: string,
  args: Required<VaultSecretScopeArgs>,
  child: pulumi.CustomResourceOptions,
  after: pulumi.Resource[],
): databricks.SecretScope {
  const access = assignRole(
    `${name}-access`,
    {
      scope: args.vaultId,
      principalId: args.databricksPrincipalId,
      role: "keyVaultSecretsUser",
      subscriptionId: authorization.getClientConfigOutput(child).subscriptionId,
    },
    child,
  );
  const scope = new databricks.SecretScope(
    `${name}-scope`,
    { name: args.scopeName, backendType: "AZURE_KEYVAULT", keyvaultMetadata: { resourceId: args.vaultId, dnsName: args.vaultUri } },
    { ...child, dependsOn: [access, ...after] },
  );
  for (const [i, principal] of args.readers.entries())
    new databricks.SecretAcl(`${name}-reader${i}`, { scope: scope.name, principal, permission: "READ" }, child);
  return scope;
}
