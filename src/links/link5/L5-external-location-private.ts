import { databricksTypes } from "../../azure/databricks-types";
import { UnknownValueError } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L5-external-location-private",
  severity: "medium",
  title: "Unity Catalog reaches storage with the access connector",
  why: "A service principal's secret works from anywhere, and somebody has to keep it.",
  remediation: "Set azureManagedIdentity.accessConnectorId in place of azureServicePrincipal.",
  references: { sat: ["GOV-22"] },
  appliesTo: "storage credential",
  subjects: (scope) => scope.ofType(databricksTypes.storageCredential),
  judge: (credential, scope) => {
    if (credential.value("azureServicePrincipal") !== undefined)
      return fail("it holds a service principal's secret", "azureManagedIdentity");
    const connector = credential.text("azureManagedIdentity.accessConnectorId");
    if (connector !== undefined && !scope.byId(connector)) throw new UnknownValueError(`access connector ${connector}`, "outside");
    return connector
      ? pass(`access connector ${connector.split("/").pop()}`)
      : fail("azureManagedIdentity is not set", "an access connector");
  },
});
