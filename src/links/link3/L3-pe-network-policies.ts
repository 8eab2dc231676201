import { all, defineRule, expectValue, fail, pass } from "../rule";
import { endpointSubnets } from "../subjects";

export default defineRule({
  id: "L3-pe-network-policies",
  severity: "medium",
  title: "The NSG of the endpoints' subnet counts for the endpoints",
  why: "By default Azure ignores NSGs for private endpoints.",
  remediation: "Set privateEndpointNetworkPolicies to 'NetworkSecurityGroupEnabled' or 'Enabled', and attach an NSG.",
  appliesTo: "subnet of private endpoints",
  subjects: endpointSubnets,
  judge: (subnet) =>
    all(
      expectValue(subnet, "privateEndpointNetworkPolicies", "NetworkSecurityGroupEnabled", "Enabled"),
      subnet.text("networkSecurityGroup.id") ? pass("it has an NSG") : fail("networkSecurityGroup is not set", "a network security group"),
    ),
});
