import { resourceTypes } from "../../azure/resource-types";
import { defineRule, expectValue, notApplicable } from "../rule";

export default defineRule({
  id: "L5-kv-public-off",
  severity: "high",
  title: "Key vaults do not answer on their public address",
  why: "A leaked credential would work from anywhere.",
  remediation: "Set properties.publicNetworkAccess to 'Disabled'.",
  references: { checkov: ["CKV_AZURE_189"] },
  appliesTo: "key vault",
  isLocal: true,
  subjects: (scope) => scope.ofType(resourceTypes.vault),
  judge: (vault) => {
    const byAcl = vault.is("networkAcls.defaultAction", "Deny") && vault.list("networkAcls.virtualNetworkRules").length > 0;
    return byAcl
      ? notApplicable("it is reached by service endpoint: L5-target-has-one-path judges that")
      : expectValue(vault, "publicNetworkAccess", "Disabled");
  },
});
