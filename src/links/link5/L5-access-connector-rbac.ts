import { resourceTypes } from "../../azure/resource-types";
import { builtInRoles } from "../../azure/roles";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L5-access-connector-rbac",
  severity: "medium",
  title: "The access connector may touch blobs of the data lake only",
  why: "A wider role or scope lets every cluster read what it should not.",
  remediation: "Assign 'Storage Blob Data Contributor' on the account or the container.",
  appliesTo: "role assignment of an access connector",
  subjects: (scope) => {
    const principals = scope.ofType(resourceTypes.accessConnector).map((connector) => connector.text("identity.principalId"));
    return scope.ofType(resourceTypes.roleAssignment).filter((assignment) => principals.includes(assignment.text("principalId")));
  },
  judge: (assignment) => {
    const role = assignment.text("roleDefinitionId")?.split("/").pop()?.toLowerCase();
    if (role !== builtInRoles.storageBlobDataContributor)
      return fail(`the role is ${role}`, `${builtInRoles.storageBlobDataContributor} (Storage Blob Data Contributor)`);
    return /\/storageAccounts\/[^/]+(\/blobServices\/default\/containers\/[^/]+)?$/i.test(assignment.scopeId)
      ? pass(`on ${assignment.scopeId.split("/").pop()}`)
      : fail(`the scope is ${assignment.scopeId}`, "one account or container");
  },
});
