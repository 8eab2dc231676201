import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { firstOwnPriority } from "../src/azure/databricks-nsg-rules";
import { resourceTypes } from "../src/azure/resource-types";
import { AddressRange } from "../src/network/address-range";
import { ArgumentCheck, plain } from "./arguments";
import { physicalName } from "./naming";
import { denyAllInbound, securityRule } from "./network-rules";

/** Arguments of TransitNetwork. */
export interface TransitNetworkArgs {
  /** The resource group of the network. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** The VNet's block, at least /27, such as `10.30.0.0/26`. All of it becomes the endpoints' subnet. */
  addressSpace: pulumi.Input<string>;
  /** Where users come from: a service tag or an address block. Defaults to `VirtualNetwork`, which takes in every peered and on-premises range. */
  clientAddressPrefix?: pulumi.Input<string>;
  /** Tags on every resource. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The network through which users reach Databricks: one subnet of private endpoints, to be peered with the company's network. */
export class TransitNetwork extends pulumi.ComponentResource {
  readonly virtualNetworkId: pulumi.Output<string>;
  readonly subnetId: pulumi.Output<string>;

  /** @throws ArgumentError for a block that is malformed or too small. */
  constructor(name: string, args: TransitNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("TransitNetwork", name);
    checkTransitAddressSpace(check, "addressSpace", args.addressSpace);
    const client = plain<string>(args.clientAddressPrefix);
    if (client !== undefined && ["*", "any", "internet", "0.0.0.0/0", "::/0"].includes(client.toLowerCase())) {
      check.refuse("clientAddressPrefix", `is '${client}': name the block that users come from, or a service tag such as VirtualNetwork`);
    }
    super("hardened-databricks:index:TransitNetwork", name, {}, opts);
    const child = { parent: this };
    const common = { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags };

    const group = new network.NetworkSecurityGroup(
      `${name}-nsg`,
      { networkSecurityGroupName: physicalName("nsg", name, resourceTypes.networkSecurityGroup), ...common },
      child,
    );
    const rules = [
      securityRule(
        name,
        args.resourceGroupName,
        group,
        {
          name: "AllowUsersInbound",
          suffix: "allow-users-in",
          access: "Allow",
          direction: "Inbound",
          priority: firstOwnPriority,
          source: args.clientAddressPrefix ?? "VirtualNetwork",
          destination: "VirtualNetwork",
          ports: ["443"],
          protocol: "Tcp",
          description: "Users, command line and API.",
        },
        child,
      ),
      securityRule(name, args.resourceGroupName, group, denyAllInbound("Nobody else reaches the endpoints."), child),
    ];
    const virtualNetwork = new network.VirtualNetwork(
      `${name}-vnet`,
      {
        virtualNetworkName: physicalName("vnet", name, resourceTypes.virtualNetwork),
        addressSpace: { addressPrefixes: [args.addressSpace] },
        ...common,
      },
      { ...child, ignoreChanges: ["subnets"] },
    );
    const subnet = new network.Subnet(
      `${name}-pe`,
      {
        subnetName: physicalName("snet", `${name}-pe`, resourceTypes.subnet),
        virtualNetworkName: virtualNetwork.name,
        resourceGroupName: args.resourceGroupName,
        addressPrefix: args.addressSpace,
        networkSecurityGroup: { id: group.id },
        privateEndpointNetworkPolicies: "NetworkSecurityGroupEnabled",
        defaultOutboundAccess: false,
      },
      { ...child, dependsOn: rules, replaceOnChanges: ["defaultOutboundAccess"] },
    );

    this.virtualNetworkId = virtualNetwork.id;
    this.subnetId = subnet.id;
    this.registerOutputs({ virtualNetworkId: this.virtualNetworkId, subnetId: this.subnetId });
  }
}

/** Refuses a transit block that is malformed, or smaller than a subnet of endpoints may be. */
export function checkTransitAddressSpace(check: ArgumentCheck, argument: string, value: unknown): void {
  check.required(argument, value, "pass a block of at least /27 for the network that users come through, such as '10.30.0.0/26'");
  const text = plain<string>(value);
  if (text === undefined) return;
  const range = AddressRange.tryParse(text);
  if (!range) check.refuse(argument, `is '${text}', which is no IPv4 block such as 10.30.0.0/26`);
  if (range.prefixLength > 27)
    check.refuse(argument, `is '${text}', which is too small: at least a /27 is needed, and a /26 is recommended`);
}
