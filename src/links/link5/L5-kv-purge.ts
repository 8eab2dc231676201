import { resourceTypes } from "../../azure/resource-types";
import { keyVaultsOfWorkspaces } from "../../estate/queries";
import { some } from "../../estate/value";
import { all, defineRule, expectValue, fail, notApplicable, pass } from "../rule";

export default defineRule({
  id: "L5-kv-purge",
  severity: "high",
  title: "Secrets cannot be lost for good",
  why: "A purged secret is gone, and with it what it opens.",
  remediation: "Set properties.enablePurgeProtection to true and properties.softDeleteRetentionInDays to 7 or more.",
  references: { checkov: ["CKV_AZURE_42", "CKV_AZURE_110", "CKV_AZURE_111"] },
  appliesTo: "key vault",
  subjects: (scope) => scope.ofType(resourceTypes.vault),
  judge: (vault, scope) => {
    if (some(keyVaultsOfWorkspaces(scope), (other) => other === vault))
      return notApplicable(`${vault.label} holds customer-managed keys: L2-cmk-vault-purge judges that`);
    const days = Number(vault.value("softDeleteRetentionInDays") ?? 90);
    const kept = vault.value("enableSoftDelete") !== false && days >= 7;
    return all(
      expectValue(vault, "enablePurgeProtection", true),
      kept ? pass(`kept for ${days} days`) : fail("soft delete is off or too short", "7 days or more"),
    );
  },
});
