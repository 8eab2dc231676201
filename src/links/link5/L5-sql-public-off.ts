import { resourceTypes } from "../../azure/resource-types";
import { defineRule, expectValue, notApplicable } from "../rule";

export default defineRule({
  id: "L5-sql-public-off",
  severity: "high",
  title: "SQL servers do not answer on their public address",
  why: "A leaked password would work from anywhere.",
  remediation: "Set publicNetworkAccess to 'Disabled', and use a private endpoint.",
  references: { checkov: ["CKV_AZURE_113"] },
  appliesTo: "SQL server",
  subjects: (scope) => scope.ofType(resourceTypes.sqlServer),
  judge: (server, scope) => {
    const byRule = scope.partsOf(server, resourceTypes.sqlVirtualNetworkRule).length > 0;
    return byRule
      ? notApplicable("it is reached by service endpoint: L5-sql-vnet-rule judges that")
      : expectValue(server, "publicNetworkAccess", "Disabled");
  },
});
