import { cloudOfRegion, zoneOfGroupId } from "../../azure/clouds";
import { parentResourceId, parseResourceId, sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel, WriteRequest } from "../resource-type";
import type { SubscriptionView } from "../subscription-view";
import { asList, asProperties, type Properties } from "../unknown";
import { isDelegated, prefixesOf } from "./network";

/** The sub-resources that each type offers over Private Link. */
const groupIdsOf: Record<string, string[]> = {
  [resourceTypes.workspace.arm]: ["databricks_ui_api", "browser_authentication"],
  [resourceTypes.storageAccount.arm]: ["blob", "blob_secondary", "dfs", "dfs_secondary", "file", "queue", "table", "web"],
  [resourceTypes.vault.arm]: ["vault"],
  [resourceTypes.sqlServer.arm]: ["sqlServer"],
};

/** The connections of an endpoint, approved by itself or by hand. */
export function connectionsOf(endpoint: Properties): Properties[] {
  return [...asList(endpoint.privateLinkServiceConnections), ...asList(endpoint.manualPrivateLinkServiceConnections)].map(asProperties);
}

function subnetOf(endpoint: Properties): string {
  return String(asProperties(endpoint.subnet).id);
}

function checkEndpoint({ id, inputs }: WriteRequest, view: SubscriptionView): void {
  const subnetId = subnetOf(inputs);
  const subnet = view.subnetsOf(parentResourceId(subnetId) ?? "").find((s) => sameResourceId(s.id, subnetId));
  if (!subnet)
    throw new AzureError("InvalidResourceReference", `Private endpoint ${id} names no existing subnet: '${subnetId}'.`, {
      property: "subnet",
    });
  if (isDelegated(subnet.properties)) {
    throw new AzureError(
      "PrivateEndpointCannotBeCreatedInSubnetWithDelegation",
      `Private endpoint ${id} cannot be created in subnet ${subnetId}: the subnet is delegated to a service.`,
      {
        property: "subnet",
      },
    );
  }
  const connections = connectionsOf(inputs);
  if (connections.length !== 1) {
    throw new AzureError(
      "InvalidPrivateEndpointConnections",
      `Private endpoint ${id} must have exactly one private link service connection; it has ${connections.length}.`,
      {
        property: "privateLinkServiceConnections",
      },
    );
  }
  for (const connection of connections) {
    const target = view.find(String(connection.privateLinkServiceId));
    if (!target)
      throw new AzureError(
        "InvalidResourceReference",
        `Resource ${connection.privateLinkServiceId} referenced by resource ${id} was not found.`,
      );
    const groups = asList(connection.groupIds).map(String);
    const offered = groupIdsOf[target.type] ?? [];
    const wrong = groups.find((group) => !offered.includes(group));
    if (groups.length !== 1 || wrong !== undefined) {
      throw new AzureError(
        "PrivateEndpointGroupIdNotSupported",
        `Private endpoint ${id} asks for groupIds [${groups.join(", ")}] of ${target.id}; a resource of type ${target.type} offers ${offered.join(", ") || "none"}, one an endpoint.`,
        { property: "privateLinkServiceConnections" },
      );
    }
    const serverless = target.inputs.computeMode === "Serverless";
    if (
      target.type === resourceTypes.workspace.arm &&
      !serverless &&
      !asProperties(asProperties(target.inputs.parameters).customVirtualNetworkId).value
    ) {
      throw new AzureError(
        "NonVNetInjectedWorkspaceNotSupported",
        `Private endpoint ${id}: workspace ${target.id} runs in a managed VNet, and private endpoints need VNet injection.`,
      );
    }
  }
}

/** The names that an endpoint answers for: those that its customDnsConfigs and zone groups list. */
function hostNames(endpoint: Properties, view: SubscriptionView): string[] {
  return connectionsOf(endpoint).flatMap((connection) => {
    const target = view.find(String(connection.privateLinkServiceId));
    const group = String(asList(connection.groupIds)[0]);
    if (!target) return [];
    if (group === "browser_authentication") return [`${target.outputs.location}.pl-auth.azuredatabricks.net`];
    if (group === "databricks_ui_api") return [String(target.outputs.workspaceUrl)];
    if (group === "vault") return [`${target.outputs.name}.vault.azure.net`];
    if (group === "sqlServer") return [String(target.outputs.fullyQualifiedDomainName)];
    const endpointUrl = asProperties(target.outputs.primaryEndpoints)[group];
    return [typeof endpointUrl === "string" ? new URL(endpointUrl).hostname : `${target.outputs.name}.${group}.core.windows.net`];
  });
}

