import { databricksTypes } from "../../azure/databricks-types";
import { sameResourceId } from "../../azure/resource-id";
import { defineRule, fail, pass } from "../rule";
import { dataAccounts } from "../subjects";

export default defineRule({
  id: "L5-ncc-private-endpoints",
  severity: "medium",
  title: "Serverless compute reaches each data lake by private endpoints for dfs and blob",
  why: "Without them it comes from Databricks' public addresses: the lake refuses it, or is opened for it.",
  remediation: "Add targets with groupId 'dfs' and 'blob' to ServerlessAccess for each lake.",
  appliesTo: "workspace with a network connectivity configuration",
  subjects: (scope) => scope.ofType(databricksTypes.nccBinding),
  judge: (binding, scope) => {
    const id = binding.text("networkConnectivityConfigId");
    const rules = scope.ofType(databricksTypes.nccPrivateEndpointRule).filter((rule) => rule.text("networkConnectivityConfigId") === id);
    for (const lake of dataAccounts(scope).filter((account) => account.value("isHnsEnabled") === true)) {
      const groups = rules.filter((rule) => sameResourceId(rule.text("resourceId") ?? "", lake.id)).map((rule) => rule.text("groupId"));
      const missing = ["dfs", "blob"].filter((group) => !groups.includes(group));
      if (missing.length > 0) return fail(`no endpoint for ${missing.join(" and ")} of ${lake.label}`, "dfs and blob");
    }
    return pass(`${rules.length} endpoints, dfs and blob for each lake`);
  },
});
