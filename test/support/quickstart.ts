import { HardenedDatabricks, type HardenedDatabricksArgs } from "../../components";
import { databricksTypes } from "../../src/azure/databricks-types";
import { resourceTypes } from "../../src/azure/resource-types";
import type { Deployment } from "../../src/deployment/deployment";
import { type DeployedProgram, deploy } from "../../src/testing";
import { Edit } from "./edit";

/** The arguments of examples/quickstart. */
export const quickstartArgs: HardenedDatabricksArgs = {
  location: "westeurope",
  addressSpace: "10.20.0.0/22",
  transitAddressSpace: "10.30.0.0/26",
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
};

/** Deploys what examples/quickstart deploys. */
export function deployQuickstart(options: Parameters<typeof deploy>[1] = {}): Promise<DeployedProgram> {
  return deploy(() => new HardenedDatabricks("lakehouse", quickstartArgs), options);
}

/** The quickstart with one good resource of every further kind that rules judge. */
export function extended(quickstart: Deployment): Deployment {
  const edit = new Edit(quickstart);
  const group = (edit.get("lakehouse-group").id as string).replace(/\/$/, "");
  const network = edit.get("lakehouse-network-vnet").id as string;
  const server = `${group}/providers/Microsoft.Sql/servers/sql-lakehouse`;
  const zone = `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.database.windows.net`;
  const endpoint = `${group}/providers/Microsoft.Network/privateEndpoints/pep-sql`;
  const lake = edit.get("lakehouse-lake-account").id as string;
  edit
    .add(resourceTypes.sqlServer, "sql", server, {
      location: "westeurope",
      publicNetworkAccess: "Disabled",
      minimalTlsVersion: "1.2",
      administrators: { azureADOnlyAuthentication: true },
    })
    .add(resourceTypes.privateEndpoint, "sql-endpoint", endpoint, {
      location: "westeurope",
      subnet: { id: edit.get("lakehouse-network-pe").id },
      privateLinkServiceConnections: [{ name: "sql", privateLinkServiceId: server, groupIds: ["sqlServer"] }],
    })
    .add(resourceTypes.dnsZone, "sql-zone", zone, { name: "privatelink.database.windows.net" })
    .add(resourceTypes.dnsZoneLink, "sql-zone-link", `${zone}/virtualNetworkLinks/link`, {
      registrationEnabled: false,
      virtualNetwork: { id: network },
    })
    .add(resourceTypes.dnsZoneGroup, "sql-zone-group", `${endpoint}/privateDnsZoneGroups/default`, {
      privateDnsZoneConfigs: [{ name: "sql", privateDnsZoneId: zone }],
    })
    .add(resourceTypes.sqlServer, "sql-by-subnet", `${server}2`, {
      location: "westeurope",
      publicNetworkAccess: "Enabled",
      minimalTlsVersion: "1.2",
      administrators: { azureADOnlyAuthentication: true },
    })
    .add(resourceTypes.sqlVirtualNetworkRule, "sql-subnet-rule", `${server}2/virtualNetworkRules/clusters`, {
      virtualNetworkSubnetId: edit.get("lakehouse-network-host").id,
      ignoreMissingVnetServiceEndpoint: false,
    })
    .add(resourceTypes.storageAccount, "lake-by-subnet", `${lake}2`, {
      ...edit.get("lakehouse-lake-account").properties,
      publicNetworkAccess: "Enabled",
      networkRuleSet: {
        defaultAction: "Deny",
        bypass: "None",
        virtualNetworkRules: [{ virtualNetworkResourceId: edit.get("lakehouse-network-host").id }],
      },
    })
    .add(resourceTypes.blobService, "lake-by-subnet-blobs", `${lake}2/blobServices/default`, {
      deleteRetentionPolicy: { enabled: true, days: 30 },
    })
    .add(resourceTypes.peering, "peering", `${network}/virtualNetworkPeerings/hub`, {
      allowForwardedTraffic: false,
      allowGatewayTransit: false,
    })
    .add(databricksTypes.ipAccessList, "office", "1", { listType: "ALLOW", enabled: true, ipAddresses: ["198.51.100.0/24"] })
    .add(databricksTypes.cluster, "cluster", "4", {
      policyId: edit.get("lakehouse-traffic-policy").id,
      sparkVersion: "17.3.x-scala2.13",
      dataSecurityMode: "SINGLE_USER",
      enableLocalDiskEncryption: true,
      autoterminationMinutes: 60,
      sparkConf: { "spark.sql.shuffle.partitions": "200" },
    });
  return edit.done();
}
