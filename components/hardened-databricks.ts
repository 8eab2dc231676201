import * as resources from "@pulumi/azure-native/resources";
import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { cloudOfRegion } from "../src/azure/clouds";
import { resourceTypes } from "../src/azure/resource-types";
import { AddressRange } from "../src/network/address-range";
import { ArgumentCheck, plain } from "./arguments";
import { AuditTrail } from "./audit-trail";
import { ClusterEncryption } from "./cluster-encryption";
import { ClusterNetwork, checkClusterNetwork } from "./cluster-network";
import { CustomerManagedKeys, checkPrincipal } from "./customer-managed-keys";
import { checkContainerNames, DataLake } from "./data-lake";
import { HardenedWorkspace } from "./hardened-workspace";
import type { AllowedDestinationArgs } from "./network-rules";
import { PrivateDnsZones } from "./private-dns-zones";
import { PrivateLink } from "./private-link";
import { DeploymentProfile, profileChoices } from "./profiles";
import { SecretVault } from "./secret-vault";
import { checkTransitAddressSpace } from "./transit-network";
import { makeWayIn } from "./way-in";
import { checkAllowedIpAddresses, WorkspaceSettings } from "./workspace-settings";

/** Arguments of HardenedDatabricks. */
export interface HardenedDatabricksArgs {
  /** The profile. Defaults to `private`. */
  profile?: DeploymentProfile;
  /** The region, such as `westeurope`. */
  location: pulumi.Input<string>;
  /** The block of the clusters' VNet, between /16 and /24, such as `10.20.0.0/22`. */
  addressSpace: pulumi.Input<string>;
  /**
   * The block of the network that users come through, at least /27, such as `10.30.0.0/26`. Peer it with your own. Needed by the profile
   * `private`; not used by `hybrid`.
   */
  transitAddressSpace?: pulumi.Input<string>;
  /** Address blocks that users come from, such as `198.51.100.0/24`. Needed by the profile `hybrid`; see WorkspaceSettings. */
  allowedIpAddresses?: pulumi.Input<string>[];
  /**
   * Object id of the enterprise application AzureDatabricks in your tenant, which gets the use of your keys. Print it with
   * `az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id`.
   */
  databricksPrincipalId: pulumi.Input<string>;
  /** Destinations that clusters may reach beyond Azure's own. Each opens a way out for data. Defaults to none. */
  allowedDestinations?: AllowedDestinationArgs[];
  /**
   * Whether traffic between nodes is encrypted by a cluster policy. Defaults to true, and then `pulumi up` must run where it reaches
   * the workspace's API. False leaves link 4 in clear text: add a ClusterEncryption in another stack.
   */
  enableClusterEncryption?: boolean;
  /**
   * Whether tokens, downloads, results and IP access lists are set through the workspace's API. Defaults to true, with the same need to
   * reach it. False leaves Databricks' own defaults, which breaks links 1 and 2.
   */
  enableWorkspaceSettings?: boolean;
  /** The groups that may start clusters by the policy, and read its root secret. Defaults to `admins`. */
  clusterOwners?: pulumi.Input<string>[];
  /** Whether Azure encrypts traffic between the clusters' virtual machines too. Defaults to false; see ClusterNetwork. */
  enableVnetEncryption?: pulumi.Input<boolean>;
  /** Names of the data lake's containers. Defaults to one called `data`. */
  containerNames?: string[];
  /** Id of an existing Log Analytics workspace for the audit logs. Defaults to a new one. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on every resource that takes them. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A complete hardened deployment: networks, workspace, keys, data lake, secrets, endpoints, logs. */
export class HardenedDatabricks extends pulumi.ComponentResource {
  readonly profile: pulumi.Output<string>;
  /** Azure's id of the workspace. */
  readonly workspaceId: pulumi.Output<string>;
  /** Address of the workspace, such as `https://adb-1.2.azuredatabricks.net`. */
  readonly workspaceUrl: pulumi.Output<string>;
  readonly resourceGroupName: pulumi.Output<string>;
  /** The clusters' VNet. */
  readonly virtualNetworkId: pulumi.Output<string>;
  /** The users' VNet: peer it with the company's network. Empty without one. */
  readonly transitVirtualNetworkId: pulumi.Output<string>;
  /** Where clusters find the data lake, such as `https://account.dfs.core.windows.net/`. */
  readonly dataLakeEndpoint: pulumi.Output<string>;
  /** Where clusters find the vault for secrets. */
  readonly vaultUri: pulumi.Output<string>;
  /** The subnet for private endpoints of further data sources. */
  readonly privateEndpointSubnetId: pulumi.Output<string>;
  /** The public address that clusters are seen under. */
  readonly egressIpAddress: pulumi.Output<string>;
  /** Id of the cluster policy that encrypts traffic between nodes; empty where it is switched off. */
  readonly clusterPolicyId: pulumi.Output<string>;

