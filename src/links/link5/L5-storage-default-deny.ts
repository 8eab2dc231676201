import { defineRule, expectValue } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-default-deny",
  severity: "high",
  title: "The storage firewall denies by default",
  why: "Should public access be switched on again, everybody would get in.",
  remediation: "Set networkAcls.defaultAction (in azure-native networkRuleSet) to 'Deny'.",
  references: { checkov: ["CKV_AZURE_35"] },
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => expectValue(account, "networkAcls.defaultAction", "Deny"),
});
