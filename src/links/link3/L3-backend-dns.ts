import { defineRule } from "../rule";
import { groupIdsOf, isInAnyWorkspaceNetwork, judgeEndpointDns, workspaceEndpoints } from "../subjects";

export default defineRule({
  id: "L3-backend-dns",
  severity: "high",
  title: "Clusters resolve the control plane to its private endpoint",
  why: "An endpoint whose name resolves to the public address carries nothing, and clusters then fail or leave the network.",
  remediation: "Give the back-end endpoint a DNS zone group, and link the zone to the workspace's VNet.",
  appliesTo: "back-end endpoint of a workspace",
  subjects: (scope) =>
    workspaceEndpoints(scope).filter(
      (endpoint) => groupIdsOf(endpoint).includes("databricks_ui_api") && isInAnyWorkspaceNetwork(endpoint, scope),
    ),
  judge: judgeEndpointDns,
});
