import { defineRule } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { expectSettings } from "../workspace-settings";

export default defineRule({
  id: "L2-notebook-export-off",
  severity: "low",
  title: "Notebooks cannot be exported, nor tables copied",
  why: "Both carry data out through the browser.",
  remediation: "Set enableExportNotebook and enableNotebookTableClipboard to 'false' (WorkspaceSettings).",
  references: { sat: ["DP-6", "DP-7"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) =>
    expectSettings(workspace, scope, { enableExportNotebook: "false", enableNotebookTableClipboard: "false" }),
  ),
});
