import { resourceTypes } from "../../azure/resource-types";
import { builtInRoles } from "../../azure/roles";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const authorizationModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.roleAssignment,
    names: ["roleAssignmentName"],
    scopeInput: "scope",
    uuidName: true,
    regionless: true,
    forceNew: ["principalId", "principalType", "roleDefinitionId"],
    check({ inputs }, view) {
      if (!guid.test(String(inputs.principalId))) {
        throw new AzureError(
          "InvalidPrincipalId",
          `A valid principal ID must be provided for role assignment: '${inputs.principalId}' is no GUID.`,
          {
            property: "principalId",
          },
        );
      }
      const role = String(inputs.roleDefinitionId).split("/").pop() ?? "";
      if (!Object.values<string>(builtInRoles).includes(role.toLowerCase()) && !guid.test(role)) {
        throw new AzureError("InvalidRoleDefinitionId", `The role definition ID '${inputs.roleDefinitionId}' is not valid.`, {
          property: "roleDefinitionId",
        });
      }
      const same = view
        .all(resourceTypes.roleAssignment)
        .find(
          (other) =>
            other.inputs.principalId === inputs.principalId &&
            String(other.inputs.roleDefinitionId).toLowerCase() === String(inputs.roleDefinitionId).toLowerCase() &&
            String(other.inputs.scope).toLowerCase() === String(inputs.scope).toLowerCase() &&
            other.inputs.roleAssignmentName !== inputs.roleAssignmentName,
        );
      if (same) throw new AzureError("RoleAssignmentExists", "The role assignment already exists.", { status: 409 });
    },
    outputs: () => ({ createdOn: "2026-01-01T00:00:00Z", updatedOn: "2026-01-01T00:00:00Z" }),
  },
  {
    type: resourceTypes.lock,
    names: ["lockName"],
    scopeInput: "scope",
    regionless: true,
    check({ inputs }) {
      if (inputs.level === "NotSpecified")
        throw new AzureError("InvalidLockLevel", "The lock level 'NotSpecified' is not supported.", { property: "level" });
    },
  },
];
