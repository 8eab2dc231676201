import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

export default defineRule({
  id: "L3-subnet-nsg",
  severity: "critical",
  title: "Workspace subnets have a network security group",
  why: "Without one, everything in the VNet and its peers reaches every port of every node.",
  remediation: "Set networkSecurityGroup.id on the subnet.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: (subnet) => {
    const id = subnet.text("networkSecurityGroup.id");
    return id ? pass(id.split("/").pop() as string) : fail("networkSecurityGroup is not set", "a network security group");
  },
});
