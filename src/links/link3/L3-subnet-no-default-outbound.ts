import { defineRule, expectValue } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

export default defineRule({
  id: "L3-subnet-no-default-outbound",
  severity: "medium",
  title: "Nodes have no way out that nobody declared",
  why: "Azure's default outbound access uses an address that nobody owns and that can change.",
  remediation: "Set defaultOutboundAccess to false when the subnet is created.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: (subnet) => expectValue(subnet, "defaultOutboundAccess", false),
});
