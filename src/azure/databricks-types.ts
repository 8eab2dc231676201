/** Tokens of the Databricks provider's resource types that rules read. */
export const databricksTypes = {
  clusterPolicy: "databricks:index/clusterPolicy:ClusterPolicy",
  globalInitScript: "databricks:index/globalInitScript:GlobalInitScript",
  ipAccessList: "databricks:index/ipAccessList:IpAccessList",
  workspaceConf: "databricks:index/workspaceConf:WorkspaceConf",
} as const;
