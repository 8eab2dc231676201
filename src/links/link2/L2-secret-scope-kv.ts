import { databricksTypes } from "../../azure/databricks-types";
import { defineRule, expectValue } from "../rule";

export default defineRule({
  id: "L2-secret-scope-kv",
  severity: "medium",
  title: "Secrets live in the customer's key vault",
  why: "A scope of Databricks' own keeps them in the state store, out of the customer's reach.",
  remediation: "Set backendType to 'AZURE_KEYVAULT', with keyvaultMetadata.",
  appliesTo: "secret scope",
  isLocal: true,
  subjects: (deployment) => deployment.ofType(databricksTypes.secretScope),
  judge: (scope) => expectValue(scope, "backendType", "AZURE_KEYVAULT"),
});
