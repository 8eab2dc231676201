import { defineRule } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { expectSettings } from "../workspace-settings";

export default defineRule({
  id: "L1-verbose-audit",
  severity: "medium",
  title: "The audit log holds every command",
  why: "Without it the log says that a notebook ran, not what it did.",
  remediation: "Set enableVerboseAuditLogs to 'true' (WorkspaceSettings).",
  references: { sat: ["GOV-15"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => expectSettings(workspace, scope, { enableVerboseAuditLogs: "true" })),
});
