import { applianceRoute } from "../../estate/default-route";
import { networkSecurityGroupOf } from "../../estate/queries";
import { securityRulesOf } from "../../estate/security-rules";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

export default defineRule({
  id: "L3-nsg-deny-internet-out",
  severity: "high",
  title: "Nothing else leaves for the internet",
  why: "Azure's last outbound rule allows the whole internet.",
  remediation: "Add an outbound Deny to Internet below the allows, or route 0.0.0.0/0 to a firewall.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: (subnet, scope) => {
    const group = networkSecurityGroupOf(scope, subnet);
    if (!group && applianceRoute(scope, subnet)) return pass(`0.0.0.0/0 goes to ${applianceRoute(scope, subnet)}`);
    if (!group) return notApplicable(`${subnet.label} has no network security group: L3-subnet-nsg judges that`);
    const deny = securityRulesOf(scope, group).find(
      (rule) =>
        rule.access === "Deny" &&
        rule.direction === "Outbound" &&
        rule.destinations.some((d) => ["internet", "*", "0.0.0.0/0"].includes(d.toLowerCase())) &&
        rule.sources.some((source) => ["virtualnetwork", "*"].includes(source.toLowerCase())) &&
        rule.sourcePorts.includes("*") &&
        rule.ports.includes("*") &&
        rule.protocol === "*",
    );
    if (deny) return pass(`rule ${deny.name} denies it`);
    const routed = applianceRoute(scope, subnet);
    return routed ? pass(`0.0.0.0/0 goes to ${routed}`) : fail("no rule denies Internet outbound", "a Deny on every port and protocol");
  },
});
