import * as databricks from "@pulumi/azure-native/databricks";
import type * as pulumi from "@pulumi/pulumi";
import { cloudOfRegion } from "../src/azure/clouds";
import { resourceTypes } from "../src/azure/resource-types";
import type { ServiceEndpoint } from "../src/azure/service-tags";
import { AddressRange } from "../src/network/address-range";
import { type ArgumentCheck, plain } from "./arguments";
import { ClusterEgress } from "./cluster-egress";
import { type ClusterEncryptionOptionsArgs, checkEncryptionOptions } from "./cluster-encryption-options";
import { checkApplianceIpAddress, checkClusterNetwork } from "./cluster-network";
import { checkPrincipal, type KeyReferenceArgs } from "./customer-managed-keys";
import { checkContainerNames } from "./data-lake";
import { checkExistingNetwork, type ExistingClusterNetworkArgs } from "./existing-cluster-network";
import { checkHub } from "./hub-network";
import type { AllowedDestinationArgs } from "./network-rules";
import { EncryptionLayers } from "./node-traffic-policy";
import { checkZoneIds } from "./private-dns-zones";
import { DeploymentProfile, type ProfileChoices, profileChoices } from "./profiles";
import type { SharedHubReferenceArgs } from "./shared-hub";
import { checkKeyPair, DbfsRootEncryption } from "./workspace-encryption";
import { checkAllowedIpAddresses } from "./workspace-settings";

/** Keys of the customer's own that exist already. Databricks must have its role on the first two. */
export interface WorkspaceKeysArgs {
  /** The key for managed services. */
  servicesKey: pulumi.Input<KeyReferenceArgs>;
  /** The key for the nodes' disks. */
  disksKey: pulumi.Input<KeyReferenceArgs>;
  /** Id of the disks' key. */
  disksKeyId: pulumi.Input<string>;
  /** The key for DBFS root. Needed by the profile `regulated`. */
  dbfsKey?: pulumi.Input<KeyReferenceArgs>;
  /** Id of DBFS root's key. */
  dbfsKeyId?: pulumi.Input<string>;
  /** The key for the data lake. Needed by the profile `regulated`. */
  lakeKey?: pulumi.Input<KeyReferenceArgs>;
  /** Id of the data lake's key. */
  lakeKeyId?: pulumi.Input<string>;
}

