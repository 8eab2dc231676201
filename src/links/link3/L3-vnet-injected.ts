import { defineRule, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L3-vnet-injected",
  severity: "critical",
  title: "Clusters run in the customer's VNet",
  why: "In Databricks' own VNet the customer controls neither rules nor routes.",
  remediation: "Set parameters.customVirtualNetworkId, customPublicSubnetName and customPrivateSubnetName.",
  references: { cis: ["2.1.1"], azurePolicy: ["9c25c9e4-ee12-4882-afd2-11fb9d87893f"], sat: ["NS-4"] },
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => {
    const missing = ["customVirtualNetworkId", "customPublicSubnetName", "customPrivateSubnetName"].find(
      (name) => !workspace.value(`parameters.${name}.value`),
    );
    return missing
      ? fail(`parameters.${missing}.value is not set`, "a VNet and two subnets of the customer's")
      : pass("VNet and both subnets are the customer's");
  }),
});
