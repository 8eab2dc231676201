import { databricksTypes } from "../../azure/databricks-types";
import { resourceTypes } from "../../azure/resource-types";
import { builtInRoles, secretReadingRoles } from "../../azure/roles";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L2-secret-scope-role-least",
  severity: "medium",
  title: "Roles on the vaults of secret scopes let secrets be read, and nothing more",
  why: "A wider role lets whoever has it change secrets, or give itself rights to others.",
  remediation: "Assign 'Key Vault Secrets User' on the vault.",
  appliesTo: "role assignment on a secret scope's vault, or on what holds the vault",
  subjects: (scope) => {
    const ids = scope
      .ofType(databricksTypes.secretScope)
      .map((secretScope) => secretScope.text("keyvaultMetadata.resourceId")?.toLowerCase());
    const holds = (outer: string, inner: string) => `${inner}/`.startsWith(`${outer}/`);
    return scope.ofType(resourceTypes.roleAssignment).filter((assignment) => {
      const roleScope = assignment.scopeId.toLowerCase();
      if (ids.some((id) => id !== undefined && holds(id, roleScope))) return true;
      const role = assignment.text("roleDefinitionId")?.split("/").pop()?.toLowerCase() ?? "";
      return secretReadingRoles.includes(role) && ids.some((id) => id !== undefined && holds(roleScope, id));
    });
  },
  judge: (assignment) => {
    const role = assignment.text("roleDefinitionId")?.split("/").pop()?.toLowerCase();
    if (role !== builtInRoles.keyVaultSecretsUser)
      return fail(`the role is ${role}`, `${builtInRoles.keyVaultSecretsUser} (Key Vault Secrets User)`);
    return /\/vaults\/[^/]+(\/secrets\/[^/]+)?$/i.test(assignment.scopeId)
      ? pass("the role is on one vault")
      : fail(`the scope is ${assignment.scopeId}`, "one vault");
  },
});
