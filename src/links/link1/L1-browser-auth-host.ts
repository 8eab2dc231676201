import { sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { connectionsOf, endpointsTo } from "../../estate/queries";
import { find } from "../../estate/value";
import { defineRule, fail, pass, unknown } from "../rule";
import { groupIdsOf, workspaceEndpoints } from "../subjects";

export default defineRule({
  id: "L1-browser-auth-host",
  severity: "medium",
  title: "The workspace that hosts web login is dedicated to it and locked",
  why: "Deleting it breaks web login for every workspace of the region.",
  remediation: "Host browser_authentication on a workspace of its own, with a CanNotDelete lock.",
  appliesTo: "browser_authentication endpoint",
  subjects: (scope) => workspaceEndpoints(scope).filter((endpoint) => groupIdsOf(endpoint).includes("browser_authentication")),
  judge: (endpoint, scope) => {
    const targetId = connectionsOf(endpoint)[0]?.text("privateLinkServiceId");
    const host = scope.byId(targetId) ?? scope.otherWorkspaces.find((other) => sameResourceId(other.id, targetId ?? ""));
    if (!host) return unknown(`workspace ${targetId} is outside this deployment`);
    if (endpointsTo(scope, host.id, "databricks_ui_api").length > 0)
      return fail(`${host.label} hosts web login and serves users too`, "a workspace of its own");
    const lock = find(scope.attachedTo(host, resourceTypes.lock), (candidate) => candidate.is("level", "CanNotDelete", "ReadOnly"));
    return lock
      ? pass(`${host.label} is dedicated, and ${lock.label} keeps it`)
      : fail(`${host.label} has no delete lock`, "a CanNotDelete lock");
  },
});
