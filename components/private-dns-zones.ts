import * as privatedns from "@pulumi/azure-native/privatedns";
import * as pulumi from "@pulumi/pulumi";
import { AzureCloud, zoneOfGroupId } from "../src/azure/clouds";
import { parseResourceId } from "../src/azure/resource-id";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck, plain } from "./arguments";

/** Arguments of PrivateDnsZones. */
export interface PrivateDnsZonesArgs {
  /** The resource group that new zones go into. A group holds one zone of a name. */
  resourceGroupName: pulumi.Input<string>;
  /**
   * Ids of existing zones by sub-resource: they are linked to the VNets, in the zone's own resource group, and not made. Pass one for
   * each sub-resource. Defaults to new zones.
   */
  existingZoneIds?: Record<string, pulumi.Input<string>>;
  /** Ids of the VNets that resolve the zones' names. */
  virtualNetworkIds: pulumi.Input<string>[];
  /** The private-link sub-resources to make zones for: `databricks_ui_api`, `browser_authentication`, `blob`, `dfs`, `vault`, `sqlServer`. */
  groupIds: string[];
  /** The cloud, which decides the zones' names. Defaults to the public cloud. */
  cloud?: AzureCloud;
  /** Tags on every zone. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The private DNS zones of private-link sub-resources, linked to VNets without auto-registration. */
export class PrivateDnsZones extends pulumi.ComponentResource {
  /** The id of the zone of each sub-resource that was asked for. */
  readonly zoneIds: pulumi.Output<Record<string, string>>;

  /** @throws ArgumentError for a sub-resource without a known zone. */
  constructor(name: string, args: PrivateDnsZonesArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("PrivateDnsZones", name);
    const cloud = args.cloud ?? AzureCloud.Public;
    for (const groupId of args.groupIds) {
      if (!zoneOfGroupId(groupId, cloud))
        check.refuse(
          "groupIds",
          `holds '${groupId}': allowed are databricks_ui_api, browser_authentication, blob, dfs, vault and sqlServer`,
        );
    }
    if (args.virtualNetworkIds.length === 0)
      check.refuse("virtualNetworkIds", "is empty: a zone that no VNet resolves leaves clients on the public address");
    for (const id of args.virtualNetworkIds) check.resourceId("virtualNetworkIds", id, resourceTypes.virtualNetwork);
    checkZoneIds(check, "existingZoneIds", args.existingZoneIds, args.groupIds, cloud);
    super("hardened-databricks:index:PrivateDnsZones", name, {}, opts);

    const zones = new Map<string, pulumi.Output<string>>();
    for (const groupId of args.groupIds) {
      const zoneName = zoneOfGroupId(groupId, cloud) as string;
      if (zones.has(zoneName)) continue;
      const short = zoneName.split(".")[1] as string;
      const zone = args.existingZoneIds
        ? zoneOfId(pulumi.output(args.existingZoneIds[groupId] as pulumi.Input<string>))
        : newZone(`${name}-${short}`, zoneName, args, { parent: this });
      const links = args.virtualNetworkIds.map(
        (id, i) =>
          new privatedns.VirtualNetworkLink(
            `${name}-${short}-link${i === 0 ? "" : i}`,
            {
              privateZoneName: zone.name,
              virtualNetworkLinkName: `${name}-${short}${i === 0 ? "" : i}`,
              resourceGroupName: zone.resourceGroupName,
              location: "global",
              registrationEnabled: false,
              virtualNetwork: { id },
            },
            { parent: this },
          ),
      );
      // The id carries the links: an endpoint that takes its zone from here comes after the names resolve.
      zones.set(
        zoneName,
        pulumi.all([zone.id, ...links.map((link) => link.id)]).apply(([id]) => id as string),
      );
    }
    this.zoneIds = pulumi.output(
      Object.fromEntries(
        args.groupIds.map((groupId) => [groupId, zones.get(zoneOfGroupId(groupId, cloud) as string) as pulumi.Output<string>]),
      ),
    );
    this.registerOutputs({ zoneIds: this.zoneIds });
  }
}

/** A zone, as links name it. */
interface ZoneView {
  id: pulumi.Output<string>;
  name: pulumi.Output<string>;
  resourceGroupName: pulumi.Input<string>;
}

function newZone(logicalName: string, zoneName: string, args: PrivateDnsZonesArgs, opts: pulumi.CustomResourceOptions): ZoneView {
  const { id, name } = new privatedns.PrivateZone(
    logicalName,
    { privateZoneName: zoneName, resourceGroupName: args.resourceGroupName, location: "global", tags: args.tags },
    opts,
  );
  return { id, name, resourceGroupName: args.resourceGroupName };
}

function zoneOfId(id: pulumi.Output<string>): ZoneView {
  const parsed = id.apply((text) => parseResourceId(text));
  return {
    id,
    name: parsed.apply((zone) => zone?.names[0] as string),
    resourceGroupName: parsed.apply((zone) => zone?.resourceGroup as string),
  };
}

/** Refuses existing zones that are missing, or that names of a sub-resource do not resolve in. */
export function checkZoneIds(
  check: ArgumentCheck,
  argument: string,
  zoneIds: Record<string, pulumi.Input<string>> | undefined,
  groupIds: string[],
  cloud: AzureCloud,
): void {
  if (!zoneIds) return;
  for (const groupId of groupIds) {
    if (!(groupId in zoneIds)) check.refuse(argument, `has no zone for '${groupId}': add one, or leave ${argument} out to have zones made`);
    check.resourceId(`${argument}.${groupId}`, zoneIds[groupId], resourceTypes.dnsZone);
    const known = plain<string>(zoneIds[groupId]);
    const wanted = zoneOfGroupId(groupId, cloud);
    if (known !== undefined && !known.toLowerCase().endsWith(`/${wanted}`))
      check.refuse(`${argument}.${groupId}`, `is '${known}': names of ${groupId} resolve in a zone called '${wanted}'`);
  }
}
