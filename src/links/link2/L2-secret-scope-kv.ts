import { databricksTypes } from "../../azure/databricks-types";
import { UnknownValueError } from "../../estate/value";
import { all, defineRule, expectValue, fail, pass, show } from "../rule";

export default defineRule({
  id: "L2-secret-scope-kv",
  severity: "medium",
  title: "Secrets live in a key vault of the deployment",
  why: "A scope of Databricks' own keeps them in the state store, out of the customer's reach; a foreign vault serves foreign secrets.",
  remediation: "Set backendType to 'AZURE_KEYVAULT', with keyvaultMetadata of the vault's own id and address.",
  appliesTo: "secret scope",
  subjects: (scope) => scope.ofType(databricksTypes.secretScope),
  judge: (secretScope, scope) => {
    const backend = expectValue(secretScope, "backendType", "AZURE_KEYVAULT");
    if (backend.verdict !== "pass") return backend;
    const id = secretScope.text("keyvaultMetadata.resourceId");
    if (id === undefined) return fail("keyvaultMetadata is not set", "the vault's id and address");
    const vault = scope.byId(id);
    if (!vault) throw new UnknownValueError(`key vault ${id}`, "outside");
    const own = vault.text("vaultUri")?.replace(/\/$/, "");
    const named = secretScope.text("keyvaultMetadata.dnsName")?.replace(/\/$/, "");
    return all(backend, own === named ? pass(`it is ${vault.label}`) : fail(`dnsName is ${show(named)}`, show(own)));
  },
});
