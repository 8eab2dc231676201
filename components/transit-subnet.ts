import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import { firstOwnPriority } from "../src/azure/databricks-nsg-rules";
import { resourceTypes } from "../src/azure/resource-types";
import { physicalName } from "./naming";
import { denyAllInbound, securityRule } from "./network-rules";

/** Where a transit subnet stands, and who may come in. */
export interface TransitSubnetArgs {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string> | undefined;
  tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  virtualNetworkName: pulumi.Input<string>;
  addressPrefix: pulumi.Input<string>;
  clientAddressPrefix: pulumi.Input<string>;
}

/** The subnet of the endpoints that users come through: port 443 from the company's network, and nothing else. */
export function transitSubnet(
  name: string,
  args: TransitSubnetArgs,
  child: pulumi.CustomResourceOptions,
  dependsOn: pulumi.Resource[],
): network.Subnet {
  const { resourceGroupName, location, tags } = args;
  const group = new network.NetworkSecurityGroup(
    `${name}-nsg`,
    { networkSecurityGroupName: physicalName("nsg", name, resourceTypes.networkSecurityGroup), resourceGroupName, location, tags },
    child,
  );
  const rules = [
    securityRule(
      name,
      resourceGroupName,
      group,
      {
        name: "AllowUsersInbound",
        suffix: "allow-users-in",
        access: "Allow",
        direction: "Inbound",
        priority: firstOwnPriority,
        source: args.clientAddressPrefix,
        destination: "VirtualNetwork",
        ports: ["443"],
        protocol: "Tcp",
        description: "Users, command line and API.",
      },
      child,
    ),
    securityRule(name, resourceGroupName, group, denyAllInbound("Nobody else reaches the endpoints."), child),
  ];
  return new network.Subnet(
    `${name}-pe`,
    {
      subnetName: physicalName("snet", `${name}-pe`, resourceTypes.subnet),
      virtualNetworkName: args.virtualNetworkName,
      resourceGroupName,
      addressPrefix: args.addressPrefix,
      networkSecurityGroup: { id: group.id },
      privateEndpointNetworkPolicies: "NetworkSecurityGroupEnabled",
      defaultOutboundAccess: false,
    },
    { ...child, dependsOn: [...rules, ...dependsOn], replaceOnChanges: ["defaultOutboundAccess"] },
  );
}
