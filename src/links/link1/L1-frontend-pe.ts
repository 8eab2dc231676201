import { endpointsTo, isInWorkspaceNetwork } from "../../estate/queries";
import { find } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L1-frontend-pe",
  severity: "high",
  title: "Users reach the API through a private endpoint outside the clusters' network",
  why: "Without one, users have no private way in, and the usual answer is to open the public one.",
  remediation: "Add a private endpoint with groupIds ['databricks_ui_api'] in a transit VNet.",
  references: { cis: ["2.1.11"], azurePolicy: ["258823f2-4595-4b52-b333-cc96192710d8"], sat: ["NS-3"] },
  profiles: ["private", "exfiltrationProtected", "regulated"],
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const endpoint = find(
      endpointsTo(scope, workspace.id, "databricks_ui_api"),
      (candidate) => !isInWorkspaceNetwork(candidate, workspace),
    );
    return endpoint
      ? pass(`${endpoint.label} leads users to ${workspace.label}`)
      : fail(`no databricks_ui_api endpoint outside the VNet of ${workspace.label}`, "one in a transit VNet");
  }),
});
