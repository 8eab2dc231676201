import * as resources from "@pulumi/azure-native/resources";
import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { cloudOfRegion } from "../src/azure/clouds";
import { ArgumentCheck, plain } from "./arguments";
import { AuditTrail } from "./audit-trail";
import { ClusterEncryption } from "./cluster-encryption";
import { CustomerManagedKeys } from "./customer-managed-keys";
import { DataLake } from "./data-lake";
import { makeNetwork } from "./deployment-network";
import { makeFrontend, makeWayIn } from "./deployment-way-in";
import { FlowLogs } from "./flow-logs";
import {
  buildsFirewall,
  checkHardenedDatabricks,
  clusterGroupIds,
  encryptionOptions,
  type HardenedDatabricksArgs,
} from "./hardened-databricks-args";
import { HardenedWorkspace } from "./hardened-workspace";
import { NodeTrafficCheck } from "./node-traffic-check";
import { PrivateDnsZones } from "./private-dns-zones";
import { PrivateLink } from "./private-link";
import { DeploymentProfile, profileChoices } from "./profiles";
import { SecretVault } from "./secret-vault";
import { VaultSecretScope } from "./vault-secret-scope";
import { WorkspaceSettings } from "./workspace-settings";

/** A complete hardened deployment: networks, workspace, keys, data lake, secrets, endpoints, logs. */
export class HardenedDatabricks extends pulumi.ComponentResource {
  readonly profile: pulumi.Output<string>;
  /** Azure's id of the workspace. */
  readonly workspaceId: pulumi.Output<string>;
  /** The workspace's number, as Databricks' account API names it. */
  readonly databricksWorkspaceId: pulumi.Output<string>;
  /** Address of the workspace, such as `https://adb-1.2.azuredatabricks.net`. */
  readonly workspaceUrl: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
  /** The clusters' VNet. */
  readonly virtualNetworkId: pulumi.Output<string>;
  /** The VNet that users come through: peer it with the company's network. Empty without one. */
  readonly transitVirtualNetworkId: pulumi.Output<string>;
  /** Object id of the access connector's identity, which reads and writes the data lake. */
  readonly accessConnectorPrincipalId: pulumi.Output<string>;
  /** Where clusters find the data lake, such as `https://account.dfs.core.windows.net/`. */
  readonly dataLakeEndpoint: pulumi.Output<string>;
  /** Where clusters find the vault for secrets. */
  readonly vaultUri: pulumi.Output<string>;
  /** The secret scope of that vault in the workspace; empty where settings are switched off. */
  readonly secretScopeName: pulumi.Output<string>;
  /** The subnet for private endpoints of further data sources. */
  readonly privateEndpointSubnetId: pulumi.Output<string>;
  /** The subnets that clusters run in, host first: for service endpoints. Empty with an existing network. */
  readonly clusterSubnetIds: pulumi.Output<string[]>;
  /** Id of the policy that says which accounts the storage service endpoint leads to; empty without one. */
  readonly serviceEndpointPolicyId: pulumi.Output<string>;
  /** The public address that clusters are seen under; empty where a shared or existing firewall decides that. */
  readonly egressIpAddress: pulumi.Output<string>;
  /** Id of the policy for all-purpose clusters, which encrypts traffic between nodes; empty where that is switched off. */
  readonly clusterPolicyId: pulumi.Output<string>;
  /** Id of the policy for job clusters; empty where encryption between nodes is switched off. */
  readonly jobPolicyId: pulumi.Output<string>;
  /** Id of the policy for classic pipelines; empty where encryption between nodes is switched off. */
  readonly pipelinePolicyId: pulumi.Output<string>;
  /** Id of the job that looks at what passes between nodes; empty without one. */
  readonly nodeTrafficCheckJobId: pulumi.Output<string>;
  /** The public key of that job's results, in PEM, for `audit --wire-key`; empty without one. */
  readonly nodeTrafficCheckKeyPem: pulumi.Output<string>;
  /** Id of the Log Analytics workspace of the audit logs. */
  readonly logAnalyticsWorkspaceId: pulumi.Output<string>;

