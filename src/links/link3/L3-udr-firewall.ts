import { parentResourceId, sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { applianceRoute, routesOf } from "../../estate/default-route";
import { endpointsTo, isInWorkspaceNetwork } from "../../estate/queries";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { some } from "../../estate/value";
import { defineRule, fail, pass, show } from "../rule";
import { allWorkspaceSubnets, workspaces } from "../subjects";

export default defineRule({
  id: "L3-udr-firewall",
  severity: "medium",
  title: "Everything that leaves goes through a firewall",
  why: "An NSG knows addresses and tags; only a firewall knows names, and records what it refused.",
  remediation: "Attach a route table that sends 0.0.0.0/0 to the firewall's private address, and no other route to Internet.",
  references: { sat: ["NS-14"] },
  profiles: ["exfiltrationProtected"],
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: (subnet, scope) => {
    const address = applianceRoute(scope, subnet);
    if (!address) return fail("0.0.0.0/0 goes to no appliance", "a route to a firewall");
    const table = scope.byId(subnet.text("routeTable.id"));
    const around = routesOf(scope, subnet).find((route) => route.is("nextHopType", "Internet") && !isNeeded(route, scope));
    if (around)
      return fail(`route to ${show(around.value("addressPrefix"))} goes to the internet directly`, "no route around the firewall");
    if (table?.value("disableBgpRoutePropagation") !== true)
      return fail("the route table takes in routes of gateways", "disableBgpRoutePropagation true");
    const problem = peeringProblem(scope, subnet, address);
    return problem ? fail(problem, "a peering on both sides, Connected") : pass(`0.0.0.0/0 goes to ${address}`);
  },
});

/** Why packets would not reach a firewall in another VNet; undefined where they would, and for an appliance that is no Azure Firewall. */
function peeringProblem(scope: Scope, subnet: Resource, address: string): string | undefined {
  const configurations = scope.ofType(resourceTypes.azureFirewall).flatMap((firewall) => firewall.items("ipConfigurations"));
  const firewall = configurations.find((configuration) => configuration.text("privateIPAddress") === address);
  const [own, remote] = [subnet.parentId, parentResourceId(firewall?.text("subnet.id") ?? "")];
  if (!own || !remote || sameResourceId(own, remote)) return undefined;
  for (const [from, to] of [
    [own, remote],
    [remote, own],
  ] as const) {
    const half = scope
      .ofType(resourceTypes.peering)
      .find((peering) => sameResourceId(peering.parentId ?? "", from) && sameResourceId(peering.text("remoteVirtualNetwork.id") ?? "", to));
    const name = `${from.split("/").pop()} to ${to.split("/").pop()}`;
    if (!half) return `no peering from ${name}, where the firewall is`;
    if (half.text("peeringState") !== undefined && !half.is("peeringState", "Connected"))
      return `the peering from ${name} is ${half.text("peeringState")}`;
  }
  return undefined;
}

/** The control plane may be reached directly where no private endpoint leads there. */
function isNeeded(route: Resource, scope: Scope): boolean {
  const backend = some(workspaces(scope), (workspace) =>
    some(endpointsTo(scope, workspace.id, "databricks_ui_api"), (endpoint) => isInWorkspaceNetwork(endpoint, workspace)),
  );
  return route.is("addressPrefix", "AzureDatabricks") && !backend;
}
