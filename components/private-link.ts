import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { AzureCloud, zoneOfGroupId } from "../src/azure/clouds";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck, plain } from "./arguments";
import { physicalName } from "./naming";
import { PrivateDnsZones } from "./private-dns-zones";

/** Where a private endpoint stands and how its name resolves. */
export interface PrivateEndpointPlacementArgs {
  /** Id of the subnet that the endpoint takes an address in. It must not be delegated. */
  subnetId: pulumi.Input<string>;
  /** Id of the VNet whose machines must resolve the endpoint's name. */
  virtualNetworkId: pulumi.Input<string>;
  /** Ids of existing private DNS zones by sub-resource. Defaults to new zones in the endpoint's resource group, linked to the VNet. */
  zoneIds?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Arguments of PrivateLink. */
export interface PrivateLinkArgs {
  /** The resource group of the endpoints. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** Id of the resource that the endpoints lead to. */
  resourceId: pulumi.Input<string>;
  /** Its sub-resources, one endpoint each, created one after another: Azure refuses two at a time on one resource. */
  groupIds: string[];
  /** Where the endpoints stand. */
  placement: PrivateEndpointPlacementArgs;
  /** The cloud, which decides the zones' names. Defaults to the public cloud. */
  cloud?: AzureCloud;
  /** Tags on every endpoint. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Private endpoints to one resource, each with its private DNS record. */
export class PrivateLink extends pulumi.ComponentResource {
  /** The id of each endpoint by sub-resource; known once its DNS record exists. */
  readonly endpointIds: pulumi.Output<Record<string, string>>;

  /** @throws ArgumentError for no sub-resource, an unknown one, or ids of another type. */
  constructor(name: string, args: PrivateLinkArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("PrivateLink", name);
    if (args.groupIds.length === 0) check.refuse("groupIds", "is empty: name at least one sub-resource, such as 'databricks_ui_api'");
    if (new Set(args.groupIds).size !== args.groupIds.length)
      check.refuse("groupIds", `names a sub-resource twice: ${args.groupIds.join(", ")}`);
    const zones = plain<Record<string, unknown>>(args.placement.zoneIds);
    for (const groupId of args.groupIds) {
      if (!zoneOfGroupId(groupId, args.cloud ?? AzureCloud.Public))
        check.refuse(
          "groupIds",
          `holds '${groupId}': allowed are databricks_ui_api, browser_authentication, blob, dfs, vault and sqlServer`,
        );
      if (zones && !(groupId in zones))
        check.refuse("placement.zoneIds", `has no zone for '${groupId}': add one, or leave zoneIds out to have zones made`);
    }
    check.resourceId("placement.subnetId", args.placement.subnetId, resourceTypes.subnet);
    check.resourceId("placement.virtualNetworkId", args.placement.virtualNetworkId, resourceTypes.virtualNetwork);
    super("hardened-databricks:index:PrivateLink", name, {}, opts);

    const zoneIds = pulumi.output(
      args.placement.zoneIds ??
        new PrivateDnsZones(
          `${name}-dns`,
          {
            resourceGroupName: args.resourceGroupName,
            virtualNetworkIds: [args.placement.virtualNetworkId],
            groupIds: args.groupIds,
            cloud: args.cloud,
            tags: args.tags,
          },
          { parent: this },
        ).zoneIds,
    );
    const endpointIds: Record<string, pulumi.Output<string>> = {};
    let previous: pulumi.Resource[] = [];
    for (const groupId of args.groupIds) {
      const suffix = groupId.replaceAll("_", "-");
      const endpoint = new network.PrivateEndpoint(
        `${name}-${suffix}`,
        {
          privateEndpointName: physicalName("pep", `${name}-${suffix}`, resourceTypes.privateEndpoint),
          resourceGroupName: args.resourceGroupName,
          location: args.location,
          subnet: { id: args.placement.subnetId },
          privateLinkServiceConnections: [{ name: suffix, privateLinkServiceId: args.resourceId, groupIds: [groupId] }],
          tags: args.tags,
        },
        { parent: this, dependsOn: previous },
      );
      const zoneGroup = new network.PrivateDnsZoneGroup(
        `${name}-${suffix}-dns`,
        {
          privateEndpointName: endpoint.name,
          privateDnsZoneGroupName: "default",
          resourceGroupName: args.resourceGroupName,
          privateDnsZoneConfigs: [{ name: suffix, privateDnsZoneId: zoneIds.apply((ids) => ids[groupId] as string) }],
        },
        { parent: this },
      );
      previous = [endpoint, zoneGroup];
      endpointIds[groupId] = pulumi.all([endpoint.id, zoneGroup.id]).apply(([id]) => id);
    }
    this.endpointIds = pulumi.output(endpointIds);
    this.registerOutputs({ endpointIds: this.endpointIds });
  }
}
