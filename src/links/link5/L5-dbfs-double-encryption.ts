import { defineRule, expectValue } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L5-dbfs-double-encryption",
  severity: "low",
  title: "DBFS root is encrypted twice",
  why: "A second layer holds where the first fails. It can be set only when the workspace is created.",
  remediation: "Set parameters.requireInfrastructureEncryption.value to true.",
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => expectValue(workspace, "parameters.requireInfrastructureEncryption.value", true)),
});
