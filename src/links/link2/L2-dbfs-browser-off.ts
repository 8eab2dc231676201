import { defineRule } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { expectSettings } from "../workspace-settings";

export default defineRule({
  id: "L2-dbfs-browser-off",
  severity: "low",
  title: "Nobody browses DBFS root",
  why: "Every user reads and writes there.",
  remediation: "Set enableDbfsFileBrowser to 'false' (WorkspaceSettings).",
  references: { sat: ["DP-13"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => expectSettings(workspace, scope, { enableDbfsFileBrowser: "false" })),
});