/** The address that the nth endpoint of a subnet gets: Azure keeps the first four. */
function endpointAddress(id: string, endpoint: Properties, view: SubscriptionView): string {
  const subnetId = subnetOf(endpoint);
  const subnet = view.subnetsOf(parentResourceId(subnetId) ?? "").find((s) => sameResourceId(s.id, subnetId));
  const range = prefixesOf(subnet?.properties ?? {})[0];
  const taken = view
    .all(resourceTypes.privateEndpoint)
    .filter((other) => !sameResourceId(other.id, id) && sameResourceId(subnetOf(other.inputs), subnetId));
  const used = new Set(
    taken.flatMap((other) => asList(other.outputs.customDnsConfigs).flatMap((config) => asList(asProperties(config).ipAddresses))),
  );
  let index = 4;
  while (range && used.has(range.address(index))) index++;
  return range?.address(index) ?? "";
}

export const privateLinkModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.privateEndpoint,
    names: ["privateEndpointName"],
    forceNew: ["location", "subnet"],
    check: checkEndpoint,
    exclusive: ({ inputs }) => connectionsOf(inputs).map((c) => String(c.privateLinkServiceId)),
    outputs({ id, inputs, existing }, view) {
      const connections = (list: unknown) =>
        asList(list).map((connection) => ({
          ...asProperties(connection),
          id: `${id}/privateLinkServiceConnections/${asProperties(connection).name}`,
          privateLinkServiceConnectionState: {
            status: list === inputs.manualPrivateLinkServiceConnections ? "Pending" : "Approved",
            description: list === inputs.manualPrivateLinkServiceConnections ? "Awaiting approval" : "Auto-approved",
            actionsRequired: "None",
          },
        }));
      const address = endpointAddress(id, inputs, view);
      return {
        privateLinkServiceConnections: connections(inputs.privateLinkServiceConnections),
        manualPrivateLinkServiceConnections: connections(inputs.manualPrivateLinkServiceConnections),
        networkInterfaces: [
          { id: `${id.split("/providers/")[0]}/providers/Microsoft.Network/networkInterfaces/${id.split("/").pop()}.nic` },
        ],
        customDnsConfigs: existing?.outputs.customDnsConfigs ?? hostNames(inputs, view).map((fqdn) => ({ fqdn, ipAddresses: [address] })),
      };
    },
  },
  {
    type: resourceTypes.dnsZoneGroup,
    names: ["privateEndpointName", "privateDnsZoneGroupName"],
    regionless: true,
    exclusive: ({ id }) => [parentResourceId(id) as string],
    check({ id, inputs }, view) {
      const endpoint = view.find(parentResourceId(id) as string);
      const other = view
        .below(parentResourceId(id) as string)
        .find((r) => r.type === resourceTypes.dnsZoneGroup.arm && !sameResourceId(r.id, id));
      if (other) {
        throw new AzureError(
          "PrivateDnsZoneGroupAlreadyExists",
          `Private endpoint ${parentResourceId(id)} has the zone group ${other.id} already: one is allowed, with several configurations.`,
          {
            status: 409,
          },
        );
      }
      const groups = connectionsOf(endpoint?.inputs ?? {}).flatMap((c) => asList(c.groupIds).map(String));
      for (const config of asList(inputs.privateDnsZoneConfigs).map(asProperties)) {
        const zone = parseResourceId(String(config.privateDnsZoneId));
        if (zone?.type !== resourceTypes.dnsZone.arm) {
          throw new AzureError(
            "InvalidPrivateDnsZoneId",
            `Zone group ${id} names '${config.privateDnsZoneId}', which is no private DNS zone.`,
            { property: "privateDnsZoneConfigs" },
          );
        }
        const wanted = groups.map((group) => zoneOfGroupId(group, cloudOfRegion(String(endpoint?.outputs.location))));
        if (!wanted.includes(zone.names[0])) {
          throw new AzureError(
            "PrivateDnsZoneNameNotSupported",
            `Zone group ${id} names zone '${zone.names[0]}'; the endpoint's sub-resource resolves in '${wanted.join(", ")}'.`,
            {
              property: "privateDnsZoneConfigs",
            },
          );
        }
        if (!groups.includes("browser_authentication")) continue;
        const twin = view
          .all(resourceTypes.dnsZoneGroup)
          .find(
            (group) =>
              !sameResourceId(group.id, id) &&
              asList(group.inputs.privateDnsZoneConfigs).some((c) =>
                sameResourceId(String(asProperties(c).privateDnsZoneId), String(config.privateDnsZoneId)),
              ) &&
              connectionsOf(view.find(parentResourceId(group.id) as string)?.inputs ?? {}).some((c) =>
                asList(c.groupIds).includes("browser_authentication"),
              ) &&
              view.find(parentResourceId(group.id) as string)?.outputs.location === endpoint?.outputs.location,
          );
        if (twin)
          throw new AzureError(
            "PrivateDnsRecordConflict",
            `Zone '${zone.names[0]}' has the browser_authentication record of ${endpoint?.outputs.location} already, from ${twin.id}.`,
            { status: 409 },
          );
      }
    },
    afterWrite({ id }, view) {
      // The endpoint's own list is empty once a zone group answers for it (from memory).
      const endpoint = view.find(parentResourceId(id) as string);
      const group = view.find(id);
      if (!endpoint || !group) return;
      const records = asList(endpoint.outputs.customDnsConfigs).map(asProperties);
      if (records.length > 0) {
        group.outputs.privateDnsZoneConfigs = asList(group.inputs.privateDnsZoneConfigs).map((config) => ({
          ...asProperties(config),
          recordSets: records.map((record) => ({
            recordType: "A",
            recordSetName: String(record.fqdn).replace(/\.[^.]*databricks\.net$|\.(blob|dfs|vault|database)\..*$/, ""),
            fqdn: String(record.fqdn),
            ttl: 10,
            ipAddresses: record.ipAddresses,
            provisioningState: "Succeeded",
          })),
        }));
      }
    },
  },
  {
    type: resourceTypes.dnsZone,
    names: ["privateZoneName"],
    check({ location }) {
      if (location !== "global")
        throw new AzureError("LocationNotAvailableForResourceType", `A private DNS zone has the location 'global', not '${location}'.`, {
          property: "location",
        });
    },
    outputs: () => ({
      maxNumberOfRecordSets: 25000,
      maxNumberOfVirtualNetworkLinks: 1000,
      maxNumberOfVirtualNetworkLinksWithRegistration: 100,
    }),
    checkDelete(id, view) {
      const links = view.below(id).filter((r) => r.type === resourceTypes.dnsZoneLink.arm);
      if (links.length > 0) {
        throw new AzureError(
          "CannotDeleteResource",
          `Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '${links.map((l) => l.id).join("', '")}'.`,
          {
            status: 409,
          },
        );
      }
    },
  },
  {
    type: resourceTypes.dnsZoneLink,
    names: ["privateZoneName", "virtualNetworkLinkName"],
    forceNew: ["virtualNetwork"],
    check({ id, location, inputs }, view) {
      if (location !== "global")
        throw new AzureError(
          "LocationNotAvailableForResourceType",
          `A virtual network link has the location 'global', not '${location}'.`,
          { property: "location" },
        );
      const network = String(asProperties(inputs.virtualNetwork).id);
      const zoneName = parseResourceId(id)?.names[0]?.toLowerCase();
      const twin = view
        .all(resourceTypes.dnsZoneLink)
        .find(
          (link) =>
            !sameResourceId(link.id, id) &&
            parseResourceId(link.id)?.names[0]?.toLowerCase() === zoneName &&
            sameResourceId(String(asProperties(link.inputs.virtualNetwork).id), network),
        );
      if (twin) {
        throw new AzureError(
          "VirtualNetworkAlreadyLinked",
          `Virtual network ${network} is linked to a zone '${zoneName}' already, by ${twin.id}: a network can have one zone of a name.`,
          {
            status: 409,
          },
        );
      }
    },
    outputs: () => ({ virtualNetworkLinkState: "Completed" }),
  },
];
