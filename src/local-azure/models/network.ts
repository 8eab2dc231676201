import { firstOwnPriority } from "../../azure/databricks-nsg-rules";
import { parentResourceId, sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { databricksDelegation } from "../../azure/subnet-rules";
import { AddressRange } from "../../network/address-range";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel, WriteRequest } from "../resource-type";
import type { SubscriptionView } from "../subscription-view";
import { asList, asProperties, type Properties } from "../unknown";

const virtualNetworkOf = ({ id }: WriteRequest) => [parentResourceId(id) as string];

/** The blocks of a subnet, whichever of its two properties holds them. */
export function prefixesOf(subnet: Properties): AddressRange[] {
  const texts = [subnet.addressPrefix, ...asList(subnet.addressPrefixes)].filter((text): text is string => typeof text === "string");
  return texts.map((text) => AddressRange.tryParse(text)).filter((range) => range !== undefined);
}

/** The blocks of a VNet. */
export function addressSpaceOf(virtualNetwork: Properties): AddressRange[] {
  return prefixesOf({ addressPrefixes: asProperties(virtualNetwork.addressSpace).addressPrefixes });
}

/** Whether a subnet is delegated to Databricks. */
export function isDelegated(subnet: Properties): boolean {
  return asList(subnet.delegations).some(
    (delegation) => String(asProperties(delegation).serviceName).toLowerCase() === databricksDelegation.toLowerCase(),
  );
}

function checkSubnet(
  name: string,
  subnet: Properties,
  virtualNetworkId: string,
  space: AddressRange[],
  others: { id: string; properties: Properties }[],
): void {
  const network = virtualNetworkId.split("/").pop();
  const invalid = (why: string) =>
    new AzureError("NetcfgInvalidSubnet", `Subnet '${name}' is not valid in virtual network '${network}'. ${why}`, {
      property: "addressPrefix",
    });
  const prefixes = prefixesOf(subnet);
  if (prefixes.length === 0) throw invalid("It has no valid address prefix.");
  for (const prefix of prefixes) {
    if (!space.some((range) => range.contains(prefix))) throw invalid(`${prefix} lies outside the address space ${space.join(", ")}.`);
    const overlapping = others.find((other) => prefixesOf(other.properties).some((range) => range.overlaps(prefix)));
    if (overlapping) {
      throw new AzureError(
        "NetcfgSubnetRangesOverlap",
        `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${network}'.`,
        {
          property: "addressPrefix",
        },
      );
    }
  }
}

function refuseWhileUsed(code: string, what: string, users: { id: string }[], id: string): void {
  if (users.length === 0) return;
  throw new AzureError(
    code,
    `${what} ${id} cannot be deleted because it is in use by the following resources: ${users.map((u) => u.id).join(", ")}.`,
  );
}

/** The workspaces that a subnet serves: they name it, not its id. */
export function workspacesOnSubnet(subnetId: string, view: SubscriptionView) {
  const name = subnetId.split("/").pop()?.toLowerCase();
  return view.all(resourceTypes.workspace).filter((workspace) => {
    const parameters = asProperties(workspace.inputs.parameters);
    const value = (parameter: string) => String(asProperties(parameters[parameter]).value).toLowerCase();
    return (
      value("customVirtualNetworkId") === parentResourceId(subnetId)?.toLowerCase() &&
      (value("customPublicSubnetName") === name || value("customPrivateSubnetName") === name)
    );
  });
}

/** A route to an appliance names its address, and no other kind of route does (the code is from memory). */
function checkRoute(id: string, route: Properties): void {
  const address = String(route.nextHopIpAddress ?? "");
  const isAppliance = route.nextHopType === "VirtualAppliance";
  if (isAppliance === (AddressRange.tryParse(`${address}/32`) !== undefined) && (isAppliance || address === "")) return;
  throw new AzureError(
    "InvalidRouteNextHopIpAddress",
    `Route to '${route.addressPrefix}' of ${id}: nextHopIpAddress '${address}' goes with nextHopType 'VirtualAppliance', which needs one; it is '${route.nextHopType}'.`,
    { property: "routes" },
  );
}

