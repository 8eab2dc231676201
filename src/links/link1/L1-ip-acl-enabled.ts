import { defineRule } from "../rule";
import { unlessServerless, workspaces } from "../subjects";
import { expectSettings } from "../workspace-settings";

export default defineRule({
  id: "L1-ip-acl-enabled",
  severity: "high",
  title: "IP access lists are enforced",
  why: "A list that is not enforced is a note.",
  remediation: "Set enableIpAccessLists to 'true' in the workspace's settings (WorkspaceSettings).",
  references: { sat: ["NS-11"] },
  profiles: ["hybrid"],
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => expectSettings(workspace, scope, { enableIpAccessLists: "true" })),
});
