import { endpointsTo, isInWorkspaceNetwork } from "../../estate/queries";
import { find } from "../../estate/value";
import { all, defineRule, expectValue, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L3-backend-private-link",
  severity: "high",
  title: "Clusters reach the control plane through a private endpoint",
  why: "Otherwise the relay and the API are reached over public addresses.",
  remediation: "Set requiredNsgRules to 'NoAzureDatabricksRules' and add a databricks_ui_api endpoint in the workspace's VNet.",
  references: { cis: ["2.1.11"], azurePolicy: ["258823f2-4595-4b52-b333-cc96192710d8"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const rules = expectValue(workspace, "requiredNsgRules", "NoAzureDatabricksRules");
    const endpoint = find(endpointsTo(scope, workspace.id, "databricks_ui_api"), (candidate) => isInWorkspaceNetwork(candidate, workspace));
    return all(
      endpoint
        ? pass(`${endpoint.label} leads to the control plane`)
        : fail("no databricks_ui_api endpoint in the workspace's VNet", "one"),
      rules,
    );
  }),
});
