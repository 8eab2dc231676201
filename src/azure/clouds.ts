/** The Azure clouds that the library knows: the public cloud, US Government and China (21Vianet). */
export const AzureCloud = { Public: "public", UsGovernment: "usGovernment", China: "china" } as const;
export type AzureCloud = (typeof AzureCloud)[keyof typeof AzureCloud];

/** The private DNS zone of each private-link sub-resource. */
export interface PrivateLinkZones {
  databricks: string;
  blob: string;
  dfs: string;
  vault: string;
  sqlServer: string;
}

/**
 * Private DNS zones of each cloud. The Databricks zone of the public cloud is verified (PrivateLinkResources example of
 * the workspace API); the others are from memory of Azure's private DNS page.
 */
export const privateLinkZones: Record<AzureCloud, PrivateLinkZones> = {
  public: {
    databricks: "privatelink.azuredatabricks.net",
    blob: "privatelink.blob.core.windows.net",
    dfs: "privatelink.dfs.core.windows.net",
    vault: "privatelink.vaultcore.azure.net",
    sqlServer: "privatelink.database.windows.net",
  },
  usGovernment: {
    databricks: "privatelink.databricks.azure.us",
    blob: "privatelink.blob.core.usgovcloudapi.net",
    dfs: "privatelink.dfs.core.usgovcloudapi.net",
    vault: "privatelink.vaultcore.usgovcloudapi.net",
    sqlServer: "privatelink.database.usgovcloudapi.net",
  },
  china: {
    databricks: "privatelink.databricks.azure.cn",
    blob: "privatelink.blob.core.chinacloudapi.cn",
    dfs: "privatelink.dfs.core.chinacloudapi.cn",
    vault: "privatelink.vaultcore.azure.cn",
    sqlServer: "privatelink.database.chinacloudapi.cn",
  },
};

/** The cloud that a region belongs to, read from its name: `usgov…` and `usdod…`, `china…`, else the public cloud. */
export function cloudOfRegion(region: string): AzureCloud {
  const name = region.toLowerCase().replaceAll(" ", "");
  if (/^us(gov|dod)/.test(name)) return AzureCloud.UsGovernment;
  if (name.startsWith("china")) return AzureCloud.China;
  return AzureCloud.Public;
}

/** The zone of each sub-resource (a private endpoint's group id); undefined for one that the library does not know. */
export function zoneOfGroupId(groupId: string, cloud: AzureCloud): string | undefined {
  const zones = privateLinkZones[cloud];
  const byGroup: Record<string, string> = {
    databricks_ui_api: zones.databricks,
    browser_authentication: zones.databricks,
    blob: zones.blob,
    dfs: zones.dfs,
    vault: zones.vault,
    sqlServer: zones.sqlServer,
  };
  return byGroup[groupId];
}

/** The end of the names of storage accounts: `account.dfs.` and this. */
export function storageSuffix(cloud: AzureCloud): string {
  return privateLinkZones[cloud].dfs.replace("privatelink.dfs.", "");
}
