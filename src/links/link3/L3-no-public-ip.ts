import { defineRule, expectValue } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L3-no-public-ip",
  severity: "critical",
  title: "Cluster nodes have no public addresses",
  why: "Otherwise each node has one, and the control plane connects to it from outside.",
  remediation: "Set parameters.enableNoPublicIp.value to true.",
  references: { cis: ["2.1.9"], azurePolicy: ["51c1490f-3319-459c-bbbc-7f391bbed753"], sat: ["NS-6"] },
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => expectValue(workspace, "parameters.enableNoPublicIp.value", true)),
});
