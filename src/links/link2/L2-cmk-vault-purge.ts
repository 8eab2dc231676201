import { keyVaultsOfWorkspaces } from "../../estate/queries";
import { all, defineRule, expectValue, fail, pass } from "../rule";

export default defineRule({
  id: "L2-cmk-vault-purge",
  severity: "critical",
  title: "The keys' vault cannot lose a key for good",
  why: "A purged key takes every notebook, secret and query with it.",
  remediation: "Set properties.enablePurgeProtection and properties.enableSoftDelete to true.",
  references: { azurePolicy: ["0b60c0b2-2dc2-4e1c-b5c9-abbed971de53"], checkov: ["CKV_AZURE_42", "CKV_AZURE_110", "CKV_AZURE_111"] },
  appliesTo: "key vault with customer-managed keys",
  subjects: keyVaultsOfWorkspaces,
  judge: (vault) =>
    all(
      expectValue(vault, "enablePurgeProtection", true),
      vault.value("enableSoftDelete") === false ? fail("enableSoftDelete is false", "true") : pass("soft delete is on"),
    ),
});
