import { parentResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";
import { asList, asProperties } from "../unknown";

export const sqlModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.sqlServer,
    names: ["serverName"],
    forceNew: ["location"],
    defaults: { version: "12.0", publicNetworkAccess: "Enabled", minimalTlsVersion: "1.2" },
    check({ id, inputs }) {
      const entraOnly = asProperties(inputs.administrators).azureADOnlyAuthentication === true;
      if (!entraOnly && (!inputs.administratorLogin || !inputs.administratorLoginPassword)) {
        throw new AzureError(
          "InvalidParameterValue",
          `SQL server ${id} needs administratorLogin and administratorLoginPassword, or administrators.azureADOnlyAuthentication true.`,
          {
            property: "administrators",
          },
        );
      }
    },
    outputs: ({ name }) => ({ fullyQualifiedDomainName: `${name}.database.windows.net`, state: "Ready", kind: "v12.0" }),
    afterWrite({ id, location }, view) {
      // Every server brings its system database.
      const master = `${id}/databases/master`;
      const outputs = { name: "master", type: resourceTypes.sqlDatabase.arm, location, status: "Online" };
      if (!view.find(master)) view.put({ id: master, type: resourceTypes.sqlDatabase.arm, inputs: {}, outputs, managedBy: id });
    },
  },
  {
    type: resourceTypes.sqlDatabase,
    names: ["serverName", "databaseName"],
    forceNew: ["location", "collation", "createMode"],
    outputs: () => ({ status: "Online", creationDate: "2026-01-01T00:00:00Z" }),
  },
  { type: resourceTypes.sqlAuditing, names: ["serverName", "blobAuditingPolicyName"], regionless: true },
  { type: resourceTypes.sqlFirewallRule, names: ["serverName", "firewallRuleName"], regionless: true },
  {
    type: resourceTypes.sqlVirtualNetworkRule,
    names: ["serverName", "virtualNetworkRuleName"],
    regionless: true,
    exclusive: ({ id }) => [parentResourceId(id) as string],
    check({ id, inputs }, view) {
      if (inputs.ignoreMissingVnetServiceEndpoint === true) return;
      const subnetId = String(inputs.virtualNetworkSubnetId);
      const subnet = view.subnetsOf(parentResourceId(subnetId) ?? "").find((s) => s.id.toLowerCase() === subnetId.toLowerCase());
      if (!asList(subnet?.properties.serviceEndpoints).some((endpoint) => asProperties(endpoint).service === "Microsoft.Sql")) {
        throw new AzureError(
          "VirtualNetworkRuleBadRequest",
          `Azure SQL Server Virtual Network Rule ${id} encountered a user error: subnet ${subnetId} has no service endpoint Microsoft.Sql.`,
          {
            property: "virtualNetworkSubnetId",
          },
        );
      }
    },
    outputs: () => ({ state: "Ready" }),
  },
];
