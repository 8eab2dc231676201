import { defineRule, expectValue, notApplicable } from "../rule";
import { storageAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-public-network-off",
  severity: "high",
  title: "Storage does not answer on its public address",
  why: "Every leaked token would work from anywhere.",
  remediation: "Set publicNetworkAccess to 'Disabled', and use private endpoints.",
  references: { cis: ["9.3.2.2"], azurePolicy: ["b2982f36-99f2-4db5-8eff-283140c09693", "34c877ad-507e-4c82-993e-3452a6e0ad3c"] },
  appliesTo: "storage account",
  isLocal: true,
  subjects: storageAccounts,
  judge: (account) => {
    const byAcl = account.is("networkAcls.defaultAction", "Deny") && account.list("networkAcls.virtualNetworkRules").length > 0;
    return byAcl
      ? notApplicable("it is reached by service endpoint: L5-storage-vnet-rules-only judges that")
      : expectValue(account, "publicNetworkAccess", "Disabled", "SecuredByPerimeter");
  },
});
