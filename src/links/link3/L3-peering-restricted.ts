import { parentResourceId, sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { applianceRoute } from "../../estate/default-route";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { some, UnknownValueError } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets, workspaces } from "../subjects";

export default defineRule({
  id: "L3-peering-restricted",
  severity: "low",
  title: "Peered networks cannot send others' traffic in",
  why: "Forwarded traffic comes from networks that nobody listed; only a firewall that the clusters themselves go out through may forward the answers.",
  remediation: "Set allowForwardedTraffic and allowGatewayTransit to false.",
  appliesTo: "peering of a workspace's VNet",
  subjects: (scope) => {
    const networks = workspaces(scope).map((workspace) => workspace.text("parameters.customVirtualNetworkId.value")?.toLowerCase());
    return scope.ofType(resourceTypes.peering).filter((peering) => networks.includes(peering.parentId?.toLowerCase()));
  },
  judge: (peering, scope) => {
    const remote = peering.text("remoteVirtualNetwork.id");
    if (remote === undefined || !scope.byId(remote))
      throw new UnknownValueError(`VNet ${remote ?? ""}, which ${peering.label} joins,`, "outside");
    if (peering.value("allowGatewayTransit") === true) return fail("allowGatewayTransit is true", "false");
    if (peering.value("useRemoteGateways") === true)
      return fail("useRemoteGateways is true", "false: routes of others' gateways lead around the NSG and firewall");
    if (peering.value("allowForwardedTraffic") !== true) return pass("neither forwarded traffic nor gateway transit");
    const firewall = firewallBehind(peering, scope);
    return firewall
      ? pass(`forwarded traffic comes from ${firewall}, which the clusters' default route leads to`)
      : fail("allowForwardedTraffic is true", "false, or a default route to a firewall in the peered network");
  },
});

/** The firewall in the peered network that every cluster subnet of this side goes out through. */
function firewallBehind(peering: Resource, scope: Scope): string | undefined {
  const subnets = allWorkspaceSubnets(scope).filter((subnet) => sameResourceId(subnet.parentId ?? "", peering.parentId ?? ""));
  const routes = subnets.map((subnet) => applianceRoute(scope, subnet));
  const remote = peering.text("remoteVirtualNetwork.id") ?? "";
  const firewall = scope.ofType(resourceTypes.azureFirewall).find((candidate) =>
    some(candidate.items("ipConfigurations"), (configuration) => {
      const subnetId = configuration.text("subnet.id");
      const inRemote = subnetId !== undefined && sameResourceId(parentResourceId(subnetId) ?? "", remote);
      const address = configuration.text("privateIPAddress");
      return inRemote && routes.length > 0 && routes.every((route) => route === address);
    }),
  );
  return firewall?.label;
}
