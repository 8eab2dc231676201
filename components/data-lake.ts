import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck } from "./arguments";
import { closedAccount, doubleEncryption, softDelete } from "./closed-account";
import type { KeyReferenceArgs } from "./customer-managed-keys";
import { checkDataPath } from "./data-path";
import { deleteLock } from "./delete-lock";
import { allowInEndpointPolicy } from "./endpoint-policy";
import { physicalName, uniqueName } from "./naming";
import { type PrivateEndpointPlacementArgs, PrivateLink } from "./private-link";
import { assignRole } from "./role-assignment";

/** Arguments of DataLake. */
export interface DataLakeArgs {
  /** The resource group of the account. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** The account's name, 3 to 24 lower-case letters and digits, unique in all of Azure. Defaults to one made from the component's name with a random end. */
  accountName?: pulumi.Input<string>;
  /** Names of the containers. Defaults to one called `data`. */
  containerNames?: string[];
  /** Object id of the identity that reads and writes: the access connector's. It gets its role on each container, not on the account. */
  readerWriterPrincipalId: pulumi.Input<string>;
  /**
   * Where the account's private endpoints stand. Both `dfs` and `blob` get one: ABFS needs the first and some libraries the second.
   * Needed, unless serviceEndpointSubnetIds are passed.
   */
  placement?: PrivateEndpointPlacementArgs;
  /**
   * Ids of the subnets that reach the account by service endpoint instead: those of the clusters, and no others. The account then has a
   * public address that refuses everybody else.
   */
  serviceEndpointSubnetIds?: pulumi.Input<string>[];
  /** Id of the subnets' service endpoint policy, which gets this account added. Goes with serviceEndpointSubnetIds. */
  serviceEndpointPolicyId?: pulumi.Input<string>;
  /** The customer's key that the account is encrypted with, such as CustomerManagedKeys' lakeKey. Defaults to Microsoft's. */
  encryptionKey?: pulumi.Input<KeyReferenceArgs>;
  /** Id of that key, on which the account's identity gets its role. Goes with encryptionKey. */
  encryptionKeyId?: pulumi.Input<string>;
  /** Whether Pulumi refuses to delete the account. Defaults to false; a lock keeps others from it in any case. */
  deletionProtection?: boolean;
  /** How the account is replicated. Defaults to `Standard_ZRS`. */
  sku?: pulumi.Input<string>;
  /** How long deleted blobs and containers can be brought back, in days, from 7 to 365. Defaults to 30. */
  softDeleteDays?: pulumi.Input<number>;
  /** Tags on the account and its endpoints. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** An ADLS Gen2 account that only clusters reach, by private endpoints or by service endpoint: no shared keys, no public path, TLS 1.2 at least, encrypted twice. */
export class DataLake extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  readonly accountName: pulumi.Output<string>;
  /** Where clusters find the account, such as `https://account.dfs.core.windows.net/`. */
  readonly dfsEndpoint: pulumi.Output<string>;

