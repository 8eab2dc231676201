import { all, defineRule, expectValue } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-no-shared-key",
  severity: "high",
  title: "Storage takes no shared keys",
  why: "A key is everything to everybody, for ever, and leaves no name in the log.",
  remediation: "Set allowSharedKeyAccess to false and defaultToOAuthAuthentication to true.",
  references: { cis: ["9.3.1.3"], checkov: ["CKV2_AZURE_40"] },
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => all(expectValue(account, "allowSharedKeyAccess", false), expectValue(account, "defaultToOAuthAuthentication", true)),
});
