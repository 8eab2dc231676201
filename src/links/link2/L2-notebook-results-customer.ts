import { defineRule } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { expectSettings } from "../workspace-settings";

export default defineRule({
  id: "L2-notebook-results-customer",
  severity: "medium",
  title: "Results of notebooks stay in the customer's account",
  why: "By default they are kept in the control plane.",
  remediation: "Set storeInteractiveNotebookResultsInCustomerAccount to 'true' (WorkspaceSettings).",
  references: { sat: ["DP-8"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) =>
    expectSettings(workspace, scope, { storeInteractiveNotebookResultsInCustomerAccount: "true" }),
  ),
});
