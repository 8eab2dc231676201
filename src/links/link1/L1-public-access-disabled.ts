import { defineRule, expectValue } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L1-public-access-disabled",
  severity: "critical",
  title: "The API does not answer on its public address",
  why: "With public access, anyone on the internet reaches the login page and the API.",
  remediation: "Set publicNetworkAccess to 'Disabled', and give users a front-end private endpoint.",
  references: { cis: ["2.1.10"], azurePolicy: ["0e7849de-b939-4c50-ab48-fc6b0f5eeba2"], checkov: ["CKV_AZURE_158"] },
  profiles: ["private", "exfiltrationProtected", "regulated"],
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: (workspace) => expectValue(workspace, "publicNetworkAccess", "Disabled"),
});
