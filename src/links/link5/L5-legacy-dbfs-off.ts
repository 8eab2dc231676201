import { databricksTypes } from "../../azure/databricks-types";
import { inWorkspace } from "../../estate/queries";
import { some } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L5-legacy-dbfs-off",
  severity: "medium",
  title: "DBFS root and mounts are switched off",
  why: "Paths of DBFS are readable by every user of the workspace, whatever Unity Catalog says.",
  remediation: "Set disableLegacyDbfs to true (WorkspaceSettings), and keep data in Unity Catalog.",
  references: { sat: ["DP-10", "GOV-37"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const settings = inWorkspace(scope, workspace, databricksTypes.disableLegacyDbfs);
    return some(settings, (setting) => setting.value("disableLegacyDbfs.value") === true)
      ? pass("disableLegacyDbfs is true")
      : fail("disableLegacyDbfs is not set", "true");
  }),
});
