import { endpointsTo, isInWorkspaceNetwork } from "../../estate/queries";
import { some } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L3-nsgrules-consistent",
  severity: "high",
  title: "The NSG rules that Databricks writes fit the endpoints",
  why: "AllRules beside a back-end endpoint keeps the public path open; NoAzureDatabricksRules without one cuts clusters off.",
  remediation: "Use 'NoAzureDatabricksRules' where a back-end endpoint exists, and 'AllRules' where none does.",
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const backEnd = some(endpointsTo(scope, workspace.id, "databricks_ui_api"), (candidate) => isInWorkspaceNetwork(candidate, workspace));
    const rules = workspace.text("requiredNsgRules") ?? "AllRules";
    const wanted = backEnd ? "NoAzureDatabricksRules" : "AllRules";
    return rules === wanted
      ? pass(`${rules} with${backEnd ? "" : "out"} a back-end endpoint`)
      : fail(`${rules} with${backEnd ? "" : "out"} a back-end endpoint`, wanted);
  }),
});
