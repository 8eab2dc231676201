/** Tokens of the Databricks provider's resource types that rules read. */
export const databricksTypes = {
  accountNetworkPolicy: "databricks:index/accountNetworkPolicy:AccountNetworkPolicy",
  cluster: "databricks:index/cluster:Cluster",
  clusterPolicy: "databricks:index/clusterPolicy:ClusterPolicy",
  disableLegacyDbfs: "databricks:index/disableLegacyDbfsSetting:DisableLegacyDbfsSetting",
  file: "databricks:index/file:File",
  globalInitScript: "databricks:index/globalInitScript:GlobalInitScript",
  instancePool: "databricks:index/instancePool:InstancePool",
  ipAccessList: "databricks:index/ipAccessList:IpAccessList",
  job: "databricks:index/job:Job",
  mount: "databricks:index/mount:Mount",
  nccBinding: "databricks:index/mwsNccBinding:MwsNccBinding",
  nccPrivateEndpointRule: "databricks:index/mwsNccPrivateEndpointRule:MwsNccPrivateEndpointRule",
  oboToken: "databricks:index/oboToken:OboToken",
  permissions: "databricks:index/permissions:Permissions",
  pipeline: "databricks:index/pipeline:Pipeline",
  secretAcl: "databricks:index/secretAcl:SecretAcl",
  secretScope: "databricks:index/secretScope:SecretScope",
  sqlWarehouse: "databricks:index/sqlEndpoint:SqlEndpoint",
  storageCredential: "databricks:index/storageCredential:StorageCredential",
  token: "databricks:index/token:Token",
  workspaceConf: "databricks:index/workspaceConf:WorkspaceConf",
  workspaceFile: "databricks:index/workspaceFile:WorkspaceFile",
  workspaceNetworkOption: "databricks:index/workspaceNetworkOption:WorkspaceNetworkOption",
  /** What may have entitlements. */
  principals: [
    "databricks:index/group:Group",
    "databricks:index/user:User",
    "databricks:index/servicePrincipal:ServicePrincipal",
    "databricks:index/entitlements:Entitlements",
  ],
} as const;

const modelled = new Set<string>(Object.values(databricksTypes).flat());

/** Whether rules read a type of the Databricks provider. */
export const isModelledDatabricksType = (token: string): boolean => modelled.has(token);
