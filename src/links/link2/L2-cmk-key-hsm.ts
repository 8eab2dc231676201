import { defineRule, fail, pass, show } from "../rule";
import { keyProperty, keysOfWorkspaces } from "../subjects";

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
  judge: (key) =>
    keyProperty(key, "kty") === "RSA-HSM" ? pass("kty is 'RSA-HSM'") : fail(`kty is ${show(keyProperty(key, "kty"))}`, "'RSA-HSM'"),
});
