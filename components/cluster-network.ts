import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../src/azure/resource-types";
import { ServiceEndpoint, serviceEndpointDestinations } from "../src/azure/service-tags";
import { databricksDelegation } from "../src/azure/subnet-rules";
import { AddressPlanError, planAddresses } from "../src/network/address-plan";
import { AddressRange } from "../src/network/address-range";
import { ArgumentCheck, plain } from "./arguments";
import { ClusterEgress, makeEgress } from "./cluster-egress";
import { endpointPolicy } from "./endpoint-policy";
import { physicalName } from "./naming";
import { partsOfVirtualNetwork } from "./network-peering";
import { type AllowedDestinationArgs, clusterRules, endpointSubnetRules, securityRule } from "./network-rules";

/** Arguments of ClusterNetwork. */
export interface ClusterNetworkArgs {
  /** The resource group of the network. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** The VNet's block, between /16 and /24, such as `10.20.0.0/22`; with virtualNetworkId the part of that VNet to use. */
  addressSpace: pulumi.Input<string>;
  /** Id of an existing VNet that the subnets are made in, between /16 and /24 as a whole. Defaults to a new VNet. */
  virtualNetworkId?: pulumi.Input<string>;
  /** The block of the host subnet, at least /26. Defaults to a quarter of the VNet. */
  hostSubnetPrefix?: pulumi.Input<string>;
  /** The block of the container subnet, at least /26. Defaults to a quarter of the VNet. */
  containerSubnetPrefix?: pulumi.Input<string>;
  /** The block of the private endpoints' subnet, at least /27. Defaults to a /27 of what is left. */
  privateEndpointSubnetPrefix?: pulumi.Input<string>;
  /** How nodes reach what lies outside. Defaults to a NAT gateway; costs about its hourly price and traffic. */
  egress?: pulumi.Input<ClusterEgress>;
  /** The private address of the firewall that everything is routed to, such as HubNetwork's firewallIpAddress. Goes with `Appliance`. */
  applianceIpAddress?: pulumi.Input<string>;
  /**
   * Whether the NSG leaves it to the appliance what reaches the internet. Defaults to false: the NSG then lets out only what Databricks
   * needs and what allowedDestinations name. True is for firewalls that allow names, which an NSG cannot; goes with `Appliance`.
   */
  enableApplianceFiltering?: boolean;
  /**
   * Services that the workspace subnets reach by service endpoint. Defaults to none. With `Microsoft.Storage` a service endpoint policy
   * comes along, which lets the subnets reach Databricks' own storage accounts and those that a DataLake adds, and no others.
   */
  serviceEndpoints?: ServiceEndpoint[];
  /** Destinations that nodes may reach beyond Databricks' and Azure's own. Each opens a way out for data. Defaults to none. */
  allowedDestinations?: AllowedDestinationArgs[];
  /**
   * Whether Azure encrypts traffic between virtual machines of the VNet, as a second layer below Spark's own. Defaults to false: no
   * document was found that names it together with VNet injection. Sizes that cannot do it stay in clear text silently, and Azure
   * DNS Private Resolver does not work in such a VNet.
   */
  enableVnetEncryption?: pulumi.Input<boolean>;
  /** Tags on every resource. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A VNet for one workspace: two delegated subnets without default outbound access, a subnet for private endpoints, a
 * locked-down NSG on each, and an explicit way out. NSG rules are separate resources at priority 200 and above, since
 * Databricks writes its own at 100 to 104 and pins them.
 */
export class ClusterNetwork extends pulumi.ComponentResource {
  readonly virtualNetworkId: pulumi.Output<string>;
  readonly hostSubnetId: pulumi.Output<string>;
  readonly hostSubnetName: pulumi.Output<string>;
  readonly containerSubnetId: pulumi.Output<string>;
  readonly containerSubnetName: pulumi.Output<string>;
  readonly privateEndpointSubnetId: pulumi.Output<string>;
  readonly networkSecurityGroupId: pulumi.Output<string>;
  /** Id of the policy that says which accounts the storage service endpoint leads to; empty without one. */
  readonly serviceEndpointPolicyId: pulumi.Output<string>;
  /** The public address that nodes are seen under; empty without a NAT gateway. */
  readonly egressIpAddress: pulumi.Output<string>;

