import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { parseResourceId } from "../src/azure/resource-id";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck, plain } from "./arguments";
import { physicalName } from "./naming";

/** Arguments of NetworkPeering. */
export interface NetworkPeeringArgs {
  /** Id of the VNet that clusters run in. */
  spokeVirtualNetworkId: pulumi.Input<string>;
  /** Id of the hub's VNet. Its blocks must not overlap the other's. */
  hubVirtualNetworkId: pulumi.Input<string>;
  /**
   * Whether the clusters' VNet takes in traffic that the hub forwards. Defaults to false; answers that come back through a firewall in
   * the hub need true. True also lets in what any other appliance of the hub forwards, as far as the NSG allows.
   */
  allowForwardedTraffic?: pulumi.Input<boolean>;
}

/** Both halves of a peering between the clusters' VNet and a hub, without gateway transit. */
export class NetworkPeering extends pulumi.ComponentResource {
  /** Id of the clusters' half; known once both halves are there. */
  readonly peeringId: pulumi.Output<string>;

  /** @throws ArgumentError for ids that are no VNets, or twice the same one. */
  constructor(name: string, args: NetworkPeeringArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("NetworkPeering", name);
    check.required("spokeVirtualNetworkId", args.spokeVirtualNetworkId, "pass ClusterNetwork's virtualNetworkId");
    check.required("hubVirtualNetworkId", args.hubVirtualNetworkId, "pass HubNetwork's virtualNetworkId");
    check.resourceId("spokeVirtualNetworkId", args.spokeVirtualNetworkId, resourceTypes.virtualNetwork);
    check.resourceId("hubVirtualNetworkId", args.hubVirtualNetworkId, resourceTypes.virtualNetwork);
    const hub = plain<string>(args.hubVirtualNetworkId);
    if (hub !== undefined && hub.toLowerCase() === plain<string>(args.spokeVirtualNetworkId)?.toLowerCase())
      check.refuse("hubVirtualNetworkId", `is '${hub}', the clusters' own VNet: pass another one`);
    super("hardened-databricks:index:NetworkPeering", name, {}, opts);

    const half = (
      suffix: string,
      own: pulumi.Input<string>,
      remote: pulumi.Input<string>,
      allowForwardedTraffic: pulumi.Input<boolean>,
      dependsOn: pulumi.Resource[],
    ) => {
      const parts = pulumi.output(own).apply((id) => partsOfVirtualNetwork(id));
      return new network.VirtualNetworkPeering(
        `${name}-${suffix}`,
        {
          virtualNetworkPeeringName: physicalName("peer", `${name}-${suffix}`, resourceTypes.peering),
          virtualNetworkName: parts.name,
          resourceGroupName: parts.resourceGroupName,
          remoteVirtualNetwork: { id: remote },
          allowVirtualNetworkAccess: true,
          allowForwardedTraffic,
          allowGatewayTransit: false,
          useRemoteGateways: false,
        },
        { parent: this, dependsOn },
      );
    };
    const spoke = half("to-hub", args.spokeVirtualNetworkId, args.hubVirtualNetworkId, args.allowForwardedTraffic ?? false, []);
    const back = half("to-spoke", args.hubVirtualNetworkId, args.spokeVirtualNetworkId, false, [spoke]);

    this.peeringId = pulumi.all([spoke.id, back.id]).apply(([id]) => id);
    this.registerOutputs({ peeringId: this.peeringId });
  }
}

/** The resource group and name in the id of a VNet. */
export function partsOfVirtualNetwork(id: string): { resourceGroupName: string; name: string } {
  const parsed = parseResourceId(id);
  return { resourceGroupName: parsed?.resourceGroup ?? "", name: parsed?.names[0] ?? "" };
}
