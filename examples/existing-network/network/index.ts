import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";

/** What a network team hands over: two delegated subnets with an NSG and a way out, and one for private endpoints. */
const location = "westeurope";
const group = new resources.ResourceGroup("landing-zone", { resourceGroupName: "rg-landing-zone", location });
const resourceGroupName = group.name;
const nsg = new network.NetworkSecurityGroup("clusters", { resourceGroupName, location, networkSecurityGroupName: "nsg-clusters" });
const rule = (name: string, properties: object, dependsOn: network.SecurityRule[], of = nsg) =>
  new network.SecurityRule(
    name,
    {
      securityRuleName: name,
      networkSecurityGroupName: of.name,
      resourceGroupName,
      sourcePortRange: "*",
      ...(properties as Pick<network.SecurityRuleArgs, "access" | "direction" | "priority" | "protocol">),
    },
    { dependsOn },
  );
const anywhere = { access: "Deny", priority: 4096, protocol: "*", sourceAddressPrefix: "*", destinationPortRange: "*" };
const entra = rule(
  "AllowEntraIdOutbound",
  {
    access: "Allow",
    direction: "Outbound",
    priority: 200,
    protocol: "Tcp",
    sourceAddressPrefix: "VirtualNetwork",
    destinationAddressPrefix: "AzureActiveDirectory",
    destinationPortRange: "443",
  },
  [],
);
const denyOut = rule("DenyInternetOutbound", { ...anywhere, direction: "Outbound", destinationAddressPrefix: "Internet" }, [entra]);
const denyIn = rule("DenyAllInbound", { ...anywhere, direction: "Inbound", destinationAddressPrefix: "*" }, [denyOut]);

const endpointsNsg = new network.NetworkSecurityGroup("endpoints", {
  resourceGroupName,
  location,
  networkSecurityGroupName: "nsg-endpoints",
});
const allowClusters = rule(
  "AllowClustersInbound",
  {
    access: "Allow",
    direction: "Inbound",
    priority: 200,
    protocol: "Tcp",
    sourceAddressPrefix: "10.100.0.0/23",
    destinationAddressPrefix: "VirtualNetwork",
    destinationPortRanges: ["443", "6666", "3306", "8443-8451", "1433"],
  },
  [],
  endpointsNsg,
);
const denyOthers = rule(
  "DenyOthersInbound",
  { ...anywhere, direction: "Inbound", destinationAddressPrefix: "*" },
  [allowClusters],
  endpointsNsg,
);

const address = new network.PublicIPAddress("nat", {
  resourceGroupName,
  location,
  publicIpAddressName: "pip-nat",
  publicIPAllocationMethod: "Static",
  sku: { name: "Standard" },
});
const nat = new network.NatGateway("nat", {
  resourceGroupName,
  location,
  natGatewayName: "ng-clusters",
  sku: { name: "Standard" },
  publicIpAddresses: [{ id: address.id }],
});
const vnet = new network.VirtualNetwork(
  "landing-zone",
  { resourceGroupName, location, virtualNetworkName: "vnet-landing-zone", addressSpace: { addressPrefixes: ["10.100.0.0/22"] } },
  { ignoreChanges: ["subnets"] },
);
const clusters = (name: string, addressPrefix: string, dependsOn: network.Subnet[]) =>
  new network.Subnet(
    name,
    {
      subnetName: name,
      virtualNetworkName: vnet.name,
      resourceGroupName,
      addressPrefix,
      networkSecurityGroup: { id: nsg.id },
      natGateway: { id: nat.id },
      delegations: [{ name: "databricks", serviceName: "Microsoft.Databricks/workspaces" }],
      defaultOutboundAccess: false,
    },
    { dependsOn: [denyIn, ...dependsOn] },
  );
const host = clusters("snet-host", "10.100.0.0/24", []);
const container = clusters("snet-container", "10.100.1.0/24", [host]);
new network.Subnet(
  "snet-endpoints",
  {
    subnetName: "snet-endpoints",
    virtualNetworkName: vnet.name,
    resourceGroupName,
    addressPrefix: "10.100.2.0/27",
    networkSecurityGroup: { id: endpointsNsg.id },
    privateEndpointNetworkPolicies: "NetworkSecurityGroupEnabled",
    defaultOutboundAccess: false,
  },
  { dependsOn: [container, denyOthers] },
);

export const virtualNetworkId = vnet.id;
