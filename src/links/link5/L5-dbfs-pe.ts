import { resourceTypes } from "../../azure/resource-types";
import { endpointsTo, isInWorkspaceNetwork } from "../../estate/queries";
import { some } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L5-dbfs-pe",
  severity: "high",
  title: "Clusters reach DBFS root through private endpoints for dfs and blob",
  why: "With the firewall on, each missing endpoint is a library or a job that fails.",
  remediation: "Add endpoints for 'dfs' and 'blob' of the managed storage account in the workspace's VNet.",
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const account = `${workspace.text("managedResourceGroupId")}/providers/${resourceTypes.storageAccount.arm}/${workspace.text("parameters.storageAccountName.value")}`;
    const missing = ["dfs", "blob"].find(
      (group) => !some(endpointsTo(scope, account, group), (endpoint) => isInWorkspaceNetwork(endpoint, workspace)),
    );
    return missing
      ? fail(`no ${missing} endpoint to ${account.split("/").pop()} in the workspace's VNet`, "dfs and blob")
      : pass("dfs and blob endpoints stand in the workspace's VNet");
  }),
});
