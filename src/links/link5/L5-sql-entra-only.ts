import { resourceTypes } from "../../azure/resource-types";
import { defineRule, expectValue } from "../rule";

export default defineRule({
  id: "L5-sql-entra-only",
  severity: "high",
  title: "SQL servers take Entra ID logins only",
  why: "SQL logins have passwords that end up in notebooks.",
  remediation: "Set administrators.azureADOnlyAuthentication to true.",
  references: { checkov: ["CKV2_AZURE_27"] },
  appliesTo: "SQL server",
  isLocal: true,
  subjects: (scope) => scope.ofType(resourceTypes.sqlServer),
  judge: (server) => expectValue(server, "administrators.azureADOnlyAuthentication", true),
});
