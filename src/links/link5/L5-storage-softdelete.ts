import { sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { find } from "../../deployment/value";
import { defineRule, fail, pass, show } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-softdelete",
  severity: "low",
  title: "Deleted data can be brought back for a week at least",
  why: "Ransomware and mistakes delete.",
  remediation: "Set deleteRetentionPolicy of the blob service to enabled, with days of at least 7.",
  references: { checkov: ["CKV2_AZURE_38"] },
  appliesTo: "storage account",
  subjects: storageAccounts,
  judge: (account, deployment) => {
    const service = find(
      deployment.ofType(resourceTypes.blobService),
      (candidate) => candidate.parentId !== undefined && sameResourceId(candidate.parentId, account.id),
    );
    if (!service) return fail("no blob service settings are declared", "deleteRetentionPolicy of 7 days or more");
    const days = Number(service.value("deleteRetentionPolicy.days") ?? 0);
    return service.value("deleteRetentionPolicy.enabled") === true && days >= 7
      ? pass(`${days} days`)
      : fail(`deleteRetentionPolicy: ${days} days, enabled ${show(service.value("deleteRetentionPolicy.enabled"))}`, "7 days or more");
  },
});
