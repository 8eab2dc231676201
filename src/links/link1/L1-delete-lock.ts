import { sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { find } from "../../deployment/value";
import { defineRule, fail, pass } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L1-delete-lock",
  severity: "low",
  title: "The workspace cannot be deleted by accident",
  why: "Notebooks, jobs and settings go with it.",
  remediation: "Add a CanNotDelete lock on the workspace or its resource group.",
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: (workspace, deployment) => {
    const scopes = [workspace.id, workspace.id.split("/providers/")[0] as string];
    const lock = find(
      deployment.ofType(resourceTypes.lock),
      (candidate) =>
        scopes.some((scope) => sameResourceId(scope, candidate.scopeId)) &&
        ["CanNotDelete", "ReadOnly"].includes(candidate.text("level") ?? ""),
    );
    return lock ? pass(`${lock.label} holds`) : fail("no lock on the workspace or its resource group", "a CanNotDelete lock");
  },
});
