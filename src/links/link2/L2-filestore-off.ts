import { defineRule } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { expectSettings } from "../workspace-settings";

export default defineRule({
  id: "L2-filestore-off",
  severity: "low",
  title: "DBFS root serves no files to browsers",
  why: "The FileStore endpoint serves what lies there to every user, scripts included.",
  remediation: "Set enableFileStoreEndpoint to 'false' (WorkspaceSettings).",
  references: { sat: ["DP-9"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => expectSettings(workspace, scope, { enableFileStoreEndpoint: "false" })),
});
