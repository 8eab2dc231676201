import { defineRule, expectValue } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L1-esc-csp",
  severity: "low",
  title: "The compliance security profile is on",
  why: "Regulated data needs the profile's standards, images and encryption.",
  remediation: "Set enhancedSecurityCompliance.complianceSecurityProfile.value to 'Enabled'.",
  references: { sat: ["INFO-39"] },
  profiles: ["regulated"],
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => expectValue(workspace, "enhancedSecurityCompliance.complianceSecurityProfile.value", "Enabled")),
});
