import { defineRule, expectValue } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L1-esc-monitoring",
  severity: "medium",
  title: "Clusters run the hardened image with security monitoring",
  why: "Malware and file-integrity agents watch the nodes.",
  remediation: "Set enhancedSecurityCompliance.enhancedSecurityMonitoring.value to 'Enabled'.",
  references: { sat: ["INFO-40"] },
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => expectValue(workspace, "enhancedSecurityCompliance.enhancedSecurityMonitoring.value", "Enabled")),
});
