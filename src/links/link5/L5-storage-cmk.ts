import { vaultOfUri } from "../../estate/queries";
import { all, defineRule, expectValue, fail, pass } from "../rule";
import { dataAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-cmk",
  severity: "low",
  title: "The data lake is encrypted with the customer's key",
  why: "Regulated data needs a key that the customer can take away.",
  remediation: "Set encryption.keySource to 'Microsoft.Keyvault', with the vault, the key's name, and an identity that may use it.",
  references: { checkov: ["CKV2_AZURE_1"] },
  profiles: ["regulated"],
  appliesTo: "storage account that clusters use",
  subjects: dataAccounts,
  judge: (account, scope) => {
    const source = expectValue(account, "encryption.keySource", "Microsoft.Keyvault");
    if (source.verdict !== "pass") return source;
    const uri = account.text("encryption.keyVaultProperties.keyVaultUri");
    const name = account.text("encryption.keyVaultProperties.keyName");
    if (!uri || !name) return fail("encryption.keyVaultProperties names no vault or key", "both");
    const identity = account.text("encryption.identity.userAssignedIdentity");
    return all(
      source,
      pass(`key ${name} of ${vaultOfUri(scope, uri).label}`),
      identity || account.text("identity.principalId")
        ? pass("with an identity of its own")
        : fail("no identity may use the key", "encryption.identity"),
    );
  },
});
