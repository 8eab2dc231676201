import * as pulumi from "@pulumi/pulumi";
import type { AzureCloud } from "../src/azure/clouds";
import { buildsFirewall, type HardenedDatabricksArgs } from "./hardened-databricks-args";
import { PrivateLink } from "./private-link";
import type { ProfileChoices } from "./profiles";
import { SharedHub, type SharedHubReferenceArgs } from "./shared-hub";

/** What every part of a deployment shares. */
export interface Common {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The users' way in: a shared hub, or a hub or transit network of the deployment's own; undefined where users come over the public address. */
export function makeWayIn(
  name: string,
  args: HardenedDatabricksArgs,
  choices: ProfileChoices,
  logAnalyticsWorkspaceId: pulumi.Output<string>,
  deletionProtection: boolean,
  child: pulumi.CustomResourceOptions,
): { hub: pulumi.Output<SharedHubReferenceArgs>; egressIpAddress: pulumi.Output<string> } | undefined {
  if (args.hub !== undefined) return { hub: pulumi.output(args.hub), egressIpAddress: pulumi.output("") };
  if (!choices.hasPrivateWayIn) return undefined;
  const common = { location: args.location, logAnalyticsWorkspaceId, deletionProtection, tags: args.tags };
  if (buildsFirewall(args)) {
    return new SharedHub(
      `${name}-hub`,
      {
        ...common,
        addressSpace: args.hubAddressSpace as pulumi.Input<string>,
        spokeAddressSpaces: [args.addressSpace as pulumi.Input<string>],
        allowedFqdns: args.allowedFqdns,
      },
      child,
    );
  }
  return new SharedHub(
    `${name}-transit`,
    { ...common, addressSpace: args.transitAddressSpace as pulumi.Input<string>, enableFirewall: false },
    child,
  );
}

/** The endpoint that users come through. It waits for the clusters': Azure refuses two at a time on one workspace. */
export function makeFrontend(
  name: string,
  common: Common,
  workspaceId: pulumi.Output<string>,
  backend: PrivateLink,
  hub: pulumi.Output<SharedHubReferenceArgs>,
  cloud: AzureCloud | undefined,
  child: pulumi.ComponentResourceOptions,
): pulumi.Output<Record<string, string>> {
  const resourceId = pulumi.all([workspaceId, backend.endpointIds]).apply(([id]) => id);
  const placement = {
    subnetId: hub.apply((h) => h.transitSubnetId as string),
    virtualNetworkId: hub.apply((h) => h.virtualNetworkId as string),
    zoneIds: hub.apply((h) => h.transitZoneIds as Record<string, string>),
  };
  return new PrivateLink(`${name}-frontend`, { ...common, resourceId, groupIds: ["databricks_ui_api"], placement, cloud }, child)
    .endpointIds;
}
