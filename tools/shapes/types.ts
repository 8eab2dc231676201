/** The resource types that the local Azure serves, as `module:Class` of the SDK. */
export const azureNativeTypes = [
  "authorization:ManagementLockByScope",
  "authorization:RoleAssignment",
  "databricks:AccessConnector",
  "databricks:Workspace",
  "keyvault:Key",
  "keyvault:Secret",
  "keyvault:Vault",
  "managedidentity:UserAssignedIdentity",
  "monitor:DiagnosticSetting",
  "network:AzureFirewall",
  "network:FirewallPolicy",
  "network:FirewallPolicyRuleCollectionGroup",
  "network:FlowLog",
  "network:IpGroup",
  "network:NatGateway",
  "network:NetworkSecurityGroup",
  "network:PrivateDnsZoneGroup",
  "network:PrivateEndpoint",
  "network:PublicIPAddress",
  "network:Route",
  "network:RouteTable",
  "network:SecurityRule",
  "network:ServiceEndpointPolicy",
  "network:ServiceEndpointPolicyDefinition",
  "network:Subnet",
  "network:VirtualNetwork",
  "network:VirtualNetworkPeering",
  "operationalinsights:Workspace",
  "privatedns:PrivateZone",
  "privatedns:VirtualNetworkLink",
  "resources:ResourceGroup",
  "sql:Database",
  "sql:FirewallRule",
  "sql:Server",
  "sql:VirtualNetworkRule",
  "storage:BlobContainer",
  "storage:BlobServiceProperties",
  "storage:StorageAccount",
] as const;

/** The types of the random provider that the local Azure serves. */
export const randomTypes = [
  "index:RandomBytes",
  "index:RandomId",
  "index:RandomPassword",
  "index:RandomString",
  "index:RandomUuid",
] as const;

/** The types of the Databricks provider that the local Azure serves. */
export const databricksTypes = [
  "index:ArtifactAllowlist",
  "index:Cluster",
  "index:ClusterPolicy",
  "index:File",
  "index:GlobalInitScript",
  "index:IpAccessList",
  "index:Permissions",
  "index:Secret",
  "index:SecretAcl",
  "index:SecretScope",
  "index:WorkspaceConf",
  "index:WorkspaceFile",
] as const;

/** The types of the TLS provider that the local Azure serves. */
export const tlsTypes = ["index:CertRequest", "index:LocallySignedCert", "index:PrivateKey", "index:SelfSignedCert"] as const;
