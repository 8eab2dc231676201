import { sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { find } from "../../estate/value";
import { defineRule, fail, pass, show } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-softdelete",
  severity: "low",
  title: "Deleted data can be brought back for a week at least",
  why: "Ransomware and mistakes delete.",
  remediation:
    "Set deleteRetentionPolicy and containerDeleteRetentionPolicy of the blob service to enabled, with days of at least 7, without allowPermanentDelete.",
  references: { checkov: ["CKV2_AZURE_38"] },
  appliesTo: "storage account",
  subjects: storageAccounts,
  judge: (account, scope) => {
    const service = find(
      scope.ofType(resourceTypes.blobService),
      (candidate) => candidate.parentId !== undefined && sameResourceId(candidate.parentId, account.id),
    );
    if (!service) return fail("no blob service settings are declared", "deleteRetentionPolicy of 7 days or more");
    for (const policy of ["deleteRetentionPolicy", "containerDeleteRetentionPolicy"]) {
      const days = service.value(`${policy}.days`);
      if (service.value(`${policy}.enabled`) !== true || Number(days ?? 0) < 7)
        return fail(`${policy}: ${show(days)} days, enabled ${show(service.value(`${policy}.enabled`))}`, "7 days or more");
    }
    return service.value("deleteRetentionPolicy.allowPermanentDelete") === true
      ? fail("allowPermanentDelete is true", "false")
      : pass(
          `blobs ${show(service.value("deleteRetentionPolicy.days"))} days, containers ${show(service.value("containerDeleteRetentionPolicy.days"))} days`,
        );
  },
});
