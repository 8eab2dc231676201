import type * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../src/azure/resource-types";
import type { ArgumentCheck } from "./arguments";
import type { PrivateEndpointPlacementArgs } from "./private-link";

/** The two ways from clusters to a data service: a component takes one of them. */
export interface DataPathArgs {
  placement?: PrivateEndpointPlacementArgs | undefined;
  serviceEndpointSubnetIds?: pulumi.Input<string>[] | undefined;
}

/** Refuses a data service that clusters could not reach, or could reach by two ways. */
export function checkDataPath(check: ArgumentCheck, args: DataPathArgs): void {
  const subnets = args.serviceEndpointSubnetIds;
  if (args.placement && subnets) {
    check.refuse("serviceEndpointSubnetIds", "and placement are mutually exclusive: choose service endpoints or private endpoints");
  }
  if (!args.placement && !subnets)
    check.refuse("placement", "is missing: pass where the private endpoint stands, or serviceEndpointSubnetIds for service endpoints");
  if (subnets?.length === 0)
    check.refuse("serviceEndpointSubnetIds", "is empty: name the subnets of the clusters, or pass placement instead");
  for (const id of subnets ?? []) check.resourceId("serviceEndpointSubnetIds", id, resourceTypes.subnet);
}