  /** @throws ArgumentError for an address plan that cannot be, or a malformed destination. */
  constructor(name: string, args: ClusterNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("ClusterNetwork", name);
    check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
    checkClusterNetwork(check, args);
    super("hardened-databricks:index:ClusterNetwork", name, {}, opts);
    const child = { parent: this };
    const common = { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags };

    const plan = pulumi
      .all([args.addressSpace, args.hostSubnetPrefix, args.containerSubnetPrefix, args.privateEndpointSubnetPrefix])
      .apply(([virtualNetwork, host, container, privateEndpoints]) => planAddresses({ virtualNetwork, host, container, privateEndpoints }));

    const clusterGroup = new network.NetworkSecurityGroup(
      `${name}-nsg`,
      { networkSecurityGroupName: physicalName("nsg", name, resourceTypes.networkSecurityGroup), ...common },
      child,
    );
    const rules = clusterRules(args.allowedDestinations ?? [], {
      services: (args.serviceEndpoints ?? []).map((service) => serviceEndpointDestinations[service]).filter((tag) => tag !== undefined),
      location: clusterGroup.location.apply((location) => location as string),
      denyInternet: args.enableApplianceFiltering !== true,
    }).map((rule) => securityRule(name, args.resourceGroupName, clusterGroup, rule, child));
    const endpointGroup = new network.NetworkSecurityGroup(
      `${name}-pe-nsg`,
      { networkSecurityGroupName: physicalName("nsg", `${name}-pe`, resourceTypes.networkSecurityGroup), ...common },
      child,
    );
    const endpointRules = endpointSubnetRules(plan.apply((p) => [p.host, p.container])).map((rule) =>
      securityRule(`${name}-pe`, args.resourceGroupName, endpointGroup, rule, child),
    );

    const virtualNetwork =
      args.virtualNetworkId === undefined
        ? makeVirtualNetwork(name, plan.virtualNetwork, args, child)
        : pulumi.output(args.virtualNetworkId).apply((id) => ({ id, ...partsOfVirtualNetwork(id) }));

    const egress = makeEgress(name, plain<ClusterEgress>(args.egress) ?? ClusterEgress.NatGateway, args.applianceIpAddress, common, child);
    const { ipAddress: egressIpAddress, ...wayOut } = egress;
    const services = args.serviceEndpoints ?? [];
    const policyId = services.includes(ServiceEndpoint.Storage) ? endpointPolicy(name, common, child) : undefined;

    const workspaceSubnet = (suffix: string, addressPrefix: pulumi.Output<string>, dependsOn: pulumi.Resource[]) =>
      new network.Subnet(
        `${name}-${suffix}`,
        {
          subnetName: physicalName("snet", `${name}-${suffix}`, resourceTypes.subnet),
          virtualNetworkName: virtualNetwork.name,
          resourceGroupName: virtualNetwork.resourceGroupName,
          addressPrefix,
          networkSecurityGroup: { id: clusterGroup.id },
          delegations: [{ name: "databricks", serviceName: databricksDelegation }],
          defaultOutboundAccess: false,
          ...wayOut,
          ...(services.length > 0 ? { serviceEndpoints: services.map((service) => ({ service })) } : {}),
          ...(policyId ? { serviceEndpointPolicies: [{ id: policyId }] } : {}),
        },
        { ...child, dependsOn, replaceOnChanges: ["defaultOutboundAccess"] },
      );
    // One after another: Azure refuses two writes to one VNet at a time.
    const host = workspaceSubnet("host", plan.host, rules);
    const container = workspaceSubnet("container", plan.container, [host]);
    const privateEndpoints = new network.Subnet(
      `${name}-pe`,
      {
        subnetName: physicalName("snet", `${name}-pe`, resourceTypes.subnet),
        virtualNetworkName: virtualNetwork.name,
        resourceGroupName: virtualNetwork.resourceGroupName,
        addressPrefix: plan.privateEndpoints,
        networkSecurityGroup: { id: endpointGroup.id },
        privateEndpointNetworkPolicies: "NetworkSecurityGroupEnabled",
        defaultOutboundAccess: false,
      },
      { ...child, dependsOn: [container, ...endpointRules], replaceOnChanges: ["defaultOutboundAccess"] },
    );

    this.virtualNetworkId = virtualNetwork.id;
    this.hostSubnetId = host.id;
    this.hostSubnetName = host.name.apply((n) => n as string);
    this.containerSubnetId = container.id;
    this.containerSubnetName = container.name.apply((n) => n as string);
    this.privateEndpointSubnetId = privateEndpoints.id;
    this.networkSecurityGroupId = clusterGroup.id;
    this.serviceEndpointPolicyId = policyId ?? pulumi.output("");
    this.egressIpAddress = egressIpAddress;
    this.registerOutputs({
      virtualNetworkId: this.virtualNetworkId,
      hostSubnetId: this.hostSubnetId,
      hostSubnetName: this.hostSubnetName,
      containerSubnetId: this.containerSubnetId,
      containerSubnetName: this.containerSubnetName,
      privateEndpointSubnetId: this.privateEndpointSubnetId,
      networkSecurityGroupId: this.networkSecurityGroupId,
      serviceEndpointPolicyId: this.serviceEndpointPolicyId,
      egressIpAddress: this.egressIpAddress,
    });
  }
}

/** A new VNet, with the names that subnets are made by. */
function makeVirtualNetwork(
  name: string,
  addressSpace: pulumi.Output<string>,
  args: ClusterNetworkArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<{ id: string; name: string; resourceGroupName: string }> {
  const virtualNetwork = new network.VirtualNetwork(
    `${name}-vnet`,
    {
      virtualNetworkName: physicalName("vnet", name, resourceTypes.virtualNetwork),
      addressSpace: { addressPrefixes: [addressSpace] },
      encryption: pulumi
        .output(args.enableVnetEncryption)
        .apply((on) => (on ? { enabled: true, enforcement: "AllowUnencrypted" } : undefined)),
      resourceGroupName: args.resourceGroupName,
      location: args.location,
      tags: args.tags,
    },
    // Databricks and the subnets below write into it: an update must never send a list of subnets.
    { ...child, ignoreChanges: ["subnets"] },
  );
  return pulumi
    .all([virtualNetwork.id, virtualNetwork.name, args.resourceGroupName])
    .apply(([id, virtualNetworkName, resourceGroupName]) => ({ id, name: virtualNetworkName, resourceGroupName }));
}

const argumentOfBlock = {
  virtualNetwork: "addressSpace",
  host: "hostSubnetPrefix",
  container: "containerSubnetPrefix",
  privateEndpoints: "privateEndpointSubnetPrefix",
} as const;

/** Refuses a network that cannot be: for the component itself and for those that build one. */
export function checkClusterNetwork(check: ArgumentCheck, args: Omit<ClusterNetworkArgs, "resourceGroupName">): void {
  check.required("addressSpace", args.addressSpace, "pass the VNet's block, such as '10.20.0.0/22'");
  checkEgress(check, args);
  check.resourceId("virtualNetworkId", args.virtualNetworkId, resourceTypes.virtualNetwork);
  if (args.virtualNetworkId !== undefined && args.enableVnetEncryption !== undefined)
    check.refuse("enableVnetEncryption", "goes with a new VNet: set it where the existing VNet is made");
  for (const service of args.serviceEndpoints ?? []) check.oneOf("serviceEndpoints", service, ServiceEndpoint);
  check.distinct("serviceEndpoints", args.serviceEndpoints);
  const virtualNetwork = plain<string>(args.addressSpace);
  if (virtualNetwork !== undefined) {
    try {
      planAddresses({
        virtualNetwork,
        host: plain<string>(args.hostSubnetPrefix),
        container: plain<string>(args.containerSubnetPrefix),
        privateEndpoints: plain<string>(args.privateEndpointSubnetPrefix),
      });
    } catch (error) {
      if (!(error instanceof AddressPlanError)) throw error;
      check.refuse(argumentOfBlock[error.argument], `is wrong: ${error.message}`);
    }
  }
  check.distinct(
    "allowedDestinations",
    args.allowedDestinations?.map(({ name }) => name),
  );
  for (const [i, { name, destination }] of (args.allowedDestinations ?? []).entries()) {
    const known = plain<string>(name);
    if (known !== undefined && !/^[A-Za-z0-9-]{1,40}$/.test(known))
      check.refuse(`allowedDestinations[${i}].name`, `is '${known}': use 1 to 40 letters, digits and '-'`);
    const target = plain<string>(destination);
    if (target !== undefined && ["*", "any", "internet", "0.0.0.0/0", "::/0"].includes(target.toLowerCase())) {
      check.refuse(
        `allowedDestinations[${i}].destination`,
        `is '${target}', which lets data out to anywhere: name a service tag or an address block`,
      );
    }
  }
}

/** Refuses a way out that contradicts itself. */
function checkEgress(check: ArgumentCheck, args: Omit<ClusterNetworkArgs, "resourceGroupName">): void {
  check.oneOf("egress", args.egress, ClusterEgress);
  if (pulumi.Output.isInstance(args.egress))
    check.refuse("egress", "is an output: it decides which resources exist, so pass one of ClusterEgress itself");
  const routed = args.egress === ClusterEgress.Appliance;
  if (routed) check.required("applianceIpAddress", args.applianceIpAddress, "pass the firewall's private address, such as '10.40.0.4'");
  else if (args.applianceIpAddress !== undefined)
    check.refuse("applianceIpAddress", "goes with egress 'Appliance' only: set egress, or leave it out");
  if (!routed && args.enableApplianceFiltering)
    check.refuse("enableApplianceFiltering", "is true without egress 'Appliance': then nothing would filter what leaves for the internet");
  checkApplianceIpAddress(check, args.applianceIpAddress);
}

/** Refuses what is no private address of an appliance. */
export function checkApplianceIpAddress(check: ArgumentCheck, value: unknown): void {
  const address = plain<string>(value);
  if (address === undefined) return;
  const range = address.includes("/") ? undefined : AddressRange.tryParse(`${address}/32`);
  if (!range?.isPrivate) check.refuse("applianceIpAddress", `is '${address}': pass one private IPv4 address, such as '10.40.0.4'`);
}
