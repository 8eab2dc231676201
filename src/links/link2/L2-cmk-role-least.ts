import { resourceTypes } from "../../azure/resource-types";
import { builtInRoles, keyUsingRoles } from "../../azure/roles";
import { keyVaultsOfWorkspaces } from "../../estate/queries";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L2-cmk-role-least",
  severity: "medium",
  title: "Roles on customer-managed keys are the least that works",
  why: "A wider role, or one on the whole vault, lets Databricks read other keys and secrets.",
  remediation: "Assign 'Key Vault Crypto Service Encryption User' on the key itself.",
  appliesTo: "role assignment on the keys' vault, or on what holds the vault",
  subjects: (scope) => {
    const vaults = keyVaultsOfWorkspaces(scope).map((vault) => vault.id.toLowerCase());
    const holds = (outer: string, inner: string) => `${inner}/`.startsWith(`${outer}/`);
    return scope.ofType(resourceTypes.roleAssignment).filter((assignment) => {
      const roleScope = assignment.scopeId.toLowerCase();
      if (vaults.some((id) => holds(id, roleScope))) return true;
      const role = assignment.text("roleDefinitionId")?.split("/").pop()?.toLowerCase() ?? "";
      return keyUsingRoles.includes(role) && vaults.some((id) => holds(roleScope, id));
    });
  },
  judge: (assignment) => {
    const role = assignment.text("roleDefinitionId")?.split("/").pop()?.toLowerCase();
    if (role !== builtInRoles.keyVaultCryptoServiceEncryptionUser)
      return fail(`the role is ${role}`, `${builtInRoles.keyVaultCryptoServiceEncryptionUser} (Key Vault Crypto Service Encryption User)`);
    return /\/keys\/[^/]+$/i.test(assignment.scopeId)
      ? pass("the role is on one key")
      : fail(`the scope is ${assignment.scopeId}`, "one key");
  },
});
