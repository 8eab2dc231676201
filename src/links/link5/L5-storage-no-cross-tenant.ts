import { defineRule, expectValue } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-no-cross-tenant",
  severity: "medium",
  title: "Data is not replicated to another tenant",
  why: "A replication rule copies data out without crossing the network.",
  remediation: "Set allowCrossTenantReplication to false.",
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => expectValue(account, "allowCrossTenantReplication", false),
});
