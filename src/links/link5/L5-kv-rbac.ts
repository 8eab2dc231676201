import { resourceTypes } from "../../azure/resource-types";
import { defineRule, expectValue, fail } from "../rule";

export default defineRule({
  id: "L5-kv-rbac",
  severity: "medium",
  title: "Key vaults use roles, not access policies",
  why: "Whoever may edit the vault may give themselves an access policy.",
  remediation: "Set properties.enableRbacAuthorization to true, and leave enabledForDeployment and its like off.",
  references: { cis: ["8.3.6"] },
  appliesTo: "key vault",
  isLocal: true,
  subjects: (scope) => scope.ofType(resourceTypes.vault),
  judge: (vault) => {
    const back = ["enabledForDeployment", "enabledForDiskEncryption", "enabledForTemplateDeployment"].find(
      (name) => vault.value(`${name}`) === true,
    );
    if (back) return fail(`${back} is true`, "false: it lets Azure's own deployments read secrets past the roles");
    return expectValue(vault, "enableRbacAuthorization", true);
  },
});
