/** One Azure resource type in the two notations that this library meets. */
export interface ResourceTypeNames {
  /** Azure Resource Manager's name, such as `Microsoft.Network/virtualNetworks/subnets`. */
  arm: string;
  /** The module and class of @pulumi/azure-native, such as `network:Subnet`. */
  pulumi: string;
  /** Further classes of @pulumi/azure-native that make the same type. */
  alsoPulumi?: readonly string[];
}

const types = {
  accessConnector: { arm: "Microsoft.Databricks/accessConnectors", pulumi: "databricks:AccessConnector" },
  azureFirewall: { arm: "Microsoft.Network/azureFirewalls", pulumi: "network:AzureFirewall" },
  blobContainer: { arm: "Microsoft.Storage/storageAccounts/blobServices/containers", pulumi: "storage:BlobContainer" },
  blobService: { arm: "Microsoft.Storage/storageAccounts/blobServices", pulumi: "storage:BlobServiceProperties" },
  diagnosticSetting: { arm: "Microsoft.Insights/diagnosticSettings", pulumi: "monitor:DiagnosticSetting" },
  dnsZone: { arm: "Microsoft.Network/privateDnsZones", pulumi: "privatedns:PrivateZone" },
  dnsZoneGroup: { arm: "Microsoft.Network/privateEndpoints/privateDnsZoneGroups", pulumi: "network:PrivateDnsZoneGroup" },
  dnsZoneLink: { arm: "Microsoft.Network/privateDnsZones/virtualNetworkLinks", pulumi: "privatedns:VirtualNetworkLink" },
  firewallPolicy: { arm: "Microsoft.Network/firewallPolicies", pulumi: "network:FirewallPolicy" },
  firewallRuleCollectionGroup: {
    arm: "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
    pulumi: "network:FirewallPolicyRuleCollectionGroup",
  },
  flowLog: { arm: "Microsoft.Network/networkWatchers/flowLogs", pulumi: "network:FlowLog" },
  ipGroup: { arm: "Microsoft.Network/ipGroups", pulumi: "network:IpGroup" },
  key: { arm: "Microsoft.KeyVault/vaults/keys", pulumi: "keyvault:Key" },
  lock: {
    arm: "Microsoft.Authorization/locks",
    pulumi: "authorization:ManagementLockByScope",
    alsoPulumi: [
      "authorization:ManagementLockAtResourceGroupLevel",
      "authorization:ManagementLockAtResourceLevel",
      "authorization:ManagementLockAtSubscriptionLevel",
    ],
  },
  logAnalyticsWorkspace: { arm: "Microsoft.OperationalInsights/workspaces", pulumi: "operationalinsights:Workspace" },
  natGateway: { arm: "Microsoft.Network/natGateways", pulumi: "network:NatGateway" },
  networkSecurityGroup: { arm: "Microsoft.Network/networkSecurityGroups", pulumi: "network:NetworkSecurityGroup" },
  peering: { arm: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", pulumi: "network:VirtualNetworkPeering" },
  privateEndpoint: { arm: "Microsoft.Network/privateEndpoints", pulumi: "network:PrivateEndpoint" },
  publicIpAddress: { arm: "Microsoft.Network/publicIPAddresses", pulumi: "network:PublicIPAddress" },
  resourceGroup: { arm: "Microsoft.Resources/resourceGroups", pulumi: "resources:ResourceGroup" },
  roleAssignment: { arm: "Microsoft.Authorization/roleAssignments", pulumi: "authorization:RoleAssignment" },
  route: { arm: "Microsoft.Network/routeTables/routes", pulumi: "network:Route" },
  routeTable: { arm: "Microsoft.Network/routeTables", pulumi: "network:RouteTable" },
  secret: { arm: "Microsoft.KeyVault/vaults/secrets", pulumi: "keyvault:Secret" },
  securityRule: { arm: "Microsoft.Network/networkSecurityGroups/securityRules", pulumi: "network:SecurityRule" },
  serviceEndpointPolicy: { arm: "Microsoft.Network/serviceEndpointPolicies", pulumi: "network:ServiceEndpointPolicy" },
  serviceEndpointPolicyDefinition: {
    arm: "Microsoft.Network/serviceEndpointPolicies/serviceEndpointPolicyDefinitions",
    pulumi: "network:ServiceEndpointPolicyDefinition",
  },
  sqlAuditing: { arm: "Microsoft.Sql/servers/extendedAuditingSettings", pulumi: "sql:ExtendedServerBlobAuditingPolicy" },
  sqlEntraOnly: { arm: "Microsoft.Sql/servers/azureADOnlyAuthentications", pulumi: "sql:ServerAzureADOnlyAuthentication" },
  sqlIpv6FirewallRule: { arm: "Microsoft.Sql/servers/ipv6FirewallRules", pulumi: "sql:IPv6FirewallRule" },
  sqlOutboundFirewallRule: { arm: "Microsoft.Sql/servers/outboundFirewallRules", pulumi: "sql:OutboundFirewallRule" },
  sqlSimpleAuditing: { arm: "Microsoft.Sql/servers/auditingSettings", pulumi: "sql:ServerBlobAuditingPolicy" },
  sqlDatabase: { arm: "Microsoft.Sql/servers/databases", pulumi: "sql:Database" },
  sqlFirewallRule: { arm: "Microsoft.Sql/servers/firewallRules", pulumi: "sql:FirewallRule" },
  sqlServer: { arm: "Microsoft.Sql/servers", pulumi: "sql:Server" },
  sqlVirtualNetworkRule: { arm: "Microsoft.Sql/servers/virtualNetworkRules", pulumi: "sql:VirtualNetworkRule" },
  sqlConnection: { arm: "Microsoft.Sql/servers/privateEndpointConnections", pulumi: "sql:PrivateEndpointConnection" },
  storageConnection: { arm: "Microsoft.Storage/storageAccounts/privateEndpointConnections", pulumi: "storage:PrivateEndpointConnection" },
  storageAccount: { arm: "Microsoft.Storage/storageAccounts", pulumi: "storage:StorageAccount" },
  subnet: { arm: "Microsoft.Network/virtualNetworks/subnets", pulumi: "network:Subnet" },
  transparentDataEncryption: { arm: "Microsoft.Sql/servers/databases/transparentDataEncryption", pulumi: "sql:TransparentDataEncryption" },
  userAssignedIdentity: { arm: "Microsoft.ManagedIdentity/userAssignedIdentities", pulumi: "managedidentity:UserAssignedIdentity" },
  vault: { arm: "Microsoft.KeyVault/vaults", pulumi: "keyvault:Vault" },
  vaultConnection: { arm: "Microsoft.KeyVault/vaults/privateEndpointConnections", pulumi: "keyvault:PrivateEndpointConnection" },
  virtualNetwork: { arm: "Microsoft.Network/virtualNetworks", pulumi: "network:VirtualNetwork" },
  workspaceConnection: {
    arm: "Microsoft.Databricks/workspaces/privateEndpointConnections",
    pulumi: "databricks:PrivateEndpointConnection",
  },
  workspace: { arm: "Microsoft.Databricks/workspaces", pulumi: "databricks:Workspace" },
} as const satisfies Record<string, ResourceTypeNames>;

/** The resource types that the library knows, by a short name. */
export const resourceTypes: Record<keyof typeof types, ResourceTypeNames> = types;
