import { defineRule } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { expectSettings } from "../workspace-settings";

export default defineRule({
  id: "L2-results-download-off",
  severity: "medium",
  title: "Results cannot be downloaded",
  why: "A download leaves every network control behind.",
  remediation: "Set enableResultsDownloading to 'false' (WorkspaceSettings).",
  references: { sat: ["DP-5"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => expectSettings(workspace, scope, { enableResultsDownloading: "false" })),
});
