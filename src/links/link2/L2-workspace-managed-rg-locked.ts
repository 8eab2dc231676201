import { sameResourceId } from "../../azure/resource-id";
import { defineRule, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L2-workspace-managed-rg-locked",
  severity: "low",
  title: "Databricks' own resources stand in a resource group apart",
  why: "Databricks denies changes in the managed group; a shared group would mix both.",
  remediation: "Set managedResourceGroupId to a group that does not exist and is not the workspace's.",
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => {
    const managed = workspace.text("managedResourceGroupId");
    if (!managed) return fail("managedResourceGroupId is not set", "a resource group of its own");
    const own = workspace.knownId?.split("/providers/")[0];
    return own !== undefined && sameResourceId(own, managed)
      ? fail("it is the workspace's own group", "a group apart")
      : pass(managed.split("/").pop() as string);
  }),
});
