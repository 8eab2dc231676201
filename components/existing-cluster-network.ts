import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../src/azure/resource-types";
import { type SubnetView, workspaceSubnetProblem } from "../src/network/existing-subnet";
import { ArgumentCheck, plain } from "./arguments";

/** Arguments of ExistingClusterNetwork. */
export interface ExistingClusterNetworkArgs {
  /** Id of the VNet. */
  virtualNetworkId: pulumi.Input<string>;
  /** Name of the host subnet: delegated to Databricks, with an NSG, at least /26, used by no other workspace. */
  hostSubnetName: pulumi.Input<string>;
  /** Name of the container subnet, with the same needs. */
  containerSubnetName: pulumi.Input<string>;
  /** Name of the subnet for private endpoints: not delegated, with an NSG. */
  privateEndpointSubnetName: pulumi.Input<string>;
  /** Name of the workspace that goes in: a subnet that serves another one is refused. Defaults to no such check before Azure's own. */
  workspaceName?: pulumi.Input<string>;
}

/**
 * A network that somebody else owns, checked before a workspace goes into it. Nothing is created or changed; the network is read, so
 * that a report of the stack judges it too.
 */
export class ExistingClusterNetwork extends pulumi.ComponentResource {
  readonly virtualNetworkId: pulumi.Output<string>;
  /** Name of the host subnet; known once the subnet has passed its check. */
  readonly hostSubnetName: pulumi.Output<string>;
  readonly containerSubnetName: pulumi.Output<string>;
  readonly privateEndpointSubnetId: pulumi.Output<string>;

  /** @throws ArgumentError for a malformed id, or one subnet for two purposes; and, once it is read, for a subnet that Databricks would refuse. */
  constructor(name: string, args: ExistingClusterNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("ExistingClusterNetwork", name);
    checkExistingNetwork(check, args);
    super("hardened-databricks:index:ExistingClusterNetwork", name, {}, opts);
    const child = { parent: this };

    const id = pulumi.output(args.virtualNetworkId);
    network.VirtualNetwork.get(`${name}-vnet`, id, child);
    const read = (suffix: string, subnetName: pulumi.Input<string>) =>
      network.Subnet.get(`${name}-${suffix}`, pulumi.interpolate`${id}/subnets/${subnetName}`, child);
    const host = read("host", args.hostSubnetName);
    const container = read("container", args.containerSubnetName);
    const endpoints = read("pe", args.privateEndpointSubnetName);
    for (const [suffix, subnet] of [
      ["host-nsg", host],
      ["container-nsg", container],
      ["pe-nsg", endpoints],
    ] as const) {
      const group = subnet.networkSecurityGroup.apply(
        (g) => g?.id ?? check.refuse(argumentOf(suffix), "has no network security group: attach one to the subnet"),
      );
      network.NetworkSecurityGroup.get(`${name}-${suffix}`, group, child);
    }
    const checked = (argument: keyof ExistingClusterNetworkArgs, subnet: network.Subnet) =>
      pulumi.all([subnet.name, viewOf(subnet), args.workspaceName]).apply(([subnetName, view, workspaceName]) => {
        const problem = workspaceSubnetProblem(view, workspaceName);
        if (problem) check.refuse(argument, `is '${subnetName}', which ${problem}`);
        return subnetName as string;
      });

    this.virtualNetworkId = id;
    this.hostSubnetName = checked("hostSubnetName", host);
    this.containerSubnetName = checked("containerSubnetName", container);
    this.privateEndpointSubnetId = pulumi.all([endpoints.id, endpoints.delegations]).apply(([subnetId, delegations]) => {
      const service = delegations?.[0]?.serviceName;
      if (service)
        check.refuse(
          "privateEndpointSubnetName",
          `is '${subnetId.split("/").pop()}', which is delegated to ${service}: private endpoints need a subnet without delegation`,
        );
      return subnetId;
    });
    this.registerOutputs({
      virtualNetworkId: this.virtualNetworkId,
      hostSubnetName: this.hostSubnetName,
      containerSubnetName: this.containerSubnetName,
      privateEndpointSubnetId: this.privateEndpointSubnetId,
    });
  }
}

const argumentOf = (suffix: string) =>
  suffix.startsWith("host") ? "hostSubnetName" : suffix.startsWith("container") ? "containerSubnetName" : "privateEndpointSubnetName";

function viewOf(subnet: network.Subnet): pulumi.Output<SubnetView> {
  return pulumi
    .all([
      subnet.addressPrefix,
      subnet.addressPrefixes,
      subnet.delegations,
      subnet.networkSecurityGroup,
      subnet.natGateway,
      subnet.routeTable,
      subnet.serviceAssociationLinks,
    ])
    .apply(([prefix, prefixes, delegations, group, gateway, table, links]) => ({
      addressPrefixes: prefix ? [prefix] : (prefixes ?? []),
      delegations: (delegations ?? []).map((delegation) => delegation.serviceName ?? ""),
      hasNetworkSecurityGroup: group?.id !== undefined,
      workspaceIds: (links ?? []).map((link) => link.link).filter((link) => link !== undefined),
      hasWayOut: gateway?.id !== undefined || table?.id !== undefined,
    }));
}

/** Refuses a network that cannot be: for the component itself and for those that build one. */
export function checkExistingNetwork(check: ArgumentCheck, args: ExistingClusterNetworkArgs, at = ""): void {
  check.required(`${at}virtualNetworkId`, args.virtualNetworkId, "pass the id of the VNet");
  check.resourceId(`${at}virtualNetworkId`, args.virtualNetworkId, resourceTypes.virtualNetwork);
  const taken = new Map<string, string>();
  for (const argument of ["hostSubnetName", "containerSubnetName", "privateEndpointSubnetName"] as const) {
    check.required(`${at}${argument}`, args[argument], "pass the name of a subnet of the VNet");
    check.resourceName(`${at}${argument}`, args[argument], resourceTypes.subnet);
    const known = plain<string>(args[argument])?.toLowerCase();
    const other = known === undefined ? undefined : taken.get(known);
    if (other) check.refuse(`${at}${argument}`, `is '${args[argument]}', as ${other} is: pass three subnets`);
    if (known !== undefined) taken.set(known, `${at}${argument}`);
  }
}
