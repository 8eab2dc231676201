import { defineRule } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { expectSettings } from "../workspace-settings";

export default defineRule({
  id: "L1-pat-restricted",
  severity: "medium",
  title: "Users make no personal access tokens",
  why: "A token is a password for everything its owner may do, and lies in scripts.",
  remediation: "Set enableTokensConfig to 'false' (WorkspaceSettings), and sign tools in with Entra ID.",
  references: { sat: ["IA-8"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => expectSettings(workspace, scope, { enableTokensConfig: "false" })),
});
