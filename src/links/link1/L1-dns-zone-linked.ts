import { defineRule } from "../rule";
import { frontendEndpoints, judgeEndpointDns } from "../subjects";

export default defineRule({
  id: "L1-dns-zone-linked",
  severity: "high",
  title: "The users' network resolves the endpoints that users come through",
  why: "An unlinked zone answers nobody: users get the public address.",
  remediation: "Link the private DNS zone to the endpoint's VNet, with registrationEnabled false.",
  appliesTo: "front-end endpoint of a workspace",
  subjects: frontendEndpoints,
  judge: judgeEndpointDns,
});
