import { cloudOfRegion, zoneOfGroupId } from "../../azure/clouds";
import { dnsProblem, networkOfEndpoint } from "../../deployment/queries";
import { defineRule, fail, pass, unknown } from "../rule";
import { dataEndpoints, groupIdsOf } from "../subjects";

export default defineRule({
  id: "L5-pe-dns",
  severity: "high",
  title: "Clusters resolve data targets to their private endpoints",
  why: "An endpoint without DNS leaves clients on the public address.",
  remediation: "Give the endpoint a DNS zone group with the zone of its sub-resource, and link the zone to the VNet.",
  appliesTo: "private endpoint of a data target",
  subjects: dataEndpoints,
  judge: (endpoint, deployment) => {
    const zone = zoneOfGroupId(groupIdsOf(endpoint)[0] ?? "", cloudOfRegion(endpoint.text("location") ?? ""));
    const network = networkOfEndpoint(endpoint);
    if (zone === undefined || network === undefined) return unknown("its sub-resource or subnet is not given");
    const problem = dnsProblem(deployment, endpoint, zone, network);
    return problem
      ? fail(problem, `${zone} linked to ${network.split("/").pop()}`)
      : pass(`${zone} is linked to ${network.split("/").pop()}`);
  },
});
