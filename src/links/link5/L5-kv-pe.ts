import { resourceTypes } from "../../azure/resource-types";
import { endpointsTo } from "../../estate/queries";
import { defineRule, fail, notApplicable, pass } from "../rule";

export default defineRule({
  id: "L5-kv-pe",
  severity: "high",
  title: "A private vault has a private endpoint",
  why: "Closed to the public and without an endpoint, nobody reaches it, and the usual answer is to open it.",
  remediation: "Add an endpoint with groupIds ['vault'].",
  references: { cis: ["8.3.8"], checkov: ["CKV2_AZURE_32"] },
  appliesTo: "key vault",
  subjects: (scope) => scope.ofType(resourceTypes.vault),
  judge: (vault, scope) => {
    if (!vault.is("publicNetworkAccess", "disabled"))
      return notApplicable("it is not closed to the public network: L5-target-has-one-path judges that");
    const endpoint = endpointsTo(scope, vault.id, "vault")[0];
    return endpoint ? pass(endpoint.label) : fail("no endpoint for 'vault'", "one");
  },
});
