import { cloudOfRegion, privateLinkZones } from "../../azure/clouds";
import { dnsProblem, networkOfEndpoint } from "../../deployment/queries";
import { defineRule, fail, pass, unknown } from "../rule";
import { frontendEndpoints } from "../subjects";

export default defineRule({
  id: "L1-dns-zone-linked",
  severity: "high",
  title: "The users' network resolves the endpoints that users come through",
  why: "An unlinked zone answers nobody: users get the public address.",
  remediation: "Link the private DNS zone to the endpoint's VNet, with registrationEnabled false.",
  appliesTo: "front-end endpoint of a workspace",
  subjects: frontendEndpoints,
  judge: (endpoint, deployment) => {
    const zone = privateLinkZones[cloudOfRegion(endpoint.text("location") ?? "")].databricks;
    const network = networkOfEndpoint(endpoint);
    if (network === undefined) return unknown("its subnet is not given");
    const problem = dnsProblem(deployment, endpoint, zone, network);
    return problem
      ? fail(problem, `${zone} linked to ${network.split("/").pop()}`)
      : pass(`${zone} is linked to ${network.split("/").pop()}`);
  },
});
