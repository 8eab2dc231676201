import { defineRule, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L3-lb-not-public",
  severity: "medium",
  title: "The workspace brings no public load balancer",
  why: "Its front end would be a public address of the clusters.",
  remediation: "Leave out parameters.loadBalancerId and parameters.publicIpName.",
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => {
    const named = ["loadBalancerId", "publicIpName"].find((name) => workspace.value(`parameters.${name}.value`));
    return named ? fail(`parameters.${named} is set`, "none") : pass("no load balancer and no public address");
  }),
});
