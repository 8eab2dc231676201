import { sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { find } from "../../deployment/value";
import { defineRule, fail, pass } from "../rule";
import { dataAccounts } from "../subjects";

export default defineRule({
  id: "L5-data-lock",
  severity: "low",
  title: "Data cannot be deleted by accident",
  why: "Whoever deletes the account deletes what soft delete keeps, too.",
  remediation: "Add a CanNotDelete lock on the account or server, or on its resource group.",
  appliesTo: "storage account that clusters use or SQL server",
  subjects: (deployment) => [...dataAccounts(deployment), ...deployment.ofType(resourceTypes.sqlServer)],
  judge: (target, deployment) => {
    const scopes = [target.id, target.id.split("/providers/")[0] as string];
    const lock = find(
      deployment.ofType(resourceTypes.lock),
      (candidate) =>
        scopes.some((scope) => sameResourceId(scope, candidate.scopeId)) &&
        ["CanNotDelete", "ReadOnly"].includes(candidate.text("level") ?? ""),
    );
    return lock ? pass(`${lock.label} holds`) : fail("no lock on it or its resource group", "a CanNotDelete lock");
  },
});
