import { defineRule, expectValue } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-no-public-blob",
  severity: "critical",
  title: "No blob can be made public",
  why: "One container's setting would publish it to the internet.",
  remediation: "Set allowBlobPublicAccess to false.",
  references: { azurePolicy: ["4fa4b6c0-31ca-4c0d-b10d-24b96f62a751"], checkov: ["CKV_AZURE_59", "CKV_AZURE_190"] },
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => expectValue(account, "allowBlobPublicAccess", false),
});
