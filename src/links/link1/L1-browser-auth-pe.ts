import { defineRule, fail, notApplicable, pass } from "../rule";
import { groupIdsOf, unlessServerless, workspaceEndpoints, workspaces } from "../subjects";

export default defineRule({
  id: "L1-browser-auth-pe",
  severity: "critical",
  title: "Web login of the region has exactly one private endpoint",
  why: "Without it single sign-on breaks once public access is off; two in one DNS zone overwrite each other's record.",
  remediation: "Add one private endpoint with groupIds ['browser_authentication'] in each region and DNS zone.",
  profiles: ["private", "exfiltrationProtected", "regulated"],
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    if (!workspace.is("publicNetworkAccess", "Disabled")) return notApplicable(`${workspace.label} takes web logins on its public address`);
    const location = workspace.text("location");
    const inRegion = workspaceEndpoints(scope).filter(
      (endpoint) => groupIdsOf(endpoint).includes("browser_authentication") && endpoint.text("location") === location,
    );
    if (inRegion.length === 1) return pass(`${inRegion[0]?.label} serves web login in ${location}`);
    return fail(`${inRegion.length} browser_authentication endpoints in ${location}`, "exactly one");
  }),
});
