import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../src/azure/resource-types";
import { physicalName } from "./naming";

/** How cluster nodes reach what lies outside the VNet. */
export const ClusterEgress = {
  /** A NAT gateway with one fixed public address. */
  NatGateway: "NatGateway",
  /** A route for everything to a firewall or another appliance, which decides what passes. */
  Appliance: "Appliance",
  /** No way out: for networks whose routes are added elsewhere. */
  None: "None",
} as const;
export type ClusterEgress = (typeof ClusterEgress)[keyof typeof ClusterEgress];

/** The way out, as a subnet names it. */
export interface EgressOfSubnet {
  natGateway?: { id: pulumi.Output<string> };
  routeTable?: { id: pulumi.Output<string> };
  /** The public address that nodes are seen under; empty where an appliance decides that. */
  ipAddress: pulumi.Output<string>;
}

/** Builds the way out of a network. */
export function makeEgress(
  name: string,
  egress: ClusterEgress,
  applianceIpAddress: pulumi.Input<string> | undefined,
  common: {
    resourceGroupName: pulumi.Input<string>;
    location: pulumi.Input<string> | undefined;
    tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  },
  child: pulumi.CustomResourceOptions,
): EgressOfSubnet {
  if (egress === ClusterEgress.None) return { ipAddress: pulumi.output("") };
  if (egress === ClusterEgress.Appliance) {
    const table = new network.RouteTable(
      `${name}-routes`,
      {
        routeTableName: physicalName("rt", name, resourceTypes.routeTable),
        // A gateway's routes would be more specific than the one below, and lead around the appliance.
        disableBgpRoutePropagation: true,
        routes: [{ name: "everything", addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: applianceIpAddress }],
        ...common,
      },
      child,
    );
    return { routeTable: { id: table.id }, ipAddress: pulumi.output("") };
  }
  const address = new network.PublicIPAddress(
    `${name}-nat-ip`,
    {
      publicIpAddressName: physicalName("pip", `${name}-nat`, resourceTypes.publicIpAddress),
      publicIPAllocationMethod: "Static",
      sku: { name: "Standard" },
      ...common,
    },
    child,
  );
  const gateway = new network.NatGateway(
    `${name}-nat`,
    {
      natGatewayName: physicalName("ng", name, resourceTypes.natGateway),
      sku: { name: "Standard" },
      publicIpAddresses: [{ id: address.id }],
      ...common,
    },
    child,
  );
  return { natGateway: { id: gateway.id }, ipAddress: address.ipAddress.apply((ip) => ip ?? "") };
}
