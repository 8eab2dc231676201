/** Tokens of the Databricks provider's resource types that rules read. */
export const databricksTypes = {
  cluster: "databricks:index/cluster:Cluster",
  clusterPolicy: "databricks:index/clusterPolicy:ClusterPolicy",
  file: "databricks:index/file:File",
  globalInitScript: "databricks:index/globalInitScript:GlobalInitScript",
  ipAccessList: "databricks:index/ipAccessList:IpAccessList",
  secretAcl: "databricks:index/secretAcl:SecretAcl",
  secretScope: "databricks:index/secretScope:SecretScope",
  workspaceConf: "databricks:index/workspaceConf:WorkspaceConf",
  workspaceFile: "databricks:index/workspaceFile:WorkspaceFile",
} as const;