export const networkModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.virtualNetwork,
    names: ["virtualNetworkName"],
    forceNew: ["location"],
    exclusive: ({ id }) => [id],
    check({ id, inputs }, view) {
      const texts = asList(asProperties(inputs.addressSpace).addressPrefixes);
      const bad = texts.find((text) => !AddressRange.tryParse(String(text)));
      if (texts.length === 0 || bad !== undefined) {
        throw new AzureError(
          "InvalidAddressPrefixFormat",
          `Address prefix ${bad ?? "(none)"} of virtual network ${id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
          {
            property: "addressSpace.addressPrefixes",
          },
        );
      }
      const inline = asList(inputs.subnets).map(asProperties);
      for (const [i, subnet] of inline.entries()) {
        const earlier = inline.slice(0, i).map((properties) => ({ id: "", properties }));
        checkSubnet(String(subnet.name), subnet, id, addressSpaceOf(inputs), earlier);
      }
      for (const subnet of view.below(id).filter((r) => r.type === resourceTypes.subnet.arm)) {
        checkSubnet(String(subnet.outputs.name), subnet.outputs, id, addressSpaceOf(inputs), []);
      }
    },
    checkDelete(id, view) {
      refuseWhileUsed(
        "InUseSubnetCannotBeDeleted",
        "Subnet",
        view
          .subnetsOf(id)
          .flatMap((subnet) => [...view.referring(subnet.id, resourceTypes.privateEndpoint), ...workspacesOnSubnet(subnet.id, view)]),
        id,
      );
    },
  },
  {
    type: resourceTypes.subnet,
    names: ["virtualNetworkName", "subnetName"],
    regionless: true,
    exclusive: virtualNetworkOf,
    defaults: { privateEndpointNetworkPolicies: "Disabled", privateLinkServiceNetworkPolicies: "Enabled" },
    check({ id, name, inputs, existing }, view) {
      const network = parentResourceId(id) as string;
      const space = addressSpaceOf(view.find(network)?.outputs ?? {});
      const others = view.subnetsOf(network).filter((other) => !sameResourceId(other.id, id));
      checkSubnet(name, inputs, network, space, others);
      const services = asList(inputs.serviceEndpoints).map((endpoint) => String(asProperties(endpoint).service));
      if (asList(inputs.serviceEndpointPolicies).length > 0 && !services.includes("Microsoft.Storage"))
        throw new AzureError(
          "ServiceEndpointPolicyWithoutServiceEndpoint",
          `Subnet ${id} has a service endpoint policy and no service endpoint Microsoft.Storage that it would be about.`,
          { property: "serviceEndpointPolicies" },
        );
      if (!existing) return;
      if (existing.inputs.defaultOutboundAccess !== inputs.defaultOutboundAccess) {
        throw new AzureError(
          "DefaultOutboundConnectivityPropertyCannotBeChanged",
          `defaultOutboundAccess of subnet ${id} can be set only when the subnet is created.`,
          {
            property: "defaultOutboundAccess",
          },
        );
      }
      const workspaces = workspacesOnSubnet(id, view);
      if (workspaces.length === 0) return;
      if (asProperties(existing.inputs.networkSecurityGroup).id && !asProperties(inputs.networkSecurityGroup).id) {
        throw new AzureError(
          "NetworkSecurityGroupCannotBeRemovedDueToNipOnSubnet",
          `The network security group cannot be removed from subnet ${id}: it has a network intent policy of Databricks workspace ${workspaces[0]?.id}.`,
          {
            property: "networkSecurityGroup",
          },
        );
      }
      if (!isDelegated(inputs)) {
        throw new AzureError(
          "SubnetMissingRequiredDelegation",
          `Subnet ${id} must keep its delegation to ${databricksDelegation} while workspace ${workspaces[0]?.id} uses it.`,
          {
            property: "delegations",
          },
        );
      }
    },
    outputs: ({ inputs }) => ({
      delegations: asList(inputs.delegations).map((delegation) => ({
        actions: [
          "Microsoft.Network/virtualNetworks/subnets/join/action",
          "Microsoft.Network/virtualNetworks/subnets/prepareNetworkPolicies/action",
          "Microsoft.Network/virtualNetworks/subnets/unprepareNetworkPolicies/action",
        ],
        provisioningState: "Succeeded",
        ...asProperties(delegation),
      })),
    }),
    checkDelete(id, view) {
      refuseWhileUsed(
        "InUseSubnetCannotBeDeleted",
        "Subnet",
        [...view.referring(id, resourceTypes.privateEndpoint), ...workspacesOnSubnet(id, view)],
        id,
      );
    },
  },
  {
    type: resourceTypes.networkSecurityGroup,
    names: ["networkSecurityGroupName"],
    onRead(found, view) {
      // Azure answers with every rule, however it was made.
      const standalone = view.below(found.id).map((rule) => ({ ...rule.outputs, name: rule.id.split("/").pop() }));
      const names = standalone.map((rule) => rule.name);
      const others = asList(found.outputs.securityRules).filter((rule) => !names.includes(String(asProperties(rule).name)));
      return { ...found.outputs, securityRules: [...others, ...standalone] };
    },
    forceNew: ["location"],
    exclusive: ({ id }) => [id],
    outputs: ({ existing, inputs }) => ({
      securityRules: inputs.securityRules ?? existing?.outputs.securityRules ?? [],
    }),
    check({ id, inputs, existing }) {
      const pinned = asList(existing?.outputs.securityRules).map((rule) => String(asProperties(rule).name));
      const declared = asList(inputs.securityRules).map((rule) => String(asProperties(rule).name));
      const missing =
        inputs.securityRules === undefined ? [] : pinned.filter((name) => name.includes("UseOnly_databricks") && !declared.includes(name));
      if (missing.length > 0) {
        throw new AzureError(
          "ConflictWithNetworkIntentPolicy",
          `Found conflicts with NetworkIntentPolicy. Details: Network Security Group cannot have resources which conflict with its subnets' network intent policies: ${id} lacks ${missing.join(", ")}. Declare rules as separate SecurityRule resources and leave securityRules out.`,
          { property: "securityRules" },
        );
      }
    },
    checkDelete(id, view) {
      refuseWhileUsed("InUseNetworkSecurityGroupCannotBeDeleted", "Network security group", view.referring(id, resourceTypes.subnet), id);
    },
  },
  {
    type: resourceTypes.securityRule,
    names: ["networkSecurityGroupName", "securityRuleName"],
    regionless: true,
    check({ id, name, inputs }, view) {
      const priority = Number(inputs.priority);
      if (!Number.isInteger(priority) || priority < 100 || priority > 4096) {
        throw new AzureError(
          "SecurityRuleInvalidPriority",
          `Security rule ${name} has invalid Priority. Value provided: ${inputs.priority} Allowed range 100-4096.`,
          {
            property: "priority",
          },
        );
      }
      const group = parentResourceId(id) as string;
      const rules = [
        ...asList(view.find(group)?.outputs.securityRules).map(asProperties),
        ...view
          .below(group)
          .filter((rule) => !sameResourceId(rule.id, id))
          .map((rule) => rule.outputs),
      ];
      const clash = rules.find((rule) => rule.name !== name && rule.direction === inputs.direction && rule.priority === priority);
      if (clash) {
        throw new AzureError(
          "SecurityRuleConflict",
          `Security rule ${name} conflicts with rule ${clash.name}. Rules cannot have the same Priority and Direction (${priority}, ${inputs.direction}). Databricks keeps 100 to 104: use ${firstOwnPriority} and above.`,
          { property: "priority" },
        );
      }
      for (const property of ["sourceAddressPrefixes", "destinationAddressPrefixes"]) {
        const ranges = prefixesOf({ addressPrefixes: inputs[property] });
        if (ranges.some((range, i) => ranges.slice(i + 1).some((other) => other.overlaps(range)))) {
          throw new AzureError(
            "OverlappingSubnetsNotPermittedInSecurityRule",
            `Security rule ${name} has overlapping subnets in ${property}.`,
            { property },
          );
        }
      }
    },
  },
  {
    type: resourceTypes.natGateway,
    names: ["natGatewayName"],
    forceNew: ["location"],
    check({ inputs }) {
      if (String(asProperties(inputs.sku).name) !== "Standard" && String(asProperties(inputs.sku).name) !== "StandardV2") {
        throw new AzureError("NatGatewaySkuNotSpecified", "A NAT gateway needs sku.name 'Standard'.", { property: "sku" });
      }
    },
    checkDelete(id, view) {
      refuseWhileUsed("InUseNatGatewayCannotBeDeleted", "NAT gateway", view.referring(id, resourceTypes.subnet), id);
    },
  },
  {
    type: resourceTypes.publicIpAddress,
    names: ["publicIpAddressName"],
    forceNew: ["location", "sku", "publicIPAddressVersion", "publicIPPrefix"],
    defaults: { publicIPAddressVersion: "IPv4", idleTimeoutInMinutes: 4 },
    check({ inputs }) {
      if (String(asProperties(inputs.sku).name) === "Standard" && inputs.publicIPAllocationMethod !== "Static") {
        throw new AzureError(
          "StandardSkuPublicIPAddressesMustBeStatic",
          "Standard sku publicIp must have AllocationMethod set to Static.",
          {
            property: "publicIPAllocationMethod",
          },
        );
      }
    },
    // An address of the documentation range (RFC 5737): it belongs to nobody.
    outputs: ({ id }) => ({ ipAddress: `203.0.113.${[...id].reduce((sum, c) => (sum + c.charCodeAt(0)) % 254, 0) + 1}` }),
    checkDelete(id, view) {
      refuseWhileUsed(
        "PublicIPAddressCannotBeDeleted",
        "Public IP address",
        [...view.referring(id, resourceTypes.natGateway), ...view.referring(id, resourceTypes.azureFirewall)],
        id,
      );
    },
  },
  {
    type: resourceTypes.routeTable,
    names: ["routeTableName"],
    forceNew: ["location"],
    check({ id, inputs }) {
      for (const route of asList(inputs.routes).map(asProperties)) checkRoute(id, route);
    },
    checkDelete(id, view) {
      refuseWhileUsed("InUseRouteTableCannotBeDeleted", "Route table", view.referring(id, resourceTypes.subnet), id);
    },
  },
  {
    type: resourceTypes.route,
    names: ["routeTableName", "routeName"],
    regionless: true,
    exclusive: virtualNetworkOf,
    check: ({ id, inputs }) => checkRoute(id, inputs),
  },
  {
    type: resourceTypes.serviceEndpointPolicy,
    names: ["serviceEndpointPolicyName"],
    forceNew: ["location"],
    checkDelete(id, view) {
      refuseWhileUsed("ServiceEndpointPolicyInUse", "Service endpoint policy", view.referring(id, resourceTypes.subnet), id);
    },
  },
  {
    type: resourceTypes.serviceEndpointPolicyDefinition,
    names: ["serviceEndpointPolicyName", "serviceEndpointPolicyDefinitionName"],
    regionless: true,
  },
  {
    type: resourceTypes.peering,
    names: ["virtualNetworkName", "virtualNetworkPeeringName"],
    regionless: true,
    exclusive: ({ id, inputs }) => [parentResourceId(id) as string, String(asProperties(inputs.remoteVirtualNetwork).id)],
    check({ id, inputs }, view) {
      const own = addressSpaceOf(view.find(parentResourceId(id) as string)?.outputs ?? {});
      const remoteId = String(asProperties(inputs.remoteVirtualNetwork).id);
      const remote = addressSpaceOf(view.find(remoteId)?.outputs ?? {});
      if (own.some((range) => remote.some((other) => other.overlaps(range)))) {
        throw new AzureError(
          "VnetAddressSpacesOverlap",
          `Cannot create or update peering ${id}. Virtual networks ${parentResourceId(id)} and ${remoteId} cannot be peered because their address spaces overlap.`,
          {
            property: "remoteVirtualNetwork",
          },
        );
      }
    },
    outputs: () => ({ peeringState: "Connected", peeringSyncLevel: "FullyInSync" }),
  },
  {
    type: resourceTypes.flowLog,
    names: ["networkWatcherName", "flowLogName"],
    forceNew: ["location"],
    check({ id, inputs, location }, view) {
      const account = view.find(String(inputs.storageId));
      if (account && account.outputs.location !== location)
        throw new AzureError(
          "FlowLogStorageAccountRegionMismatch",
          `Flow log ${id}: storage account ${inputs.storageId} is in ${account.outputs.location}, and the flow log in ${location}: they must be in the same region.`,
          { property: "storageId" },
        );
      const firewall = asProperties(account?.outputs.networkRuleSet);
      if (firewall.defaultAction === "Deny" && !String(firewall.bypass).includes("AzureServices"))
        throw new AzureError(
          "FlowLogStorageAccountNotReachable",
          `Flow log ${id}: storage account ${inputs.storageId} refuses trusted services, so the network watcher cannot write to it.`,
          { property: "storageId" },
        );
      const twin = view
        .all(resourceTypes.flowLog)
        .find(
          (other) =>
            !sameResourceId(other.id, id) && sameResourceId(String(other.inputs.targetResourceId), String(inputs.targetResourceId)),
        );
      if (twin)
        throw new AzureError("FlowLogAlreadyExists", `${inputs.targetResourceId} has the flow log ${twin.id} already.`, {
          status: 409,
          property: "targetResourceId",
        });
    },
  },
];
