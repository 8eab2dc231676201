import { databricksLogCategories } from "../../azure/log-categories";
import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass } from "../rule";
import { hasDestination, workspaces } from "../subjects";

export default defineRule({
  id: "L1-diagnostics",
  severity: "high",
  title: "The audit log of the workspace is kept",
  why: "Without it nobody can tell who did what; one category alone is not an audit log.",
  remediation: "Add a diagnostic setting with the category group 'audit' or 'allLogs', or with each audit category, and a destination.",
  references: { cis: ["2.1.7"], azurePolicy: ["138ff14d-b687-4faa-a81c-898c91a87fa2"], sat: ["GOV-3"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: (workspace, scope) => {
    const settings = scope.attachedTo(workspace, resourceTypes.diagnosticSetting).filter(hasDestination);
    const enabled = settings.flatMap((setting) => setting.items("logs").filter((log) => log.value("enabled") === true));
    if (enabled.some((log) => log.is("categoryGroup", "alllogs", "audit"))) return pass("a category group is logged");
    const categories = enabled.map((log) => log.text("category")?.toLowerCase());
    const missing = databricksLogCategories.filter((category) => !categories.includes(category.toLowerCase()));
    if (missing.length > 0)
      return fail(
        settings.length === 0 ? "no diagnostic setting" : `categories not logged: ${missing.join(", ")}`,
        databricksLogCategories.join(", "),
      );
    return pass(`${databricksLogCategories.length} categories are logged`);
  },
});
