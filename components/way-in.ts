import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { AzureCloud } from "../src/azure/clouds";
import { PrivateDnsZones } from "./private-dns-zones";
import { PrivateLink } from "./private-link";
import { TransitNetwork } from "./transit-network";
import { WebAuthWorkspace } from "./web-auth-workspace";

/** Where the users' way in stands. */
export interface WayInArgs {
  location: pulumi.Input<string>;
  /** The block of the transit network. */
  addressSpace: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** What the users' way in is built from. */
export interface WayInContext {
  workspaceId: pulumi.Output<string>;
  /** The endpoints of the workspace that come first: Azure refuses two at a time on one workspace. */
  after: pulumi.Output<Record<string, string>>;
  logAnalyticsWorkspaceId: pulumi.Output<string>;
  cloud: AzureCloud | undefined;
}

/** The transit network with the front-end endpoint, its own DNS zone, and the workspace that hosts web login. */
export function makeWayIn(
  name: string,
  args: WayInArgs,
  context: WayInContext,
  child: pulumi.ComponentResourceOptions,
): { virtualNetworkId: pulumi.Output<string>; ready: pulumi.Output<Record<string, string>> } {
  const { location, tags } = args;
  const { cloud } = context;
  const group = new resources.ResourceGroup(`${name}-transit-group`, { resourceGroupName: `rg-${name}-transit`, location, tags }, child);
  const common = { resourceGroupName: group.name, location, tags };
  const transit = new TransitNetwork(`${name}-transit`, { ...common, addressSpace: args.addressSpace }, child);
  const zones = new PrivateDnsZones(
    `${name}-transit-dns`,
    {
      resourceGroupName: group.name,
      virtualNetworkIds: [transit.virtualNetworkId],
      groupIds: ["databricks_ui_api", "browser_authentication"],
      cloud,
      tags,
    },
    child,
  );
  const placement = { subnetId: transit.subnetId, virtualNetworkId: transit.virtualNetworkId, zoneIds: zones.zoneIds };
  const resourceId = pulumi.all([context.workspaceId, context.after]).apply(([id]) => id);
  const frontend = new PrivateLink(`${name}-frontend`, { ...common, resourceId, groupIds: ["databricks_ui_api"], placement, cloud }, child);
  const logs = pulumi.all([context.logAnalyticsWorkspaceId, frontend.endpointIds]).apply(([id]) => id);
  new WebAuthWorkspace(`${name}-web-auth`, { ...common, placement, logAnalyticsWorkspaceId: logs }, child);
  return { virtualNetworkId: transit.virtualNetworkId, ready: frontend.endpointIds };
}
