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
  const auditing = { state: "Enabled", isAzureMonitorTargetEnabled: true };
  const subnets = ["lakehouse-network-host", "lakehouse-network-container"];
  for (const subnet of subnets)
    edit
      .set(subnet, "serviceEndpoints", [{ service: "Microsoft.Storage" }, { service: "Microsoft.Sql" }])
      .set(subnet, "serviceEndpointPolicies", [{ id: `${group}/providers/Microsoft.Network/serviceEndpointPolicies/sep` }]);
  const lake = edit.get("lakehouse-lake-account").id as string;
  edit
    .add(resourceTypes.sqlServer, "sql", server, {
      location: "westeurope",
      publicNetworkAccess: "Disabled",
      minimalTlsVersion: "1.2",
      restrictOutboundNetworkAccess: "Enabled",
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
      restrictOutboundNetworkAccess: "Enabled",
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
      containerDeleteRetentionPolicy: { enabled: true, days: 30 },
    })
    .add(resourceTypes.peering, "peering", `${network}/virtualNetworkPeerings/hub`, {
      allowForwardedTraffic: false,
      allowGatewayTransit: false,
    })
    .add(databricksTypes.ipAccessList, "office", "1", { listType: "ALLOW", enabled: true, ipAddresses: ["198.51.100.0/24"] })
    .add(resourceTypes.sqlAuditing, "sql-auditing", `${server}/extendedAuditingSettings/default`, auditing)
    .add(resourceTypes.sqlAuditing, "sql-by-subnet-auditing", `${server}2/extendedAuditingSettings/default`, auditing)
    .add(resourceTypes.sqlDatabase, "database", `${server}/databases/orders`, { location: "westeurope" })
    .add(resourceTypes.transparentDataEncryption, "tde", `${server}/databases/orders/transparentDataEncryption/current`, {
      state: "Enabled",
    })
    .add(databricksTypes.token, "token", "5", { lifetimeSeconds: 3600 })
    .add(databricksTypes.permissions, "permissions", "6", {
      clusterPolicyId: edit.get("lakehouse-traffic-policy").id,
      accessControls: [{ groupName: "users", permissionLevel: "CAN_USE" }],
    })
    .add(databricksTypes.principals[0] as string, "analysts", "7", { displayName: "analysts", allowClusterCreate: false })
    .add(databricksTypes.storageCredential, "credential", "8", {
      azureManagedIdentity: { accessConnectorId: edit.get("lakehouse-connector").id },
    })
    .add(databricksTypes.mount, "mount", "9", { abfs: { containerName: "data" } })
    .add(databricksTypes.nccBinding, "serverless", "10", { workspaceId: "42", networkConnectivityConfigId: "ncc" })
    .add(databricksTypes.workspaceNetworkOption, "serverless-option", "11", { workspaceId: "42", networkPolicyId: "closed" })
    .add(databricksTypes.accountNetworkPolicy, "serverless-policy", "12", {
      networkPolicyId: "closed",
      egress: { networkAccess: { restrictionMode: "RESTRICTED_ACCESS", policyEnforcement: { enforcementMode: "ENFORCED" } } },
    })
    .add(databricksTypes.job, "job", "13", {
      tasks: [
        {
          newCluster: {
            policyId: edit.get("lakehouse-traffic-job-policy").id,
            sparkConf: {
              "spark.hadoop.javax.jdo.option.ConnectionURL":
                "jdbc:sqlserver://meta.database.windows.net;encrypt=true;trustServerCertificate=false",
              "spark.hadoop.javax.jdo.option.ConnectionPassword": "{{secrets/meta/password}}",
            },
          },
          notebookTask: { baseParameters: { source: "abfss://data@lake.dfs.core.windows.net/orders" } },
        },
      ],
    })
    .add(databricksTypes.pipeline, "pipeline", "14", {
      clusters: [{ label: "default", policyId: edit.get("lakehouse-traffic-pipeline-policy").id }],
    })
    .add(databricksTypes.sqlWarehouse, "warehouse", "15", { warehouseType: "PRO", enableServerlessCompute: true })
    .add(databricksTypes.cluster, "cluster", "4", {
      policyId: edit.get("lakehouse-traffic-policy").id,
      sparkVersion: "17.3.x-scala2.13",
      dataSecurityMode: "SINGLE_USER",
      enableLocalDiskEncryption: true,
      autoterminationMinutes: 60,
      sparkConf: { "spark.sql.shuffle.partitions": "200" },
    });
  const nsg = edit.get("lakehouse-network-nsg").id as string;
  edit
    .add(resourceTypes.serviceEndpointPolicy, "endpoint-policy", `${group}/providers/Microsoft.Network/serviceEndpointPolicies/sep`, {})
    .add(
      resourceTypes.serviceEndpointPolicyDefinition,
      "endpoint-policy-entry",
      `${group}/providers/Microsoft.Network/serviceEndpointPolicies/sep/serviceEndpointPolicyDefinitions/all`,
      { serviceResources: ["/services/Azure/Databricks", `${lake}2`] },
    )
    .add(resourceTypes.securityRule, "allow-sql", `${nsg}/securityRules/allow-sql`, {
      name: "allow-sql",
      access: "Allow",
      direction: "Outbound",
      priority: 210,
      protocol: "Tcp",
      sourceAddressPrefix: "VirtualNetwork",
      destinationAddressPrefix: "Sql.WestEurope",
      destinationPortRanges: ["1433", "11000-11999"],
    });
  for (const [i, scope] of [server, `${server}2`, `${lake}2`].entries())
    edit.add(resourceTypes.lock, `data-lock-${i}`, `${scope}/providers/Microsoft.Authorization/locks/do-not-delete`, {
      level: "CanNotDelete",
      scope,
    });
  for (const [i, account] of [lake, `${lake}2`].entries())
    for (const groupId of ["dfs", "blob"])
      edit.add(databricksTypes.nccPrivateEndpointRule, `serverless-${i}-${groupId}`, `2${i}${groupId}`, {
        networkConnectivityConfigId: "ncc",
        resourceId: account,
        groupId,
      });
  return edit.done();
}
