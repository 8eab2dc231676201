import { resourceTypes } from "../../azure/resource-types";
import { defineRule, expectValue } from "../rule";

export default defineRule({
  id: "L5-sql-tls12",
  severity: "high",
  title: "SQL servers take TLS 1.2 at least",
  why: "Older versions can be downgraded and read.",
  remediation: "Set minimalTlsVersion to '1.2'.",
  references: { checkov: ["CKV_AZURE_52"] },
  appliesTo: "SQL server",
  isLocal: true,
  subjects: (scope) => scope.ofType(resourceTypes.sqlServer),
  judge: (server) => expectValue(server, "minimalTlsVersion", "1.2", "1.3"),
});
