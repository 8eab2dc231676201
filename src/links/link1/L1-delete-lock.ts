import { defineRule, fail, pass } from "../rule";
import { lockOf, workspaces } from "../subjects";

export default defineRule({
  id: "L1-delete-lock",
  severity: "low",
  title: "The workspace cannot be deleted by accident",
  why: "Notebooks, jobs and settings go with it.",
  remediation: "Add a CanNotDelete lock on the workspace or its resource group.",
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: (workspace, scope) => {
    const lock = lockOf(scope, workspace);
    return lock ? pass(`${lock.label} holds`) : fail("no lock on the workspace or its resource group", "a CanNotDelete lock");
  },
});
