import { DataLake, HardenedDatabricks, SecretVault, ServiceEndpoint, SqlServer } from "hardened-databricks";

const location = "westeurope";
const shop = new HardenedDatabricks("shop", {
  location,
  addressSpace: "10.120.0.0/22",
  transitAddressSpace: "10.121.0.0/26",
  serviceEndpoints: [ServiceEndpoint.Storage, ServiceEndpoint.Sql, ServiceEndpoint.KeyVault],
  // Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
});
const { resourceGroupName, logAnalyticsWorkspaceId } = shop;
// Host and container subnet: both may be a source of traffic.
const serviceEndpointSubnetIds = [0, 1].map((i) => shop.clusterSubnetIds.apply((ids) => ids[i] as string));
const common = { resourceGroupName, location, serviceEndpointSubnetIds };

const archive = new DataLake("archive", {
  ...common,
  serviceEndpointPolicyId: shop.serviceEndpointPolicyId,
  readerWriterPrincipalId: shop.accessConnectorPrincipalId,
});
const orders = new SqlServer("orders", {
  ...common,
  administratorGroupName: "database-administrators",
  administratorGroupId: "55555555-6666-4777-8888-999999999999",
  databaseNames: ["orders"],
  logAnalyticsWorkspaceId,
});
const partners = new SecretVault("partners", { ...common, logAnalyticsWorkspaceId });

export const archiveEndpoint = archive.dfsEndpoint;
export const ordersHost = orders.hostName;
export const partnersVault = partners.vaultUri;