  /** @throws ArgumentError for a missing, malformed or contradictory argument, before anything is registered. */
  constructor(name: string, args: HardenedDatabricksArgs, opts?: pulumi.ComponentResourceOptions) {
    checkHardenedDatabricks(new ArgumentCheck("HardenedDatabricks", name, 24), args);
    // Stated in the state, so that a reader of the stack knows which rules the deployment is held to.
    const profile = args.profile ?? DeploymentProfile.Private;
    const choices = profileChoices[profile];
    super("hardened-databricks:index:HardenedDatabricks", name, { profile }, opts);
    const child = { parent: this };
    const { location, tags } = args;
    const region = plain<string>(location);
    const cloud = region === undefined ? undefined : cloudOfRegion(region);
    const deletionProtection = args.deletionProtection ?? choices.deletionProtection;
    const retentionInDays = args.logRetentionInDays ?? choices.logRetentionInDays;
    const resourceGroupName = makeGroup(name, args, child);
    const common = { resourceGroupName, location, tags };

    const audit = new AuditTrail(
      `${name}-audit`,
      { ...common, logAnalyticsWorkspaceId: args.logAnalyticsWorkspaceId, retentionInDays },
      child,
    );
    const logAnalyticsWorkspaceId = audit.logAnalyticsWorkspaceId;
    const wayIn = makeWayIn(name, args, choices, logAnalyticsWorkspaceId, deletionProtection, child);
    const network = makeNetwork(name, args, choices, common, wayIn?.hub, child);
    const zones = new PrivateDnsZones(
      `${name}-dns`,
      {
        resourceGroupName,
        virtualNetworkIds: [network.virtualNetworkId],
        groupIds: clusterGroupIds,
        existingZoneIds: args.privateDnsZoneIds,
        cloud,
        tags,
      },
      child,
    );
    const placement = { subnetId: network.privateEndpointSubnetId, virtualNetworkId: network.virtualNetworkId, zoneIds: zones.zoneIds };
    if (args.enableFlowLogs ?? !args.existingNetwork)
      new FlowLogs(
        `${name}-flows`,
        { ...common, virtualNetworkId: network.virtualNetworkId, retentionInDays, logAnalyticsWorkspaceId },
        child,
      );

    const keys =
      args.keys ??
      new CustomerManagedKeys(
        `${name}-keys`,
        {
          ...common,
          databricksPrincipalId: args.databricksPrincipalId,
          placement,
          logAnalyticsWorkspaceId,
          deletionProtection,
          enableDbfsKey: choices.hasDataKeys,
          enableLakeKey: choices.hasDataKeys,
        },
        child,
      );
    const hasDbfsKey = choices.hasDataKeys || args.keys?.dbfsKey !== undefined;
    const hasLakeKey = choices.hasDataKeys || args.keys?.lakeKey !== undefined;
    const workspace = new HardenedWorkspace(
      name,
      {
        ...common,
        workspaceName: args.workspaceName,
        managedResourceGroupName: args.managedResourceGroupName,
        virtualNetworkId: network.virtualNetworkId,
        hostSubnetName: network.hostSubnetName,
        containerSubnetName: network.containerSubnetName,
        servicesKey: keys.servicesKey,
        disksKey: keys.disksKey,
        disksKeyId: keys.disksKeyId,
        ...(hasDbfsKey ? { dbfsKey: keys.dbfsKey, dbfsKeyId: keys.dbfsKeyId, dbfsRootEncryption: args.dbfsRootEncryption } : {}),
        complianceStandards: args.complianceStandards ?? (choices.hasComplianceProfile ? [] : undefined),
        logAnalyticsWorkspaceId,
        enablePublicNetworkAccess: choices.enablePublicNetworkAccess,
        deletionProtection,
      },
      child,
    );
    const backend = new PrivateLink(
      `${name}-backend`,
      { ...common, resourceId: workspace.workspaceId, groupIds: ["databricks_ui_api"], placement, cloud },
      child,
    );
    new PrivateLink(
      `${name}-dbfs`,
      { ...common, resourceId: workspace.storageAccountId, groupIds: ["dfs", "blob"], placement, cloud },
      child,
    );
    const ready = wayIn ? makeFrontend(name, common, workspace.workspaceId, backend, wayIn.hub, cloud, child) : backend.endpointIds;

    const dataLake = new DataLake(
      `${name}-lake`,
      {
        ...common,
        containerNames: args.containerNames,
        readerWriterPrincipalId: workspace.accessConnectorPrincipalId,
        placement,
        softDeleteDays: choices.softDeleteDays,
        deletionProtection,
        ...(hasLakeKey ? { encryptionKey: keys.lakeKey, encryptionKeyId: keys.lakeKeyId } : {}),
      },
      child,
    );
    const { databricksPrincipalId } = args;
    const vault = new SecretVault(
      `${name}-secrets`,
      { ...common, placement, logAnalyticsWorkspaceId, deletionProtection, allowTrustedServices: args.enableWorkspaceSettings !== false },
      child,
    );
    const api = { parent: this, providers: { databricks: workspaceProvider(this, name, workspace, ready) } };
    let secretScopeName: pulumi.Output<string> = pulumi.output("");
    if (args.enableWorkspaceSettings !== false) {
      new WorkspaceSettings(`${name}-settings`, { allowedIpAddresses: args.allowedIpAddresses }, api);
      const { vaultId, vaultUri } = vault;
      secretScopeName = new VaultSecretScope(
        `${name}-secret-scope`,
        { vaultId, vaultUri, databricksPrincipalId, scopeName: `${name}-secrets`, readers: args.secretReaders },
        api,
      ).scopeName;
    }
    const encryption =
      args.enableClusterEncryption === false
        ? undefined
        : new ClusterEncryption(
            `${name}-traffic`,
            {
              ...common,
              ...encryptionOptions(args),
              databricksPrincipalId,
              placement,
              clusterOwners: args.clusterOwners,
              logAnalyticsWorkspaceId,
            },
            api,
          );

    const check =
      encryption && args.enableNodeTrafficCheck
        ? new NodeTrafficCheck(
            `${name}-traffic-check`,
            {
              ...common,
              databricksPrincipalId,
              placement,
              jobPolicyId: encryption.jobPolicyId,
              scriptPath: encryption.scriptPath,
              logAnalyticsWorkspaceId,
            },
            api,
          )
        : undefined;

    this.profile = pulumi.output<string>(profile);
    this.workspaceId = workspace.workspaceId;
    this.databricksWorkspaceId = workspace.databricksWorkspaceId;
    this.workspaceUrl = pulumi.interpolate`https://${workspace.workspaceUrl}`;
    this.resourceGroupName = resourceGroupName;
    this.virtualNetworkId = network.virtualNetworkId;
    this.transitVirtualNetworkId = wayIn ? wayIn.hub.apply((hub) => hub.virtualNetworkId as string) : pulumi.output("");
    this.accessConnectorPrincipalId = workspace.accessConnectorPrincipalId;
    this.dataLakeEndpoint = dataLake.dfsEndpoint;
    this.vaultUri = vault.vaultUri;
    this.secretScopeName = secretScopeName;
    this.privateEndpointSubnetId = network.privateEndpointSubnetId;
    this.clusterSubnetIds = network.clusterSubnetIds;
    this.serviceEndpointPolicyId = network.serviceEndpointPolicyId;
    this.egressIpAddress = wayIn && buildsFirewall(args) ? wayIn.egressIpAddress : network.egressIpAddress;
    this.clusterPolicyId = encryption?.policyId ?? pulumi.output("");
    this.jobPolicyId = encryption?.jobPolicyId ?? pulumi.output("");
    this.pipelinePolicyId = encryption?.pipelinePolicyId ?? pulumi.output("");
    this.nodeTrafficCheckJobId = check?.jobId ?? pulumi.output("");
    this.nodeTrafficCheckKeyPem = check?.publicKeyPem ?? pulumi.output("");
    this.logAnalyticsWorkspaceId = logAnalyticsWorkspaceId;
    this.registerOutputs({
      profile: this.profile,
      workspaceId: this.workspaceId,
      databricksWorkspaceId: this.databricksWorkspaceId,
      workspaceUrl: this.workspaceUrl,
      resourceGroupName: this.resourceGroupName,
      virtualNetworkId: this.virtualNetworkId,
      transitVirtualNetworkId: this.transitVirtualNetworkId,
      accessConnectorPrincipalId: this.accessConnectorPrincipalId,
      dataLakeEndpoint: this.dataLakeEndpoint,
      vaultUri: this.vaultUri,
      secretScopeName: this.secretScopeName,
      privateEndpointSubnetId: this.privateEndpointSubnetId,
      clusterSubnetIds: this.clusterSubnetIds,
      serviceEndpointPolicyId: this.serviceEndpointPolicyId,
      egressIpAddress: this.egressIpAddress,
      clusterPolicyId: this.clusterPolicyId,
      jobPolicyId: this.jobPolicyId,
      pipelinePolicyId: this.pipelinePolicyId,
      nodeTrafficCheckJobId: this.nodeTrafficCheckJobId,
      nodeTrafficCheckKeyPem: this.nodeTrafficCheckKeyPem,
      logAnalyticsWorkspaceId: this.logAnalyticsWorkspaceId,
    });
  }
}

/** The resource group: a new one, or the name of one that exists. */
function makeGroup(name: string, args: HardenedDatabricksArgs, child: pulumi.CustomResourceOptions): pulumi.Output<string> {
  if (args.useExistingResourceGroup) return pulumi.interpolate`${args.resourceGroupName}`;
  const { location, tags } = args;
  return new resources.ResourceGroup(`${name}-group`, { resourceGroupName: args.resourceGroupName ?? `rg-${name}`, location, tags }, child)
    .name;
}

/** The provider of the new workspace, or the one that the caller passes; it waits for the way in. */
function workspaceProvider(
  parent: HardenedDatabricks,
  name: string,
  workspace: HardenedWorkspace,
  ready: pulumi.Output<Record<string, string>>,
): pulumi.ProviderResource {
  const given = parent.getProvider("databricks::");
  if (given) return given;
  const host = pulumi.all([workspace.workspaceUrl, ready]).apply(([url]) => `https://${url}`);
  return new databricks.Provider(`${name}-workspace-api`, { host, azureWorkspaceResourceId: workspace.workspaceId }, { parent });
}
