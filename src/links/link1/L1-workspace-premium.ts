import { defineRule, expectValue } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L1-workspace-premium",
  severity: "critical",
  title: "The workspace is on the premium tier",
  why: "Private Link, customer-managed keys, IP access lists and secure cluster connectivity need it; a missing tier is not premium either.",
  remediation: "Set sku.name to 'premium'.",
  references: { azurePolicy: ["2cc2c3b5-c2f8-45aa-a9e6-f90d85ae8352"] },
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: (workspace) => expectValue(workspace, "sku.name", "premium"),
});
