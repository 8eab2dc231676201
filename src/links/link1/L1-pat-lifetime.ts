import { defineRule, fail, pass, show } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { workspaceSetting } from "../workspace-settings";

export default defineRule({
  id: "L1-pat-lifetime",
  severity: "high",
  title: "Personal access tokens live 90 days at most",
  why: "A token without an end works for whoever finds it years later.",
  remediation: "Set maxTokenLifetimeDays to 90 or less (WorkspaceSettings).",
  references: { cis: ["2.1.6"], sat: ["IA-4", "IA-5"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const days = workspaceSetting(scope, workspace, "maxTokenLifetimeDays");
    return Number(days) >= 1 && Number(days) <= 90
      ? pass(`maxTokenLifetimeDays is ${days}`)
      : fail(`maxTokenLifetimeDays is ${show(days)}`, "1 to 90");
  }),
});
