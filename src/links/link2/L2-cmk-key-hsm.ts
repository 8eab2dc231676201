import { defineRule, fail, pass, show } from "../rule";
import { keysOfWorkspaces } from "../subjects";

export default defineRule({
  id: "L2-cmk-key-hsm",
  severity: "low",
  title: "Customer-managed keys live in hardware",
  why: "Regulated data needs keys that no software ever holds.",
  remediation: "Set kty to 'RSA-HSM' in a premium vault.",
  references: { checkov: ["CKV_AZURE_112"] },
  profiles: ["regulated"],
  appliesTo: "customer-managed key",
  subjects: keysOfWorkspaces,
  judge: (key) => (key.is("kty", "RSA-HSM") ? pass("kty is 'RSA-HSM'") : fail(`kty is ${show(key.value("kty"))}`, "'RSA-HSM'")),
});
