import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { firstOwnPriority, privateEndpointPorts } from "../src/azure/databricks-nsg-rules";
import { type ServiceTagDestination, tagIn } from "../src/azure/service-tags";

/** A destination that cluster nodes may reach besides Azure's own services. */
export interface AllowedDestinationArgs {
  /** What it is, in letters, digits and hyphens; part of the rule's name. */
  name: pulumi.Input<string>;
  /** A service tag or an address block. */
  destination: pulumi.Input<string>;
  /** TCP ports or ranges of them. Defaults to 443. */
  ports?: pulumi.Input<pulumi.Input<string>[]>;
}

/** One NSG rule, before it is a resource. */
export interface RuleDefinition {
  name: pulumi.Input<string>;
  suffix: string;
  access: "Allow" | "Deny";
  direction: "Inbound" | "Outbound";
  priority: number;
  source: pulumi.Input<string> | pulumi.Output<string[]>;
  destination: pulumi.Input<string>;
  ports: pulumi.Input<pulumi.Input<string>[]>;
  protocol: "Tcp" | "*";
  description: string;
}

/** The last inbound rule of every NSG: it overrides Azure's own, which lets in all of the VNet and its peers. */
export function denyAllInbound(description: string): RuleDefinition {
  return {
    name: "DenyAllInbound",
    suffix: "deny-all-in",
    access: "Deny",
    direction: "Inbound",
    priority: 4096,
    source: "*",
    destination: "*",
    ports: ["*"],
    protocol: "*",
    description,
  };
}

/** The NSG of the workspace subnets: sign-in to Entra ID, services by service endpoint, what the user allows, then nothing in or out. */
export function clusterRules(
  allowed: AllowedDestinationArgs[],
  { services, location, denyInternet }: { services: ServiceTagDestination[]; location: pulumi.Output<string>; denyInternet: boolean },
): RuleDefinition[] {
  const deny: RuleDefinition = {
    name: "DenyInternetOutbound",
    suffix: "deny-internet-out",
    access: "Deny",
    direction: "Outbound",
    priority: 4096,
    source: "*",
    destination: "Internet",
    ports: ["*"],
    protocol: "*",
    description: "Nothing leaves except to what is allowed above.",
  };
  return [
    {
      name: "AllowEntraIdOutbound",
      suffix: "allow-entra-id",
      access: "Allow",
      direction: "Outbound",
      priority: firstOwnPriority,
      source: "VirtualNetwork",
      destination: "AzureActiveDirectory",
      ports: ["443"],
      protocol: "Tcp",
      description: "Tokens for storage, Key Vault and SQL come from Entra ID.",
    },
    ...services.map(
      (service, i): RuleDefinition => ({
        name: `Allow${service.name}Outbound`,
        suffix: `allow-${service.name.toLowerCase()}`,
        access: "Allow",
        direction: "Outbound",
        priority: firstOwnPriority + 10 + i,
        source: "VirtualNetwork",
        destination: location.apply((region) => tagIn(service, region)),
        ports: service.ports,
        protocol: "Tcp",
        description: service.why,
      }),
    ),
    ...allowed.map(
      (destination, i): RuleDefinition => ({
        name: pulumi.interpolate`Allow-${destination.name}-Outbound`,
        suffix: `allow-${i}`,
        access: "Allow",
        direction: "Outbound",
        priority: firstOwnPriority + 100 + i,
        source: "VirtualNetwork",
        destination: destination.destination,
        ports: destination.ports ?? ["443"],
        protocol: "Tcp",
        description: "Asked for by allowedDestinations.",
      }),
    ),
    ...(denyInternet ? [deny] : []),
    denyAllInbound("Only nodes of the same VNet get in, by the rule that Databricks writes."),
  ];
}

/** The NSG of the endpoints' subnet: cluster nodes on the ports of the endpoints, and nobody else. */
export function endpointSubnetRules(clusterSubnets: pulumi.Output<string[]>): RuleDefinition[] {
  return [
    {
      name: "AllowClustersInbound",
      suffix: "allow-clusters-in",
      access: "Allow",
      direction: "Inbound",
      priority: firstOwnPriority,
      source: clusterSubnets,
      destination: "VirtualNetwork",
      ports: [...privateEndpointPorts, "1433"],
      protocol: "Tcp",
      description: "API, metastore, relay, storage, Key Vault and SQL endpoints.",
    },
    denyAllInbound("Nobody else reaches the endpoints."),
  ];
}

/** Makes the resource of a rule: rules are separate resources, so that those that Databricks writes stay untouched. */
export function securityRule(
  name: string,
  resourceGroupName: pulumi.Input<string>,
  group: network.NetworkSecurityGroup,
  rule: RuleDefinition,
  opts: pulumi.CustomResourceOptions,
): network.SecurityRule {
  const several = pulumi.Output.isInstance(rule.source)
    ? { sourceAddressPrefixes: rule.source as pulumi.Output<string[]> }
    : { sourceAddressPrefix: rule.source as pulumi.Input<string> };
  return new network.SecurityRule(
    `${name}-${rule.suffix}`,
    {
      securityRuleName: rule.name,
      networkSecurityGroupName: group.name,
      resourceGroupName,
      access: rule.access,
      direction: rule.direction,
      priority: rule.priority,
      protocol: rule.protocol,
      ...several,
      sourcePortRange: "*",
      destinationAddressPrefix: rule.destination,
      destinationPortRanges: rule.ports,
      description: rule.description,
    },
    opts,
  );
}
