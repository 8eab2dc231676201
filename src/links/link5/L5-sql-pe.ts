import { resourceTypes } from "../../azure/resource-types";
import { endpointsTo } from "../../estate/queries";
import { defineRule, fail, notApplicable, pass } from "../rule";

export default defineRule({
  id: "L5-sql-pe",
  severity: "high",
  title: "A private SQL server has a private endpoint",
  why: "Closed to the public and without an endpoint, nobody reaches it.",
  remediation: "Add an endpoint with groupIds ['sqlServer'].",
  references: { checkov: ["CKV2_AZURE_45"] },
  appliesTo: "SQL server",
  subjects: (scope) => scope.ofType(resourceTypes.sqlServer),
  judge: (server, scope) => {
    if (!server.is("publicNetworkAccess", "Disabled"))
      return notApplicable("it is not closed to the public network: L5-target-has-one-path judges that");
    const endpoint = endpointsTo(scope, server.id, "sqlServer")[0];
    return endpoint ? pass(endpoint.label) : fail("no endpoint for 'sqlServer'", "one");
  },
});
