import { cloudOfRegion, privateLinkZones } from "../../azure/clouds";
import { dnsProblem, networkOfEndpoint } from "../../deployment/queries";
import { filter } from "../../deployment/value";
import { defineRule, fail, pass } from "../rule";
import { groupIdsOf, isInAnyWorkspaceNetwork, workspaceEndpoints } from "../subjects";

export default defineRule({
  id: "L3-backend-dns",
  severity: "high",
  title: "Clusters resolve the control plane to its private endpoint",
  why: "An endpoint whose name resolves to the public address carries nothing, and clusters then fail or leave the network.",
  remediation: "Give the back-end endpoint a DNS zone group, and link the zone to the workspace's VNet.",
  appliesTo: "back-end endpoint of a workspace",
  subjects: (deployment) =>
    filter(
      workspaceEndpoints(deployment),
      (endpoint) => groupIdsOf(endpoint).includes("databricks_ui_api") && isInAnyWorkspaceNetwork(endpoint, deployment),
    ),
  judge: (endpoint, deployment) => {
    const zone = privateLinkZones[cloudOfRegion(endpoint.text("location") ?? "")].databricks;
    const network = networkOfEndpoint(endpoint) as string;
    const problem = dnsProblem(deployment, endpoint, zone, network);
    return problem
      ? fail(problem, `${zone} linked to ${network.split("/").pop()}`)
      : pass(`${zone} is linked to ${network.split("/").pop()}`);
  },
});
