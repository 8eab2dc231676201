import { defineRule, fail, pass, show } from "../rule";
import { keysOfWorkspaces } from "../subjects";

export default defineRule({
  id: "L2-cmk-key-type",
  severity: "medium",
  title: "Customer-managed keys are RSA keys that can wrap",
  why: "Databricks takes RSA keys of 2048, 3072 or 4096 bits with wrapKey and unwrapKey.",
  remediation: "Set kty to 'RSA' or 'RSA-HSM', keySize to 4096 and keyOps to ['wrapKey', 'unwrapKey'].",
  appliesTo: "customer-managed key",
  subjects: keysOfWorkspaces,
  judge: (key) => {
    const [kty, size, operations] = [key.value("kty"), key.value("keySize"), key.value("keyOps")];
    if (!key.is("kty", "RSA", "RSA-HSM")) return fail(`kty is ${show(kty)}`, "'RSA' or 'RSA-HSM'");
    if (size !== undefined && ![2048, 3072, 4096].includes(Number(size))) return fail(`keySize is ${show(size)}`, "2048, 3072 or 4096");
    const missing = Array.isArray(operations) ? ["wrapKey", "unwrapKey"].filter((operation) => !operations.includes(operation)) : [];
    return missing.length > 0
      ? fail(`keyOps lacks ${missing.join(", ")}`, "wrapKey and unwrapKey")
      : pass(`kty ${show(kty)}, keySize ${show(size)}`);
  },
});