  /** @throws ArgumentError for a missing, malformed or contradictory argument, before anything is registered. */
  constructor(name: string, args: HardenedDatabricksArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(new ArgumentCheck("HardenedDatabricks", name, 24), args);
    // Stated in the state, so that a reader of the stack knows which rules the deployment is held to.
    const profile = args.profile ?? DeploymentProfile.Private;
    const choices = profileChoices[profile];
    super("hardened-databricks:index:HardenedDatabricks", name, { profile }, opts);
    const child = { parent: this };
    const { location, tags } = args;
    const region = plain<string>(location);
    const cloud = region === undefined ? undefined : cloudOfRegion(region);
    const group = new resources.ResourceGroup(`${name}-group`, { resourceGroupName: `rg-${name}`, location, tags }, child);
    const common = { resourceGroupName: group.name, location, tags };

    const audit = new AuditTrail(`${name}-audit`, { ...common, logAnalyticsWorkspaceId: args.logAnalyticsWorkspaceId }, child);
    const logAnalyticsWorkspaceId = audit.logAnalyticsWorkspaceId;
    const network = new ClusterNetwork(
      `${name}-network`,
      {
        ...common,
        addressSpace: args.addressSpace,
        allowedDestinations: args.allowedDestinations,
        enableVnetEncryption: args.enableVnetEncryption,
      },
      child,
    );
    const zones = new PrivateDnsZones(
      `${name}-dns`,
      {
        resourceGroupName: group.name,
        virtualNetworkIds: [network.virtualNetworkId],
        groupIds: ["databricks_ui_api", "dfs", "blob", "vault"],
        cloud,
        tags,
      },
      child,
    );
    const placement = { subnetId: network.privateEndpointSubnetId, virtualNetworkId: network.virtualNetworkId, zoneIds: zones.zoneIds };

    const keys = new CustomerManagedKeys(
      `${name}-keys`,
      { ...common, databricksPrincipalId: args.databricksPrincipalId, placement, logAnalyticsWorkspaceId },
      child,
    );
    const workspace = new HardenedWorkspace(
      name,
      {
        ...common,
        virtualNetworkId: network.virtualNetworkId,
        hostSubnetName: network.hostSubnetName,
        containerSubnetName: network.containerSubnetName,
        servicesKey: keys.servicesKey,
        disksKey: keys.disksKey,
        disksKeyId: keys.disksKeyId,
        logAnalyticsWorkspaceId,
        enablePublicNetworkAccess: choices.enablePublicNetworkAccess,
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

    const wayIn = choices.hasTransitNetwork
      ? makeWayIn(
          name,
          { location, tags, addressSpace: args.transitAddressSpace as pulumi.Input<string> },
          { workspaceId: workspace.workspaceId, after: backend.endpointIds, logAnalyticsWorkspaceId, cloud },
          child,
        )
      : undefined;

    const dataLake = new DataLake(
      `${name}-lake`,
      { ...common, containerNames: args.containerNames, readerWriterPrincipalId: workspace.accessConnectorPrincipalId, placement },
      child,
    );
    const api = { parent: this, providers: { databricks: workspaceProvider(this, name, workspace, wayIn?.ready ?? backend.endpointIds) } };
    if (args.enableWorkspaceSettings !== false)
      new WorkspaceSettings(`${name}-settings`, { allowedIpAddresses: args.allowedIpAddresses }, api);
    const encryption =
      args.enableClusterEncryption === false
        ? undefined
        : new ClusterEncryption(
            `${name}-traffic`,
            {
              ...common,
              databricksPrincipalId: args.databricksPrincipalId,
              placement,
              clusterOwners: args.clusterOwners,
              logAnalyticsWorkspaceId,
            },
            api,
          );
    const vault = new SecretVault(`${name}-secrets`, { ...common, placement, logAnalyticsWorkspaceId }, child);

    this.profile = pulumi.output<string>(profile);
    this.workspaceId = workspace.workspaceId;
    this.workspaceUrl = pulumi.interpolate`https://${workspace.workspaceUrl}`;
    this.resourceGroupName = group.name;
    this.virtualNetworkId = network.virtualNetworkId;
    this.transitVirtualNetworkId = wayIn?.virtualNetworkId ?? pulumi.output("");
    this.dataLakeEndpoint = dataLake.dfsEndpoint;
    this.vaultUri = vault.vaultUri;
    this.privateEndpointSubnetId = network.privateEndpointSubnetId;
    this.egressIpAddress = network.egressIpAddress;
    this.clusterPolicyId = encryption?.policyId ?? pulumi.output("");
    this.registerOutputs({
      profile: this.profile,
      workspaceId: this.workspaceId,
      workspaceUrl: this.workspaceUrl,
      resourceGroupName: this.resourceGroupName,
      virtualNetworkId: this.virtualNetworkId,
      transitVirtualNetworkId: this.transitVirtualNetworkId,
      dataLakeEndpoint: this.dataLakeEndpoint,
      vaultUri: this.vaultUri,
      privateEndpointSubnetId: this.privateEndpointSubnetId,
      egressIpAddress: this.egressIpAddress,
      clusterPolicyId: this.clusterPolicyId,
    });
  }
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

function checkArguments(check: ArgumentCheck, args: HardenedDatabricksArgs): void {
  check.oneOf("profile", args.profile, DeploymentProfile);
  check.required("location", args.location, "pass a region, such as 'westeurope'");
  checkClusterNetwork(check, { addressSpace: args.addressSpace, allowedDestinations: args.allowedDestinations });
  if (args.clusterOwners?.length === 0) check.refuse("clusterOwners", "is empty: name at least one group");
  if (args.containerNames) checkContainerNames(check, args.containerNames);
  check.resourceId("logAnalyticsWorkspaceId", args.logAnalyticsWorkspaceId, resourceTypes.logAnalyticsWorkspace);
  const profile = args.profile ?? DeploymentProfile.Private;
  const choices = profileChoices[profile];
  if (choices.hasTransitNetwork) checkTransitAddressSpace(check, "transitAddressSpace", args.transitAddressSpace);
  else if (args.transitAddressSpace !== undefined)
    check.refuse(
      "transitAddressSpace",
      `does not go with the profile '${profile}', whose users come over the public address: leave it out`,
    );
  if (choices.needsAllowedIpAddresses && !args.allowedIpAddresses?.length) {
    check.refuse(
      "allowedIpAddresses",
      `is ${args.allowedIpAddresses ? "empty" : "missing"}: the profile '${profile}' answers on its public address, so list the blocks that users come from`,
    );
  }
  if (choices.needsAllowedIpAddresses && args.enableWorkspaceSettings === false) {
    check.refuse(
      "enableWorkspaceSettings",
      `is false, but the profile '${profile}' answers on its public address and needs the IP access lists that the settings hold`,
    );
  }
  checkAllowedIpAddresses(check, args.allowedIpAddresses);
  checkPrincipal(check, args.databricksPrincipalId);
  const region = plain<string>(args.location);
  if (region !== undefined && !/^[A-Za-z][A-Za-z0-9 ]{2,40}$/.test(region))
    check.refuse("location", `is '${region}', which is no region name such as 'westeurope'`);
  const clusters = AddressRange.tryParse(plain<string>(args.addressSpace) ?? "");
  const transit = AddressRange.tryParse(plain<string>(args.transitAddressSpace) ?? "");
  if (clusters && transit?.overlaps(clusters)) {
    check.refuse(
      "transitAddressSpace",
      `is '${transit}', which overlaps addressSpace '${clusters}': choose blocks that do not overlap, so that both can be peered with your network`,
    );
  }
}
