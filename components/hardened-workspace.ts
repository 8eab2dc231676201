import * as authorization from "@pulumi/azure-native/authorization";
import * as databricks from "@pulumi/azure-native/databricks";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { RequiredNsgRules } from "../src/azure/databricks-nsg-rules";
import { databricksLogCategories } from "../src/azure/log-categories";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck, plain } from "./arguments";
import { diagnosticSetting } from "./audit-trail";
import type { KeyReferenceArgs } from "./customer-managed-keys";
import { deleteLock } from "./delete-lock";
import { physicalName } from "./naming";
import {
  checkWorkspaceEncryption,
  type DbfsRootEncryption,
  dbfsRootParameters,
  encryptionEntities,
  giveKeys,
} from "./workspace-encryption";

/** Arguments of HardenedWorkspace. */
export interface HardenedWorkspaceArgs {
  /** The resource group of the workspace. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** The workspace's name, 3 to 64 letters, digits, `_` and `-`. Defaults to `dbw-` and the component's name. */
  workspaceName?: pulumi.Input<string>;
  /** Name of the resource group that Databricks makes for its own resources. It must not exist. Defaults to `rg-` and the component's name with `-managed`. */
  managedResourceGroupName?: pulumi.Input<string>;
  /** Id of the VNet that clusters run in. */
  virtualNetworkId: pulumi.Input<string>;
  /** Name of the host subnet. Pass the output of the network, so that the workspace is deleted before its subnets. */
  hostSubnetName: pulumi.Input<string>;
  /** Name of the container subnet. */
  containerSubnetName: pulumi.Input<string>;
  /** Whether the API answers on its public address. Defaults to false. True opens link 1 to the internet: combine it with IP access lists. */
  enablePublicNetworkAccess?: pulumi.Input<boolean>;
  /** Which rules Databricks writes into the NSG. Defaults to `NoAzureDatabricksRules`, which a back-end endpoint makes possible. */
  requiredNsgRules?: pulumi.Input<RequiredNsgRules>;
  /** The customer's key for managed services. Left out, Microsoft's key encrypts notebooks and secrets, which breaks link 2. */
  servicesKey?: pulumi.Input<KeyReferenceArgs>;
  /** The customer's key for the nodes' disks. Defaults to Microsoft's. */
  disksKey?: pulumi.Input<KeyReferenceArgs>;
  /** Id of the disks' key, on which the disk encryption set gets its role. Goes with disksKey. */
  disksKeyId?: pulumi.Input<string>;
  /** The customer's key for DBFS root. Defaults to Microsoft's. Goes with dbfsKeyId, and is used as dbfsRootEncryption says. */
  dbfsKey?: pulumi.Input<KeyReferenceArgs>;
  /** Id of DBFS root's key, on which the storage account's identity gets its role. */
  dbfsKeyId?: pulumi.Input<string>;
  /** Which of the two steps to DBFS root's own key is taken. Defaults to `Prepare`, the only one that a new workspace accepts. */
  dbfsRootEncryption?: DbfsRootEncryption;
  /**
   * Compliance standards of the compliance security profile, such as `HIPAA` or `PCI_DSS`; an empty list switches the profile on without
   * a standard. Defaults to no profile. Databricks bills it as an add-on, and it cannot be switched off again.
   */
  complianceStandards?: pulumi.Input<string>[];
  /** How DBFS root is replicated. Defaults to `Standard_GRS`. */
  storageAccountSku?: pulumi.Input<string>;
  /** Name of the DBFS root's storage account, 3 to 24 lower-case letters and digits. Defaults to `dbstorage` with a random end. */
  storageAccountName?: pulumi.Input<string>;
  /** Whether DBFS root's account refuses public traffic. Defaults to true. False opens link 5. */
  enableStorageFirewall?: pulumi.Input<boolean>;
  /** Whether DBFS root is encrypted twice. Defaults to true. Cannot be changed later. */
  enableInfrastructureEncryption?: pulumi.Input<boolean>;
  /** Whether clusters are updated in a maintenance window and monitored for security, which Databricks bills as an add-on. Defaults to true. */
  enableEnhancedSecurity?: pulumi.Input<boolean>;
  /** Id of the Log Analytics workspace that gets the audit log. Left out, nothing is logged, which breaks link 1. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Whether Pulumi refuses to delete the workspace. Defaults to false. */
  deletionProtection?: boolean;
  /** Whether a lock keeps the workspace from being deleted outside Pulumi. Defaults to true. */
  enableDeleteLock?: pulumi.Input<boolean>;
  /** Tags on every resource. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A premium workspace in the customer's VNet: no public addresses, no public API, own keys, DBFS root behind its firewall. */
export class HardenedWorkspace extends pulumi.ComponentResource {
  /** Azure's id of the workspace. */
  readonly workspaceId: pulumi.Output<string>;
  /** The workspace's number, as Databricks' account API names it. */
  readonly databricksWorkspaceId: pulumi.Output<string>;
  readonly workspaceName: pulumi.Output<string>;
  /** Host name of the workspace, such as `adb-1.2.azuredatabricks.net`. */
  readonly workspaceUrl: pulumi.Output<string>;
  readonly managedResourceGroupId: pulumi.Output<string>;
  /** Id of DBFS root's storage account. */
  readonly storageAccountId: pulumi.Output<string>;
  readonly accessConnectorId: pulumi.Output<string>;
  /** Object id of the access connector's identity: what storage roles are assigned to. */
  readonly accessConnectorPrincipalId: pulumi.Output<string>;

