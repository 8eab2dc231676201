import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass } from "../rule";
import { dataAccounts, lockOf } from "../subjects";

export default defineRule({
  id: "L5-data-lock",
  severity: "low",
  title: "Data cannot be deleted by accident",
  why: "Whoever deletes the account deletes what soft delete keeps, too.",
  remediation: "Add a CanNotDelete lock on the account or server, or on its resource group.",
  appliesTo: "storage account that clusters use or SQL server",
  subjects: (scope) => [...dataAccounts(scope), ...scope.ofType(resourceTypes.sqlServer)],
  judge: (target, scope) => {
    const lock = lockOf(scope, target);
    return lock ? pass(`${lock.label} holds`) : fail("no lock on it or its resource group", "a CanNotDelete lock");
  },
});
