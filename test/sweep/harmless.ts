import type { Weakening } from "./weakenings";

interface Harmless {
  /** The end of the resource's type. */
  type: RegExp;
  path: RegExp;
  kind?: RegExp;
  /** The resource's name, where only some of a type are meant. */
  resource?: RegExp;
  /** The change in words, where only some values are meant. */
  what?: RegExp;
  reason: string;
}

const any = /^/;
const whole = /^$/;

/** Weakenings that do no harm, and why. The first that fits counts. */
export const harmless: Harmless[] = [
  {
    type: any,
    path: /(^|\.)(location|tags|name|label|description|notes|displayName|contentType|objectId|workspacePath|type)$/,
    reason: "a name or a place opens nothing; Azure refuses a resource without one that it needs",
  },
  {
    type: any,
    path: /^(resource|virtualNetwork|networkSecurityGroup|securityRule|subnet|account|vault|key|server|database)\w*Name$/,
    reason: "a name opens nothing",
  },
  {
    type: any,
    path: /provisioningState|customDnsConfigs|recordSets|networkInterfaces|privateEndpointConnections|primaryEndpoints|statusOfPrimary|primaryLocation|resourceGuid|uniqueId|^(ipAddress|fullyQualifiedDomainName|kind|workspaceId|workspaceUrl|vaultUri|principalId|clientId|tenantId|isUcEnabled|diskEncryptionSetId|managedDiskIdentity|storageAccountIdentity|serviceAssociationLinks|maxNumberOf\w+|virtualNetworkLinkState|has\w+|keyUri\w*|customerId)\b/,
    reason: "Azure answers this; nobody can ask for it",
  },
  {
    type: any,
    path: /(privateLinkServiceConnectionState|linkedResourceType|peeringSyncLevel|peeringState|secretUri\w*|principalId|identity\.tenantId|vaultUri|\.id)$/,
    kind: /drop|set|redirect/,
    resource: /./,
    what: /ConnectionState|linkedResourceType|peeringS|secretUri|identity\.|vaultUri|privateLinkServiceConnections\[\d+\]\.id/,
    reason: "Azure answers this; nobody can ask for it",
  },
  {
    type: any,
    path: /privateLinkServiceConnectionState\./,
    reason: "the answer to a connection, which whoever owns the target gives; L1-pe-approved judges it where it is given",
  },
  {
    type: /(resourceGroups|privateDnsZones|userAssignedIdentities|accessConnectors|workspaces|networkSecurityGroups|publicIPAddresses|virtualNetworks|subnets|natGateways|firewallPolicies|keys|vaults|routeTables|serviceEndpointPolicies)$/,
    path: whole,
    kind: /remove/,
    reason: "others refer to it: Azure refuses to take it away",
  },
  {
    type: /(storageAccounts|servers|databases|containers|vaults|secrets|transparentDataEncryption|Token|Group|StorageCredential|Mount|Job|Cluster|Pipeline|SqlEndpoint|MwsNccBinding|SecretScope|WorkspaceFile)$/,
    path: whole,
    kind: /remove/,
    reason: "what is not there cannot be read; clusters that need it do not start",
  },
  {
    type: /(roleAssignments|Permissions|SecretAcl|IpAccessList)$/,
    path: whole,
    kind: /remove/,
    reason: "it takes rights away, and gives none",
  },
  {
    type: /roleAssignments$/,
    path: /^(principalId|principalType|scope|roleDefinitionId|condition\w*)$/,
    kind: /drop|set|redirect/,
    reason: "Azure refuses an assignment without it, or one that names what is elsewhere; a wider role or scope is caught",
  },
  {
    type: /roleAssignments$/,
    path: /^(roleDefinitionId|scope)$/,
    resource: /flows-access|key-access$/,
    reason: "the identity is the resource's own, and does what Azure's service does with it: write logs, unwrap keys",
  },

  // Networks
  {
    type: /securityRules$/,
    path: whole,
    kind: /remove/,
    resource: /deny-internet-out/,
    reason: "everything that leaves goes to the firewall, which decides",
  },
  {
    type: /ClusterPolicy$/,
    path: /^definition$/,
    what: /node_type_id|instance_pool_id/,
    reason: "node types, and pools that have their own, matter only where VNet encryption is on: it is caught there",
  },
  {
    type: /SqlEndpoint$/,
    path: /^warehouseType$/,
    reason: "it is serverless, whatever its type",
  },
  {
    type: /ClusterPolicy$/,
    path: whole,
    kind: /remove/,
    reason: "whoever was given it can no longer start such clusters",
  },
  {
    type: /ClusterPolicy$/,
    path: /^definition$/,
    resource: /-traffic-policy$/,
    what: /cluster_type/,
    reason: "it then serves jobs and pipelines too, or nobody: what it pins stays pinned",
  },
  {
    type: /ClusterPolicy$/,
    path: /^definition$/,
    what: / (kind|use_ml_runtime)\b/,
    reason: "other names for modes that are safe as well, and the same release with other packages; the runtime and the mode stay limited",
  },
  {
    type: /securityRules$/,
    path: any,
    resource: /-pe-allow|transit-network-allow|hub-network-allow|-deny-all-in$|transit|hub/,
    kind: /drop|set|shorten|remove/,
    reason: "it lets in less, or Azure refuses it; what lets in more is caught",
  },
  {
    type: /securityRules$/,
    path: /^(protocol|priority|sourcePortRange|direction|access|description|type|destinationPortRange\w*|destinationAddressPrefix|sourceAddressPrefix\w*)/,
    kind: /drop|set|shorten|remove/,
    reason: "it lets through less, or Azure refuses it; what lets through more is caught",
  },
  {
    type: /securityRules$/,
    path: whole,
    kind: /remove/,
    resource: /allow|deny-all-in/,
    reason: "an allow that is gone lets through less; the Deny of the clusters' NSG is behind Databricks' own rule, which lets the VNet in",
  },
  {
    type: /securityRules$/,
    path: /destinationAddressPrefix|destinationPortRanges/,
    kind: /swap|widen/,
    resource: /-pe-allow|transit|hub-network/,
    reason: "the NSG stands on the endpoints' subnet alone: whatever destination it names, the endpoints are all that is there",
  },
  {
    type: /securityRules$/,
    path: /sourceAddressPrefix|destinationAddressPrefix/,
    kind: /swap/,
    resource: /deny-/,
    reason: "a Deny of everything denies as much by another name; what denies less is caught",
  },
  {
    type: /securityRules$/,
    path: /^sourceAddressPrefix$/,
    kind: /swap/,
    resource: /allow-(entra|sql)/,
    reason: "an outbound rule of a subnet: only its own machines are sources",
  },
  {
    type: /securityRules$/,
    path: /^destinationAddressPrefix$/,
    resource: /allow-sql/,
    what: /becomes "Sql"/,
    reason: "only the profile exfiltrationProtected asks for the region; it is caught there",
  },
  {
    type: /networkSecurityGroups$/,
    path: /securityRules|flushConnection|defaultRules/,
    reason: "Databricks writes and pins these itself; a change is refused by its network intent policy",
  },
  {
    type: /networkSecurityGroups$/,
    path: whole,
    kind: /add/,
    what: /out$/,
    resource: /-pe-nsg|transit|hub/,
    reason: "private endpoints start no connection",
  },
  {
    type: /networkSecurityGroups$/,
    path: whole,
    kind: /add/,
    what: /out$/,
    reason: "everything that leaves goes to the firewall, which decides",
  },
  { type: /publicIPAddresses$/, path: any, reason: "the address only sends out; what stands behind it is judged" },
  {
    type: /virtualNetworks$/,
    path: /^(addressSpace|enableDdosProtection|enableVmProtection|privateEndpointVNetPolicies|encryption)/,
    reason: "addresses open nothing; VNet encryption is a second layer by choice (see set-aside)",
  },
  {
    type: /subnets$/,
    path: /^(addressPrefix\w*|delegations\[\d+\]\.(name|actions)|networkSecurityGroup\.flushConnection|privateLinkServiceNetworkPolicies|sharingScope|routeTable\.disable|natGateway\.id|serviceEndpoints)/,
    reason: "other addresses, another gateway that only sends out, or less reach",
  },
  { type: /subnets$/, path: /^privateEndpointNetworkPolicies$/, reason: "only the subnets of endpoints are meant: there it is caught" },
  {
    type: /subnets$/,
    path: /^(defaultOutboundAccess|delegations|natGateway|routeTable|networkSecurityGroup)/,
    resource: /-pe$|firewall-subnet|transit|hub/,
    reason: "endpoints and firewalls start no connection by default outbound access",
  },
  { type: /natGateways$/, path: any, reason: "it only sends out; without its address nothing leaves" },
  {
    type: /virtualNetworkLinks$/,
    path: /^(registrationEnabled|resolutionPolicy)$/,
    reason: "its default is false; another policy resolves no other name",
  },
  {
    type: /virtualNetworkPeerings$/,
    path: any,
    resource: /to-spoke/,
    reason: "the hub's half decides what the hub takes in; the clusters' half is judged",
  },
  {
    type: /virtualNetworkPeerings$/,
    path: /^(allow\w+|doNotVerify\w+|enableOnlyIPv6Peering|peer\w+|useRemoteGateways|remoteVirtualNetwork\w*)/,
    kind: /drop|set|flip|remove/,
    reason: "less passes, or as much; forwarded traffic and others' gateways are caught",
  },
  { type: /virtualNetworkPeerings$/, path: whole, reason: "without the peering nothing passes" },
  {
    type: /flowLogs$/,
    path: /^(flowAnalyticsConfiguration|format|identity|retentionPolicy\.days|enabledFilteringCriteria|targetResourceGuid)/,
    reason: "the record is kept in another form, or Azure refuses it; 0 days stands for ever",
  },
  {
    type: /azureFirewalls$/,
    path: /^(sku|ipConfigurations|threatIntelMode|firewallPolicy|natRuleCollections|networkRuleCollections|applicationRuleCollections)/,
    reason: "the firewall's policy decides; without an address or a policy nothing leaves",
  },
  {
    type: /firewallPolicies$/,
    path: /^(sku|threatIntelMode|intrusionDetection|dnsSettings|sql|snat|explicitProxy)/,
    reason: "another tier filters by the same rules",
  },
  {
    type: /ruleCollectionGroups$/,
    path: any,
    kind: /drop|remove|shorten|set/,
    reason: "a firewall lets nothing through that no rule allows",
  },
  {
    type: /ruleCollectionGroups$/,
    path: /sourceAddresses/,
    kind: /swap|widen/,
    reason: "only peered networks reach the firewall, whatever private source is named; public ones are caught",
  },
  { type: /routeTables$/, path: /^routes\[\d+\]\.(addressPrefix|name)/, what: /0\.0\.0\.0\/0|name/, reason: "it is that already" },
  {
    type: /serviceEndpointPolicyDefinitions$/,
    path: /^(service|serviceResources)/,
    kind: /drop|redirect/,
    reason: "fewer accounts are reached, or another of the deployment's",
  },
  {
    type: /privateEndpoints$/,
    path: /^(subnet\.(private|default|sharing)|manualPrivateLinkServiceConnections|privateLinkServiceConnections\[\d+\]\.(name|id))/,
    reason: "the subnet's own settings count; names open nothing",
  },
  {
    type: /privateEndpoints$/,
    path: /^(subnet|ipConfigurations)/,
    reason: "an endpoint elsewhere in the users' networks leads users there, and nobody else; the clusters' are caught",
  },

  // Workspaces and keys
  {
    type: /Databricks\/workspaces$/,
    path: any,
    resource: /web-auth/,
    reason: "a serverless workspace has none of this, and Azure refuses it",
  },
  { type: /Databricks\/workspaces$/, path: /^parameters\.\w+\.type$/, reason: "Azure answers this; nobody can ask for it" },
  {
    type: /Databricks\/workspaces$/,
    path: /^parameters\.(prepareEncryption|storageAccountName|storageAccountSkuName|natGatewayName|publicIpName|relayNamespaceName|vnetAddressPrefix|enableFedRampCertification)/,
    reason: "it opens nothing: preparing gives an identity only, and names are names",
  },
  {
    type: /Databricks\/workspaces$/,
    path: /^parameters\.(encryption|requireInfrastructureEncryption)/,
    reason: "asked for by the profile regulated only, or refused by Azure after creation; it is caught where it counts",
  },
  {
    type: /Databricks\/workspaces$/,
    path: /^(accessConnector\.identityType|computeMode|publicNetworkAccess|accessConnector\.userAssignedIdentityId)$/,
    reason: "Azure fills in the same, refuses it, or opens less",
  },
  {
    type: /Databricks\/workspaces$/,
    path: /complianceStandards/,
    reason: "which standards hold is the customer's choice; the profile itself is caught",
  },
  {
    type: /Databricks\/workspaces$/,
    path: /^encryption\.entities\.\w+\.keyVaultProperties/,
    reason: "Azure refuses a key without vault, name or version",
  },
  {
    type: /OperationalInsights\/workspaces$/,
    path: /^(sku|forceCmkForQuery|publicNetworkAccessFor\w+|features|workspaceCapping|retentionInDays)/,
    reason: "who reads logs is decided by Entra ID; the retention that is asked for is caught",
  },
  { type: /accessConnectors$/, path: /^identity/, reason: "another kind of identity, or Azure's answer; none at all is caught" },
  {
    type: /diagnosticSettings$/,
    path: /^(workspaceId|logAnalyticsDestinationType|name|metrics)$/,
    kind: /redirect|set|drop/,
    reason: "an existing Log Analytics workspace is allowed; none at all is caught",
  },
  {
    type: /vaults$/,
    path: /^properties\.(sku|tenantId|createMode|softDeleteRetentionInDays|enableSoftDelete|enabledFor\w+|networkAcls\.(bypass|ipRules|virtualNetworkRules)|accessPolicies|provisioningState|publicNetworkAccess)/,
    reason: "Azure's default or its range, with purge protection on; what lets in more is caught",
  },
  {
    type: /keys$/,
    path: any,
    reason: "a key's own answer, or a choice that Databricks accepts; kinds and rotation that it should not have are caught",
  },
  { type: /vaults\/secrets$/, path: any, reason: "a secret that is not there keeps clusters from starting" },
  { type: /locks$/, path: any, reason: "ReadOnly locks more; a lock that is gone where it counts is caught" },

  // Data
  {
    type: /storageAccounts$/,
    path: /^(accessTier|dnsEndpointType|enableExtendedGroups|kind|sku|largeFileSharesState|isHnsEnabled|routingPreference|keyPolicy|immutab\w+|azureFiles\w+|identity|isSftpEnabled|enableNfsV3)/,
    reason: "it opens nothing, or is off by default; what opens something is caught",
  },
  {
    type: /storageAccounts$/,
    path: /^encryption\.(services|keySource|keyVaultProperties|encryptionIdentity)/,
    reason: "Azure encrypts every account; whose key is asked for by the profile regulated only, and caught there",
  },
  {
    type: /storageAccounts$/,
    path: /^(allowedCopyScope|minimumTlsVersion|publicNetworkAccess|networkRuleSet\.(bypass|ipRules|virtualNetworkRules|resourceAccessRules))/,
    reason: "as strict or stricter, or Azure's own log writers' way in",
  },
  {
    type: /blobServices$/,
    path: /^(automaticSnapshotPolicyEnabled|isVersioningEnabled|changeFeed|restorePolicy|cors|lastAccess\w+|\w*[rR]etentionPolicy\.(days|allowPermanentDelete))/,
    reason: "seven days or more are kept; less is caught",
  },
  { type: /containers$/, path: any, reason: "the account refuses public access whatever a container says; it has no NFS" },
  {
    type: /servers$/,
    path: /^(administrators\.(administratorType|principalType)|isIPv6Enabled|minimalTlsVersion|publicNetworkAccess|version|keyId|identity|federatedClientId)/,
    reason: "as strict or stricter, or another kind of administrator in Entra ID",
  },
  { type: /databases$/, path: any, reason: "sizes, copies and backups open no path" },
  { type: /extendedAuditingSettings$/, path: any, reason: "further logs, or where they are kept; none at all is caught" },
  { type: /virtualNetworkRules$/, path: /ignoreMissing/, reason: "its default is false" },

  // Databricks
  {
    type: /WorkspaceConf$/,
    path: /enableIpAccessLists/,
    reason: "without public access there is nothing that a list would refuse; the profile hybrid needs it, and it is caught there",
  },
  { type: /WorkspaceFile$/, path: /^(path|workspacePath|objectId)$/, reason: "clusters do not find the script, and do not start" },
  { type: /Permissions$/, path: any, reason: "it takes rights away; managing rights for all users are caught" },
  { type: /SecretScope$/, path: any, reason: "Databricks refuses a scope without its vault; a foreign one is undecided" },
  { type: /SecretAcl$/, path: any, reason: "it names a group that was chosen; all users are caught" },
  { type: /ClusterPolicy$/, path: /^(policyId|description|name|maxClustersPerUser)$/, reason: "a name opens nothing" },
  {
    type: /IpAccessList$/,
    path: any,
    reason: "which blocks are the company's own is its decision; none, and blocks wider than /8, are caught where access is public",
  },
  {
    type: /(Token|Job|Cluster|Group|Mount|StorageCredential|AccountNetworkPolicy)$/,
    path: any,
    reason: "it asks for less, or for a value that a policy pins; what asks for more is caught",
  },
];

/** Why a weakening does no harm; undefined where nobody has said so. */
export function harmlessReason({ type, path, kind, resource, what }: Weakening): string | undefined {
  return harmless.find(
    (entry) =>
      entry.type.test(type) &&
      entry.path.test(path) &&
      (entry.kind?.test(kind) ?? true) &&
      (entry.resource?.test(resource) ?? true) &&
      (entry.what?.test(what) ?? true),
  )?.reason;
}