  /** @throws ArgumentError for a bad name or a combination that Databricks documents as impossible. */
  constructor(name: string, args: HardenedWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(new ArgumentCheck("HardenedWorkspace", name), args);
    super("hardened-databricks:index:HardenedWorkspace", name, {}, opts);
    const child = { parent: this };

    const connector = new databricks.AccessConnector(
      `${name}-connector`,
      {
        connectorName: physicalName("dbac", name, resourceTypes.accessConnector),
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        identity: { type: "SystemAssigned" },
        tags: args.tags,
      },
      child,
    );
    const storageAccountName =
      args.storageAccountName ??
      pulumi.interpolate`dbstorage${new random.RandomString(`${name}-storage-suffix`, { length: 13, special: false, upper: false }, child).result}`;
    const managedGroupName = args.managedResourceGroupName ?? `rg-${name}-managed`;
    const subscriptionId = authorization.getClientConfigOutput({ parent: this }).subscriptionId;
    const managedResourceGroupId = pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/${managedGroupName}`;
    const ifTrue = (flag: pulumi.Input<boolean> | undefined, yes: string, no: string) =>
      pulumi.output(flag).apply((on) => (on === false ? no : yes));
    const enhanced = ifTrue(args.enableEnhancedSecurity, "Enabled", "Disabled");

    const workspace = new databricks.Workspace(
      `${name}-workspace`,
      {
        workspaceName: args.workspaceName ?? physicalName("dbw", name, resourceTypes.workspace),
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        sku: { name: "premium" },
        computeMode: "Hybrid",
        managedResourceGroupId,
        publicNetworkAccess: pulumi.output(args.enablePublicNetworkAccess).apply((open) => (open ? "Enabled" : "Disabled")),
        requiredNsgRules: args.requiredNsgRules ?? RequiredNsgRules.NoAzureDatabricksRules,
        defaultStorageFirewall: ifTrue(args.enableStorageFirewall, "Enabled", "Disabled"),
        accessConnector: { id: connector.id, identityType: "SystemAssigned" },
        defaultCatalog: { initialType: "UnityCatalog" },
        parameters: {
          customVirtualNetworkId: { value: args.virtualNetworkId },
          customPublicSubnetName: { value: args.hostSubnetName },
          customPrivateSubnetName: { value: args.containerSubnetName },
          enableNoPublicIp: { value: true },
          requireInfrastructureEncryption: { value: pulumi.output(args.enableInfrastructureEncryption).apply((on) => on !== false) },
          storageAccountName: { value: storageAccountName },
          storageAccountSkuName: { value: args.storageAccountSku ?? "Standard_GRS" },
          ...dbfsRootParameters(args),
        },
        encryption: args.servicesKey || args.disksKey ? { entities: encryptionEntities(args) } : undefined,
        enhancedSecurityCompliance: {
          automaticClusterUpdate: { value: enhanced },
          enhancedSecurityMonitoring: { value: enhanced },
          ...(args.complianceStandards
            ? {
                complianceSecurityProfile: {
                  value: "Enabled",
                  complianceStandards: args.complianceStandards.length > 0 ? args.complianceStandards : ["NONE"],
                },
              }
            : {}),
        },
        tags: args.tags,
      },
      {
        ...child,
        protect: args.deletionProtection,
        // Azure refuses to change these in place.
        replaceOnChanges: [
          "managedResourceGroupId",
          "parameters.customVirtualNetworkId",
          "parameters.customPublicSubnetName",
          "parameters.customPrivateSubnetName",
          "parameters.storageAccountName",
          "parameters.requireInfrastructureEncryption",
        ],
      },
    );
    giveKeys(name, args, workspace, child);
    const audit = args.logAnalyticsWorkspaceId
      ? [diagnosticSetting(`${name}-audit`, workspace.id, args.logAnalyticsWorkspaceId, databricksLogCategories, child)]
      : [];
    if (args.enableDeleteLock !== false) {
      deleteLock(`${name}-lock`, workspace.id, "Notebooks, jobs and settings go with the workspace.", { ...child, dependsOn: audit });
    }

    this.workspaceId = workspace.id;
    this.databricksWorkspaceId = workspace.workspaceId;
    this.workspaceName = workspace.name;
    this.workspaceUrl = workspace.workspaceUrl;
    this.managedResourceGroupId = workspace.managedResourceGroupId.apply((id) => id as string);
    // From the workspace's outputs: the account exists once the workspace does.
    this.storageAccountId = pulumi
      .all([workspace.managedResourceGroupId, workspace.parameters])
      .apply(([group, parameters]) => `${group}/providers/${resourceTypes.storageAccount.arm}/${parameters?.storageAccountName?.value}`);
    this.accessConnectorId = connector.id;
    this.accessConnectorPrincipalId = connector.identity.apply((identity) => identity?.principalId as string);
    this.registerOutputs({
      workspaceId: this.workspaceId,
      databricksWorkspaceId: this.databricksWorkspaceId,
      workspaceName: this.workspaceName,
      workspaceUrl: this.workspaceUrl,
      managedResourceGroupId: this.managedResourceGroupId,
      storageAccountId: this.storageAccountId,
      accessConnectorId: this.accessConnectorId,
      accessConnectorPrincipalId: this.accessConnectorPrincipalId,
    });
  }
}

function checkArguments(check: ArgumentCheck, args: HardenedWorkspaceArgs): void {
  check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
  check.required("virtualNetworkId", args.virtualNetworkId, "pass the id of the VNet, such as ClusterNetwork's virtualNetworkId");
  check.required("hostSubnetName", args.hostSubnetName, "pass the name of the host subnet, such as ClusterNetwork's hostSubnetName");
  check.required(
    "containerSubnetName",
    args.containerSubnetName,
    "pass the name of the container subnet, such as ClusterNetwork's containerSubnetName",
  );
  check.resourceName("workspaceName", args.workspaceName, resourceTypes.workspace);
  check.resourceName("managedResourceGroupName", args.managedResourceGroupName, resourceTypes.resourceGroup);
  check.resourceName("storageAccountName", args.storageAccountName, resourceTypes.storageAccount);
  check.resourceId("virtualNetworkId", args.virtualNetworkId, resourceTypes.virtualNetwork);
  check.oneOf("requiredNsgRules", args.requiredNsgRules, RequiredNsgRules);
  const group = plain<string>(args.resourceGroupName);
  if (group !== undefined && plain<string>(args.managedResourceGroupName)?.toLowerCase() === group.toLowerCase()) {
    check.refuse(
      "managedResourceGroupName",
      `is '${group}', the workspace's own resource group: name a group that does not exist, since Databricks makes it`,
    );
  }
  const host = plain<string>(args.hostSubnetName);
  if (host !== undefined && host === plain<string>(args.containerSubnetName))
    check.refuse("containerSubnetName", `is '${host}', the host subnet: Databricks needs two subnets`);
  const open = plain<boolean>(args.enablePublicNetworkAccess) ?? (args.enablePublicNetworkAccess === undefined ? false : undefined);
  if (open === false && plain<string>(args.requiredNsgRules) === RequiredNsgRules.AllRules) {
    check.refuse(
      "requiredNsgRules",
      "is 'AllRules' while public network access is off, which Databricks refuses: leave it out, or set enablePublicNetworkAccess",
    );
  }
  checkWorkspaceEncryption(check, args);
  for (const standard of args.complianceStandards ?? []) check.oneOf("complianceStandards", standard, databricks.ComplianceStandard);
  if (args.complianceStandards && plain<boolean>(args.enableEnhancedSecurity) === false)
    check.refuse(
      "enableEnhancedSecurity",
      "is false, but the compliance security profile needs automatic updates and monitoring: leave it out, or complianceStandards",
    );
  if (pulumi.Output.isInstance(args.enableDeleteLock))
    check.refuse("enableDeleteLock", "is an output: it decides whether a lock exists, so pass true or false itself");
}
