import { resourceTypes } from "../../azure/resource-types";
import { endpointsTo, isInWorkspaceNetwork } from "../../estate/queries";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { some } from "../../estate/value";
import { defineRule, fail, pass, show } from "../rule";
import { allWorkspaceSubnets, firewallRoute, workspaces } from "../subjects";

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
    const address = firewallRoute(scope, subnet);
    if (!address) return fail("0.0.0.0/0 goes to no appliance", "a route to a firewall");
    const table = scope.byId(subnet.text("routeTable.id"));
    const routes = table ? scope.partsOf(table, resourceTypes.route) : [];
    const around = routes.find((route) => route.is("nextHopType", "Internet") && !isNeeded(route, scope));
    if (around)
      return fail(`route to ${show(around.value("addressPrefix"))} goes to the internet directly`, "no route around the firewall");
    if (table?.value("disableBgpRoutePropagation") !== true)
      return fail("the route table takes in routes of gateways", "disableBgpRoutePropagation true");
    return pass(`0.0.0.0/0 goes to ${address}`);
  },
});

/** The control plane may be reached directly where no private endpoint leads there. */
function isNeeded(route: Resource, scope: Scope): boolean {
  const backend = some(workspaces(scope), (workspace) =>
    some(endpointsTo(scope, workspace.id, "databricks_ui_api"), (endpoint) => isInWorkspaceNetwork(endpoint, workspace)),
  );
  return route.is("addressPrefix", "AzureDatabricks") && !backend;
}
