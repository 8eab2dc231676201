import { HardenedDatabricks, SqlServer } from "hardened-databricks";

const location = "westeurope";
const platform = new HardenedDatabricks("platform", {
  location,
  addressSpace: "10.50.0.0/22",
  transitAddressSpace: "10.60.0.0/26",
  containerNames: ["raw", "curated"],
  // Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
});

const orders = new SqlServer("orders", {
  resourceGroupName: platform.resourceGroupName,
  location,
  // Yours: the Entra ID group that administers the server.
  administratorGroupName: "database-administrators",
  administratorGroupId: "55555555-6666-4777-8888-999999999999",
  databaseNames: ["orders"],
  logAnalyticsWorkspaceId: platform.logAnalyticsWorkspaceId,
  placement: { subnetId: platform.privateEndpointSubnetId, virtualNetworkId: platform.virtualNetworkId },
});

export const workspaceUrl = platform.workspaceUrl;
export const ordersHost = orders.hostName;