/** Arguments of HardenedDatabricks. */
export interface HardenedDatabricksArgs {
  /** The profile. Defaults to `private`. */
  profile?: DeploymentProfile;
  /** The region, such as `westeurope`. */
  location: pulumi.Input<string>;
  /** The block of the clusters' VNet, between /16 and /24, such as `10.20.0.0/22`. Needed, unless existingNetwork is passed. */
  addressSpace?: pulumi.Input<string>;
  /** An existing VNet with its subnets. They are checked, and not changed. Defaults to a new VNet. */
  existingNetwork?: ExistingClusterNetworkArgs;
  /**
   * The block of the network that users come through, at least /27, such as `10.30.0.0/26`. Peer it with your own. Needed by the profiles
   * with private access, unless a hub is passed or built; not used by `hybrid`.
   */
  transitAddressSpace?: pulumi.Input<string>;
  /** The block of the hub that is built, at least /25, such as `10.40.0.0/24`. Needed by `exfiltrationProtected`, unless hub or applianceIpAddress is passed. */
  hubAddressSpace?: pulumi.Input<string>;
  /** The hub that several workspaces share: SharedHub's `hub`. Defaults to a network of the deployment's own. */
  hub?: pulumi.Input<SharedHubReferenceArgs>;
  /** The private address of an existing firewall or another appliance that everything is routed to. Defaults to what the profile says. */
  applianceIpAddress?: pulumi.Input<string>;
  /** Names that clusters may reach by HTTPS through the hub that is built. Each opens a way out for data. Defaults to none. */
  allowedFqdns?: pulumi.Input<string>[];
  /** Address blocks that users come from, such as `198.51.100.0/24`. Needed by the profile `hybrid`; see WorkspaceSettings. */
  allowedIpAddresses?: pulumi.Input<string>[];
  /**
   * Object id of the enterprise application AzureDatabricks in your tenant, which gets the use of your keys. Print it with
   * `az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id`.
   */
  databricksPrincipalId: pulumi.Input<string>;
  /** Existing keys in a vault of yours. Defaults to a new vault with new keys. */
  keys?: WorkspaceKeysArgs;
  /** Which of the two steps to DBFS root's own key is taken, where the profile has one. Defaults to `Prepare`: pass `CustomerKey` in the second `pulumi up`. */
  dbfsRootEncryption?: DbfsRootEncryption;
  /** Compliance standards, such as `HIPAA`. Defaults to none; the profile `regulated` then has the compliance security profile without a standard. */
  complianceStandards?: pulumi.Input<string>[];
  /** Destinations that clusters may reach beyond Azure's own. Each opens a way out for data. Defaults to none. */
  allowedDestinations?: AllowedDestinationArgs[];
  /** Services that clusters reach by service endpoint. Defaults to storage for `exfiltrationProtected`, else none; see ClusterNetwork. */
  serviceEndpoints?: ServiceEndpoint[];
  /**
   * Whether traffic between nodes is encrypted by a cluster policy. Defaults to true, and then `pulumi up` must run where it reaches
   * the workspace's API. False leaves link 4 in clear text: add a ClusterEncryption in another stack.
   */
  enableClusterEncryption?: boolean;
  /** How traffic between nodes is encrypted. Its layers default to `Both` where enableVnetEncryption is true. Defaults to ClusterEncryption's own choices. */
  clusterEncryption?: ClusterEncryptionOptionsArgs;
  /**
   * Whether a job is made that looks at what passes between the nodes of this workspace (NodeTrafficCheck), with a vault for its signing
   * key. Defaults to false: until it has run, link 4 is configured and not shown. A run by hand costs a few minutes of three nodes.
   */
  enableNodeTrafficCheck?: boolean;
  /**
   * Whether tokens, downloads, results, IP access lists and the secret scope are set through the workspace's API. Defaults to true, with
   * the same need to reach it. False leaves Databricks' own defaults, which breaks links 1, 2 and 5.
   */
  enableWorkspaceSettings?: boolean;
  /** Whether every flow of the clusters' VNet is recorded. Defaults to true for a new VNet, and to false for an existing one, whose owner may record it. */
  enableFlowLogs?: boolean;
  /** The groups that may start clusters by the policy, and read its root secret. Defaults to `admins`. */
  clusterOwners?: pulumi.Input<string>[];
  /** The groups that may read the secrets of the vault from notebooks and jobs. Defaults to `admins`. */
  secretReaders?: pulumi.Input<string>[];
  /**
   * Whether Azure encrypts traffic between the clusters' virtual machines too. Defaults to false; see ClusterNetwork. True limits nodes to
   * sizes that can (clusterEncryption.layers).
   */
  enableVnetEncryption?: pulumi.Input<boolean>;
  /** Names of the data lake's containers. Defaults to one called `data`. */
  containerNames?: string[];
  /** How long new logs are kept, in days, from 90 to 365. Defaults to 90, for `regulated` to 365; less than that breaks its link 1. */
  logRetentionInDays?: number;
  /** Whether Pulumi refuses to delete the workspace, vaults, keys and the data lake. Defaults to false, for `regulated` to true: pass false before a destroy. */
  deletionProtection?: boolean;
  /** Name of the resource group. Defaults to `rg-` and the component's name. */
  resourceGroupName?: pulumi.Input<string>;
  /** Whether the resource group exists already. Defaults to false: it is made, and deleted with the deployment. */
  useExistingResourceGroup?: boolean;
  /** The workspace's name. Defaults to `dbw-` and the component's name. */
  workspaceName?: pulumi.Input<string>;
  /** Name of the resource group that Databricks makes for its own resources. It must not exist. Defaults to `rg-`, the component's name and `-managed`. */
  managedResourceGroupName?: pulumi.Input<string>;
  /** Ids of existing private DNS zones by sub-resource: `databricks_ui_api`, `dfs`, `blob` and `vault`. They are linked to the clusters' VNet. Defaults to new zones. */
  privateDnsZoneIds?: Record<string, pulumi.Input<string>>;
  /** Id of an existing Log Analytics workspace for the audit logs. Defaults to a new one. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on every resource that takes them. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** How traffic between nodes is encrypted: Azure's layer comes with its own switch. */
export function encryptionOptions(args: HardenedDatabricksArgs): ClusterEncryptionOptionsArgs {
  return {
    ...(plain<boolean>(args.enableVnetEncryption) ? { layers: EncryptionLayers.Both } : {}),
    ...args.clusterEncryption,
  };
}

/** The sub-resources that a deployment's clusters resolve. */
export const clusterGroupIds = ["databricks_ui_api", "dfs", "blob", "vault"];

/** Refuses what is missing, malformed or contradictory, before anything is registered. */
export function checkHardenedDatabricks(check: ArgumentCheck, args: HardenedDatabricksArgs): void {
  check.oneOf("profile", args.profile, DeploymentProfile);
  const profile = args.profile ?? DeploymentProfile.Private;
  const choices = profileChoices[profile];
  check.required("location", args.location, "pass a region, such as 'westeurope'");
  const region = plain<string>(args.location);
  if (region !== undefined && !/^[A-Za-z][A-Za-z0-9 ]{2,40}$/.test(region))
    check.refuse("location", `is '${region}', which is no region name such as 'westeurope'`);
  checkNetwork(check, args);
  checkWayIn(check, profile, choices, args);
  checkWayOut(check, profile, choices, args);
  checkBlocks(check, args);
  checkKeys(check, profile, choices, args);
  checkZoneIds(check, "privateDnsZoneIds", args.privateDnsZoneIds, clusterGroupIds, cloudOfRegion(region ?? ""));
  if (args.clusterEncryption !== undefined && args.enableClusterEncryption === false)
    check.refuse(
      "clusterEncryption",
      "says how traffic between nodes is encrypted, and enableClusterEncryption is false: leave one of them out",
    );
  if (args.enableNodeTrafficCheck && (args.enableClusterEncryption === false || args.clusterEncryption?.layers === EncryptionLayers.Vnet))
    check.refuse(
      "enableNodeTrafficCheck",
      "is true where no init script encrypts: Azure encrypts below the nodes' own view, so that their captures cannot show it; leave it out",
    );
  checkEncryptionOptions(check, encryptionOptions(args), "clusterEncryption.");
  if (args.clusterOwners?.length === 0) check.refuse("clusterOwners", "is empty: name at least one group");
  if (args.secretReaders?.length === 0) check.refuse("secretReaders", "is empty: name at least one group");
  check.distinct("clusterOwners", args.clusterOwners);
  check.distinct("secretReaders", args.secretReaders);
  if (args.containerNames) checkContainerNames(check, args.containerNames);
  check.between("logRetentionInDays", args.logRetentionInDays, 90, 365, "days");
  check.resourceId("logAnalyticsWorkspaceId", args.logAnalyticsWorkspaceId, resourceTypes.logAnalyticsWorkspace);
  check.resourceName("resourceGroupName", args.resourceGroupName, resourceTypes.resourceGroup);
  check.resourceName("workspaceName", args.workspaceName, resourceTypes.workspace);
  check.resourceName("managedResourceGroupName", args.managedResourceGroupName, resourceTypes.resourceGroup);
  if (args.useExistingResourceGroup && args.resourceGroupName === undefined)
    check.refuse("resourceGroupName", "is missing: useExistingResourceGroup is true, so name the group");
  const group = plain<string>(args.resourceGroupName)?.toLowerCase();
  if (group !== undefined && plain<string>(args.managedResourceGroupName)?.toLowerCase() === group)
    check.refuse("managedResourceGroupName", `is '${group}', the deployment's own resource group: name a group that does not exist`);
  checkPrincipal(check, args.databricksPrincipalId);
}

function checkNetwork(check: ArgumentCheck, args: HardenedDatabricksArgs): void {
  if (!args.existingNetwork) {
    const { allowedDestinations, serviceEndpoints } = args;
    checkClusterNetwork(check, { addressSpace: args.addressSpace as pulumi.Input<string>, allowedDestinations, serviceEndpoints });
    return;
  }
  checkExistingNetwork(check, args.existingNetwork, "existingNetwork.");
  const orphan = (["addressSpace", "allowedDestinations", "serviceEndpoints", "enableVnetEncryption", "applianceIpAddress"] as const).find(
    (argument) => args[argument] !== undefined,
  );
  if (orphan)
    check.refuse(
      orphan,
      "goes with a new VNet, and existingNetwork is passed: leave one of them out, or set it where that network is made",
    );
}

function checkWayIn(check: ArgumentCheck, profile: DeploymentProfile, choices: ProfileChoices, args: HardenedDatabricksArgs): void {
  const needsTransit = choices.hasPrivateWayIn && args.hub === undefined && !buildsFirewall(args);
  if (needsTransit)
    checkHub(check, "transitAddressSpace", { addressSpace: args.transitAddressSpace as pulumi.Input<string>, enableFirewall: false });
  else if (args.transitAddressSpace !== undefined) {
    check.refuse(
      "transitAddressSpace",
      choices.hasPrivateWayIn
        ? "and a hub are mutually exclusive: users come through the hub, so leave it out"
        : `does not go with the profile '${profile}', whose users come over the public address: leave it out`,
    );
  }
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
}

/** Whether the deployment builds a hub with a firewall of its own. */
export function buildsFirewall(args: HardenedDatabricksArgs): boolean {
  return args.hubAddressSpace !== undefined;
}

function checkWayOut(check: ArgumentCheck, profile: DeploymentProfile, choices: ProfileChoices, args: HardenedDatabricksArgs): void {
  const ways = (["hub", "hubAddressSpace", "applianceIpAddress"] as const).filter((argument) => args[argument] !== undefined);
  if (args.hub !== undefined && args.hubAddressSpace !== undefined)
    check.refuse("hubAddressSpace", "and hub are mutually exclusive: choose a hub of the deployment's own, or a shared one");
  if (args.hubAddressSpace !== undefined && args.applianceIpAddress !== undefined)
    check.refuse("applianceIpAddress", "and hubAddressSpace are mutually exclusive: choose the firewall that exists, or a new one");
  if (args.hubAddressSpace !== undefined && choices.egress !== ClusterEgress.Appliance)
    check.refuse("hubAddressSpace", `does not go with the profile '${profile}': choose 'exfiltrationProtected', or pass a hub`);
  if (args.hubAddressSpace !== undefined && args.existingNetwork)
    check.refuse(
      "hubAddressSpace",
      "does not go with existingNetwork: routes to a firewall are set where that network is made; pass its hub",
    );
  if (choices.egress === ClusterEgress.Appliance && ways.length === 0 && !args.existingNetwork)
    check.refuse(
      "hubAddressSpace",
      `is missing: the profile '${profile}' sends everything through a firewall, so pass the block of a new hub, such as '10.40.0.0/24', or hub, or applianceIpAddress`,
    );
  checkApplianceIpAddress(check, args.applianceIpAddress);
  if (args.allowedFqdns !== undefined && args.hubAddressSpace === undefined)
    check.refuse("allowedFqdns", "goes with a hub that is built here: allow names where the firewall is made");
  if (args.hubAddressSpace !== undefined)
    checkHub(check, "hubAddressSpace", {
      addressSpace: args.hubAddressSpace,
      allowedFqdns: args.allowedFqdns,
      spokeAddressSpaces: [args.addressSpace as pulumi.Input<string>],
    });
}

/** Blocks that are to be peered must not overlap. */
function checkBlocks(check: ArgumentCheck, args: HardenedDatabricksArgs): void {
  const clusters = AddressRange.tryParse(plain<string>(args.addressSpace) ?? "");
  const transit = AddressRange.tryParse(plain<string>(args.transitAddressSpace) ?? "");
  if (clusters && transit?.overlaps(clusters)) {
    check.refuse(
      "transitAddressSpace",
      `is '${transit}', which overlaps addressSpace '${clusters}': choose blocks that do not overlap, so that both can be peered with your network`,
    );
  }
}

function checkKeys(check: ArgumentCheck, profile: DeploymentProfile, choices: ProfileChoices, args: HardenedDatabricksArgs): void {
  check.oneOf("dbfsRootEncryption", args.dbfsRootEncryption, DbfsRootEncryption);
  if (args.dbfsRootEncryption !== undefined && !choices.hasDataKeys && !args.keys?.dbfsKey)
    check.refuse("dbfsRootEncryption", `is for the profile 'regulated', or keys with a dbfsKey; the profile is '${profile}'`);
  for (const standard of args.complianceStandards ?? []) check.oneOf("complianceStandards", standard, databricks.ComplianceStandard);
  if (!args.keys) return;
  for (const argument of ["servicesKey", "disksKey", "disksKeyId"] as const)
    check.required(`keys.${argument}`, args.keys[argument], "pass it, or leave keys out to have a vault made");
  check.resourceId("keys.disksKeyId", args.keys.disksKeyId, resourceTypes.key);
  checkKeyPair(check, "keys.dbfsKey", args.keys.dbfsKey, args.keys.dbfsKeyId);
  checkKeyPair(check, "keys.lakeKey", args.keys.lakeKey, args.keys.lakeKeyId);
  if (choices.hasDataKeys)
    for (const argument of ["dbfsKey", "lakeKey"] as const)
      check.required(`keys.${argument}`, args.keys[argument], `the profile '${profile}' encrypts it with a key of its own`);
}
