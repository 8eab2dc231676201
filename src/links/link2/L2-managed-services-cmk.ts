import { isWebAuthHost } from "../../estate/queries";
import { defineRule, expectValue, fail, notApplicable } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L2-managed-services-cmk",
  severity: "high",
  title: "Notebooks, secrets and queries are encrypted with the customer's key",
  why: "The state store runs inside Microsoft's service: the key is the one control over it that a customer holds.",
  remediation: "Set encryption.entities.managedServices to a key of yours (keySource 'Microsoft.Keyvault').",
  references: { cis: ["2.1.8"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: (workspace, scope) => {
    if (isWebAuthHost(workspace, scope)) return notApplicable(`${workspace.label} only hosts web login: it stores no notebooks`);
    const at = "encryption.entities.managedServices";
    const incomplete = ["keyName", "keyVaultUri", "keyVersion"].find((name) => !workspace.value(`${at}.keyVaultProperties.${name}`));
    const source = expectValue(workspace, `${at}.keySource`, "Microsoft.Keyvault");
    return incomplete && source.verdict === "pass"
      ? fail(`${at}.keyVaultProperties.${incomplete} is not set`, "a key with its version")
      : source;
  },
});
