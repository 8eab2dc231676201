import { defineRule, expectValue } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L1-esc-auto-update",
  severity: "medium",
  title: "Clusters are patched in a maintenance window",
  why: "Long-running clusters otherwise keep old images.",
  remediation: "Set enhancedSecurityCompliance.automaticClusterUpdate.value to 'Enabled'.",
  references: { sat: ["GOV-36"] },
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => expectValue(workspace, "enhancedSecurityCompliance.automaticClusterUpdate.value", "Enabled")),
});
