import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../src/azure/resource-types";
import { ServiceEndpoint } from "../src/azure/service-tags";
import { ArgumentCheck } from "./arguments";
import { ClusterEgress } from "./cluster-egress";
import { ClusterNetwork } from "./cluster-network";
import type { Common } from "./deployment-way-in";
import { ExistingClusterNetwork } from "./existing-cluster-network";
import type { HardenedDatabricksArgs } from "./hardened-databricks-args";
import { physicalName } from "./naming";
import { NetworkPeering } from "./network-peering";
import type { ProfileChoices } from "./profiles";
import type { SharedHubReferenceArgs } from "./shared-hub";

/** The clusters' network: new, with its route to a firewall where there is one, or existing. */
export function makeNetwork(
  name: string,
  args: HardenedDatabricksArgs,
  choices: ProfileChoices,
  common: Common,
  hub: pulumi.Output<SharedHubReferenceArgs> | undefined,
  child: pulumi.CustomResourceOptions,
) {
  if (args.existingNetwork) {
    const workspaceName = args.workspaceName ?? physicalName("dbw", name, resourceTypes.workspace);
    const network = new ExistingClusterNetwork(`${name}-network`, { ...args.existingNetwork, workspaceName }, child);
    return {
      virtualNetworkId: network.virtualNetworkId,
      hostSubnetName: network.hostSubnetName,
      containerSubnetName: network.containerSubnetName,
      privateEndpointSubnetId: network.privateEndpointSubnetId,
      clusterSubnetIds: pulumi.output<string[]>([]),
      serviceEndpointPolicyId: pulumi.output(""),
      egressIpAddress: pulumi.output(""),
    };
  }
  const isRouted = choices.egress === ClusterEgress.Appliance || args.applianceIpAddress !== undefined;
  const network = new ClusterNetwork(
    `${name}-network`,
    {
      ...common,
      addressSpace: args.addressSpace as pulumi.Input<string>,
      allowedDestinations: args.allowedDestinations,
      enableVnetEncryption: args.enableVnetEncryption,
      serviceEndpoints: args.serviceEndpoints ?? (choices.egress === ClusterEgress.Appliance ? [ServiceEndpoint.Storage] : []),
      ...(isRouted
        ? {
            egress: ClusterEgress.Appliance,
            applianceIpAddress: args.applianceIpAddress ?? hub?.apply((h) => firewallOf(name, h.firewallIpAddress as string)),
            enableApplianceFiltering: args.allowedFqdns !== undefined,
          }
        : {}),
    },
    child,
  );
  const usesHubsFirewall = isRouted && args.applianceIpAddress === undefined;
  if (hub && (usesHubsFirewall || args.hub !== undefined)) peerWithHub(name, network, hub, args.hub, usesHubsFirewall, child);
  return {
    virtualNetworkId: network.virtualNetworkId,
    hostSubnetName: network.hostSubnetName,
    containerSubnetName: network.containerSubnetName,
    privateEndpointSubnetId: network.privateEndpointSubnetId,
    clusterSubnetIds: pulumi.all([network.hostSubnetId, network.containerSubnetId]).apply((ids) => [...ids]),
    serviceEndpointPolicyId: network.serviceEndpointPolicyId,
    egressIpAddress: network.egressIpAddress,
  };
}

/** The address of a hub's firewall; a hub without one cannot be where everything is routed to. */
function firewallOf(name: string, address: string): string {
  if (address) return address;
  return new ArgumentCheck("HardenedDatabricks", name, 24).refuse(
    "hub",
    "has no firewall, and the profile 'exfiltrationProtected' sends everything through one: build the hub with enableFirewall, or pass applianceIpAddress",
  );
}

/** The last peering of each shared hub in this process: Azure refuses two writes to one VNet at a time. */
const lastPeering = new WeakMap<object, NetworkPeering>();

function peerWithHub(
  name: string,
  network: ClusterNetwork,
  hub: pulumi.Output<SharedHubReferenceArgs>,
  shared: HardenedDatabricksArgs["hub"],
  allowForwardedTraffic: boolean,
  child: pulumi.CustomResourceOptions,
): void {
  const before = shared === undefined ? undefined : lastPeering.get(shared);
  const peering = new NetworkPeering(
    `${name}-peering`,
    {
      // Known once the last subnet is there, for the same reason.
      spokeVirtualNetworkId: pulumi.all([network.virtualNetworkId, network.privateEndpointSubnetId]).apply(([id]) => id),
      hubVirtualNetworkId: hub.apply((h) => h.virtualNetworkId as string),
      allowForwardedTraffic,
    },
    { ...child, ...(before ? { dependsOn: before } : {}) },
  );
  if (shared !== undefined) lastPeering.set(shared, peering);
}
