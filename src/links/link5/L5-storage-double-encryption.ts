import { defineRule, expectValue } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-double-encryption",
  severity: "low",
  title: "The data lake is encrypted twice",
  why: "A second layer holds where the first fails. It can be set only when the account is created.",
  remediation: "Set encryption.requireInfrastructureEncryption to true.",
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => expectValue(account, "encryption.requireInfrastructureEncryption", true),
});
