import { resourceTypes } from "../../azure/resource-types";
import { defineRule, expectValue } from "../rule";

export default defineRule({
  id: "L5-kv-rbac",
  severity: "medium",
  title: "Key vaults use roles, not access policies",
  why: "Whoever may edit the vault may give themselves an access policy.",
  remediation: "Set properties.enableRbacAuthorization to true.",
  references: { cis: ["8.3.6"] },
  appliesTo: "key vault",
  isLocal: true,
  subjects: (deployment) => deployment.ofType(resourceTypes.vault),
  judge: (vault) => expectValue(vault, "properties.enableRbacAuthorization", true),
});
