import { defineRule, expectValue } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-copy-scope",
  severity: "medium",
  title: "Data is copied only to accounts of the tenant or over private links",
  why: "A copy to a stranger's account needs no network path of ours.",
  remediation: "Set allowedCopyScope to 'PrivateLink' or 'AAD'.",
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => expectValue(account, "allowedCopyScope", "PrivateLink", "AAD"),
});
