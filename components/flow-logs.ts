import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as network from "@pulumi/azure-native/network";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { normalRegion } from "../src/azure/regions";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck } from "./arguments";
import { closedAccount, doubleEncryption, softDelete } from "./closed-account";
import { physicalName, uniqueName } from "./naming";
import { assignRole } from "./role-assignment";

/** Arguments of FlowLogs. */
export interface FlowLogsArgs {
  /** The resource group of the storage account that keeps the logs. */
  resourceGroupName: pulumi.Input<string>;
  /** The region of the VNet, such as `westeurope`. */
  location: pulumi.Input<string>;
  /** Id of the VNet whose traffic is recorded. */
  virtualNetworkId: pulumi.Input<string>;
  /** How long the logs are kept, in days, from 90 to 365. Defaults to 90. */
  retentionInDays?: pulumi.Input<number>;
  /** Id of the Log Analytics workspace that gets a summary every ten minutes (traffic analytics). Defaults to none. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Id of an existing storage account for the logs. It must let trusted services in. Defaults to a new one. */
  storageAccountId?: pulumi.Input<string>;
  /** Name of the region's network watcher. Defaults to the one that Azure makes: `NetworkWatcher_` and the region. */
  networkWatcherName?: pulumi.Input<string>;
  /** The resource group of the network watcher. Defaults to Azure's: `NetworkWatcherRG`. */
  networkWatcherResourceGroupName?: pulumi.Input<string>;
  /** Tags on every resource that takes them. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A record of every flow of a VNet, so that what passed a firewall or an NSG can be shown afterwards. It is written by Azure's network
 * watcher with an identity of its own, without shared keys (the identity of a flow log is from Azure's published types; that the
 * watcher needs the account's trusted-service exception is from memory).
 */
export class FlowLogs extends pulumi.ComponentResource {
  readonly flowLogId: pulumi.Output<string>;
  readonly storageAccountId: pulumi.Output<string>;

  /** @throws ArgumentError for a retention outside its limits, or ids of another type. */
  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("FlowLogs", name);
    check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
    check.required("location", args.location, "pass the VNet's region");
    check.required("virtualNetworkId", args.virtualNetworkId, "pass ClusterNetwork's virtualNetworkId");
    check.resourceId("virtualNetworkId", args.virtualNetworkId, resourceTypes.virtualNetwork);
    check.resourceId("storageAccountId", args.storageAccountId, resourceTypes.storageAccount);
    check.resourceId("logAnalyticsWorkspaceId", args.logAnalyticsWorkspaceId, resourceTypes.logAnalyticsWorkspace);
    check.between("retentionInDays", args.retentionInDays, 90, 365, "days");
    super("hardened-databricks:index:FlowLogs", name, {}, opts);
    const child = { parent: this };
    const days = args.retentionInDays ?? 90;

    const storageAccountId = pulumi.output(args.storageAccountId ?? makeAccount(name, args, days, child));
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
    const subscriptionId = authorization.getClientConfigOutput({ parent: this }).subscriptionId;
    const access = assignRole(
      `${name}-access`,
      { scope: storageAccountId, principalId: identity.principalId, role: "storageBlobDataContributor", subscriptionId },
      child,
    );
    const analytics = args.logAnalyticsWorkspaceId
      ? {
          flowAnalyticsConfiguration: {
            networkWatcherFlowAnalyticsConfiguration: {
              enabled: true,
              trafficAnalyticsInterval: 10,
              workspaceResourceId: args.logAnalyticsWorkspaceId,
            },
          },
        }
      : {};
    const flowLog = new network.FlowLog(
      `${name}-log`,
      {
        flowLogName: physicalName("flow", name, resourceTypes.flowLog),
        networkWatcherName:
          args.networkWatcherName ?? pulumi.output(args.location).apply((region) => `NetworkWatcher_${normalRegion(region)}`),
        resourceGroupName: args.networkWatcherResourceGroupName ?? "NetworkWatcherRG",
        location: args.location,
        targetResourceId: args.virtualNetworkId,
        storageId: storageAccountId,
        enabled: true,
        format: { type: "JSON", version: 2 },
        retentionPolicy: { enabled: true, days },
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        ...analytics,
        tags: args.tags,
      },
      { ...child, dependsOn: access },
    );

    this.flowLogId = flowLog.id;
    this.storageAccountId = storageAccountId;
    this.registerOutputs({ flowLogId: this.flowLogId, storageAccountId: this.storageAccountId });
  }
}

/** An account that only Azure's own services write to: no network path, no keys. */
function makeAccount(
  name: string,
  args: FlowLogsArgs,
  days: pulumi.Input<number>,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const suffix = new random.RandomString(`${name}-suffix`, { length: 6, special: false, upper: false }, child).result;
  const account = new storage.StorageAccount(
    `${name}-account`,
    {
      accountName: uniqueName("stflow", name, suffix, ""),
      resourceGroupName: args.resourceGroupName,
      location: args.location,
      ...closedAccount,
      sku: { name: "Standard_ZRS" },
      publicNetworkAccess: "Disabled",
      networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices", ipRules: [], virtualNetworkRules: [] },
      encryption: { keySource: "Microsoft.Storage", ...doubleEncryption },
      tags: args.tags,
    },
    { ...child, replaceOnChanges: ["encryption.requireInfrastructureEncryption"] },
  );
  const service = softDelete(name, account, args.resourceGroupName, days, child);
  return pulumi.all([account.id, service.id]).apply(([id]) => id);
}
