import { defineRule, expectValue } from "../rule";
import { dataAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-cmk",
  severity: "low",
  title: "The data lake is encrypted with the customer's key",
  why: "Regulated data needs a key that the customer can take away.",
  remediation: "Set encryption.keySource to 'Microsoft.Keyvault'.",
  references: { checkov: ["CKV2_AZURE_1"] },
  profiles: ["regulated"],
  appliesTo: "storage account",
  subjects: dataAccounts,
  judge: (account) => expectValue(account, "encryption.keySource", "Microsoft.Keyvault"),
});
