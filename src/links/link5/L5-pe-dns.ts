import { defineRule } from "../rule";
import { dataEndpoints, judgeEndpointDns } from "../subjects";

export default defineRule({
  id: "L5-pe-dns",
  severity: "high",
  title: "Clusters resolve data targets to their private endpoints",
  why: "An endpoint without DNS leaves clients on the public address.",
  remediation: "Give the endpoint a DNS zone group with the zone of its sub-resource, and link the zone to the VNet.",
  appliesTo: "private endpoint of a data target",
  subjects: dataEndpoints,
  judge: judgeEndpointDns,
});
