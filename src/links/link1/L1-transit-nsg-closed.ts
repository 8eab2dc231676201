import { defineRule } from "../rule";
import { isInAnyWorkspaceNetwork, judgeClosedSubnet, subnetsOfEndpoints } from "../subjects";

export default defineRule({
  id: "L1-transit-nsg-closed",
  severity: "medium",
  title: "The users' endpoints take in what is named, and nothing else",
  why: "Azure's own rules let in every peered network on every port.",
  remediation: "Add an inbound Deny of everything at priority 4096, and an Allow from the users' network on 443.",
  appliesTo: "subnet of private endpoints outside the workspaces' VNets",
  subjects: (scope) => subnetsOfEndpoints(scope, (endpoint) => !isInAnyWorkspaceNetwork(endpoint, scope)),
  judge: judgeClosedSubnet,
});
