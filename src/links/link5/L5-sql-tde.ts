import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L5-sql-tde",
  severity: "medium",
  title: "Databases are encrypted at rest",
  why: "A backup or disk that gets out is readable otherwise.",
  remediation: "Leave transparent data encryption on, which is Azure's default for new databases, or set its state to 'Enabled'.",
  references: { azurePolicy: ["17k78e20"], checkov: ["CKV2_AZURE_25"] },
  appliesTo: "SQL database",
  subjects: (scope) => scope.ofType(resourceTypes.sqlDatabase),
  judge: (database, scope) => {
    const off = scope.partsOf(database, resourceTypes.transparentDataEncryption).find((tde) => !tde.is("state", "Enabled"));
    return off
      ? fail(`${off.label} switches transparent data encryption off`, "state 'Enabled'")
      : pass("transparent data encryption is on by default");
  },
});