  /** @throws ArgumentError for a bad name, no container, or a retention outside Azure's limits. */
  constructor(name: string, args: DataLakeArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("DataLake", name);
    const containerNames = args.containerNames ?? ["data"];
    check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
    check.required("readerWriterPrincipalId", args.readerWriterPrincipalId, "pass HardenedWorkspace's accessConnectorPrincipalId");
    check.guid("readerWriterPrincipalId", args.readerWriterPrincipalId, "pass HardenedWorkspace's accessConnectorPrincipalId");
    check.resourceName("accountName", args.accountName, resourceTypes.storageAccount);
    check.between("softDeleteDays", args.softDeleteDays, 7, 365, "days");
    checkContainerNames(check, containerNames);
    checkDataPath(check, args);
    if (args.serviceEndpointPolicyId !== undefined && !args.serviceEndpointSubnetIds)
      check.refuse("serviceEndpointPolicyId", "goes with serviceEndpointSubnetIds: private endpoints are not subject to the policy");
    if ((args.encryptionKey === undefined) !== (args.encryptionKeyId === undefined))
      check.refuse(
        args.encryptionKey === undefined ? "encryptionKey" : "encryptionKeyId",
        "is missing: encryptionKey and encryptionKeyId go together",
      );
    super("hardened-databricks:index:DataLake", name, {}, opts);
    const child = { parent: this };

    const accountName =
      args.accountName ??
      uniqueName("st", name, new random.RandomString(`${name}-suffix`, { length: 6, special: false, upper: false }, child).result, "");
    const subnets = args.serviceEndpointSubnetIds;
    const identity = args.encryptionKeyId ? keyIdentity(name, args, child) : undefined;
    const subscriptionId = authorization.getClientConfigOutput({ parent: this }).subscriptionId;
    const account = new storage.StorageAccount(
      `${name}-account`,
      {
        accountName,
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        ...closedAccount,
        sku: { name: args.sku ?? "Standard_ZRS" },
        isHnsEnabled: true,
        publicNetworkAccess: subnets ? "Enabled" : "Disabled",
        networkRuleSet: {
          defaultAction: "Deny",
          bypass: "None",
          ipRules: [],
          virtualNetworkRules: (subnets ?? []).map((id) => ({ virtualNetworkResourceId: id, action: "Allow" as const })),
        },
        ...(identity ? { identity: { type: "UserAssigned", userAssignedIdentities: [identity] } } : {}),
        encryption: {
          ...keySource(args, identity),
          ...doubleEncryption,
        },
        tags: args.tags,
      },
      { ...child, replaceOnChanges: ["encryption.requireInfrastructureEncryption"], protect: args.deletionProtection },
    );
    const blobService = softDelete(name, account, args.resourceGroupName, args.softDeleteDays ?? 30, child);
    const below: pulumi.Resource[] = [blobService];
    for (const containerName of containerNames) {
      const container = new storage.BlobContainer(
        `${name}-${containerName}`,
        { accountName: account.name, containerName, resourceGroupName: args.resourceGroupName, publicAccess: "None" },
        { ...child, dependsOn: blobService },
      );
      const access = assignRole(
        `${name}-${containerName}-access`,
        { scope: container.id, principalId: args.readerWriterPrincipalId, role: "storageBlobDataContributor", subscriptionId },
        child,
      );
      below.push(container, access);
    }
    if (args.placement) {
      const { resourceGroupName, location, placement, tags } = args;
      new PrivateLink(
        `${name}-link`,
        { resourceGroupName, location, resourceId: account.id, groupIds: ["dfs", "blob"], placement, tags },
        child,
      );
    }
    if (args.serviceEndpointPolicyId) allowInEndpointPolicy(`${name}-policy-entry`, args.serviceEndpointPolicyId, account.id, child);
    deleteLock(`${name}-lock`, account.id, "Data cannot be made again.", { ...child, dependsOn: below });

    this.accountId = account.id;
    this.accountName = account.name;
    this.dfsEndpoint = account.primaryEndpoints.apply((endpoints) => endpoints.dfs);
    this.registerOutputs({ accountId: this.accountId, accountName: this.accountName, dfsEndpoint: this.dfsEndpoint });
  }
}

/** The identity that the account uses the customer's key with. Its id is known once it has its role on the key. */
function keyIdentity(name: string, args: DataLakeArgs, child: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const identity = new managedidentity.UserAssignedIdentity(
    `${name}-identity`,
    {
      resourceName: physicalName("id", name, resourceTypes.userAssignedIdentity),
      resourceGroupName: args.resourceGroupName,
      location: args.location,
      tags: args.tags,
    },
    child,
  );
  const access = assignRole(
    `${name}-key-access`,
    {
      scope: args.encryptionKeyId as pulumi.Input<string>,
      principalId: identity.principalId,
      role: "keyVaultCryptoServiceEncryptionUser",
      subscriptionId: authorization.getClientConfigOutput(child).subscriptionId,
    },
    child,
  );
  return pulumi.all([identity.id, access.id]).apply(([id]) => id);
}

/** Whose key encrypts the account. Without a version, so that it follows the key's rotation. */
function keySource(args: DataLakeArgs, identity: pulumi.Output<string> | undefined) {
  if (!identity) return { keySource: "Microsoft.Storage" };
  const key = pulumi.output(args.encryptionKey as pulumi.Input<KeyReferenceArgs>);
  return {
    keySource: "Microsoft.Keyvault",
    keyVaultProperties: { keyName: key.keyName, keyVaultUri: key.keyVaultUri },
    encryptionIdentity: { encryptionUserAssignedIdentity: identity },
  };
}

/** Refuses containers that cannot be: for the component itself and for those that build one. */
export function checkContainerNames(check: ArgumentCheck, containerNames: string[]): void {
  if (containerNames.length === 0) check.refuse("containerNames", "is empty: name at least one container");
  for (const container of containerNames) check.resourceName("containerNames", container, resourceTypes.blobContainer);
  if (new Set(containerNames).size !== containerNames.length)
    check.refuse("containerNames", `names a container twice: ${containerNames.join(", ")}`);
}
