import { defineRule, expectValue } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-https",
  severity: "critical",
  title: "Storage takes HTTPS only",
  why: "Over HTTP, data and tokens cross the network in clear text.",
  remediation: "Set supportsHttpsTrafficOnly (in azure-native enableHttpsTrafficOnly) to true.",
  references: { azurePolicy: ["404c3081-a854-4457-ae30-26a93ef643f9"], checkov: ["CKV_AZURE_3"] },
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => expectValue(account, "supportsHttpsTrafficOnly", true),
});
