import { defineRule, expectValue } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-tls12",
  severity: "high",
  title: "Storage takes TLS 1.2 at least",
  why: "Older versions can be downgraded and read.",
  remediation: "Set minimumTlsVersion to 'TLS1_2'.",
  references: { checkov: ["CKV_AZURE_44"] },
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => expectValue(account, "minimumTlsVersion", "TLS1_2", "TLS1_3"),
});
