import { resourceTypes } from "../../azure/resource-types";
import { defineRule, expectValue } from "../rule";

export default defineRule({
  id: "L5-sql-outbound",
  severity: "low",
  title: "The SQL server reaches no other server",
  why: "Exports, external tables and auditing to a foreign account are ways out for data.",
  remediation: "Set restrictOutboundNetworkAccess to 'Enabled'.",
  appliesTo: "SQL server",
  isLocal: true,
  subjects: (scope) => scope.ofType(resourceTypes.sqlServer),
  judge: (server) => expectValue(server, "restrictOutboundNetworkAccess", "Enabled"),
});
