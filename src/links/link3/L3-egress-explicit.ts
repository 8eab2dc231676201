import { applianceRoute } from "../../estate/default-route";
import { UnknownValueError } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

export default defineRule({
  id: "L3-egress-explicit",
  severity: "medium",
  title: "The way out of the network is declared",
  why: "Secure cluster connectivity without a way out leaves clusters that never start.",
  remediation: "Attach a NAT gateway, or a route table that sends 0.0.0.0/0 to a firewall.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: (subnet, scope) => {
    const gateway = subnet.text("natGateway.id");
    if (gateway && !scope.byId(gateway)) throw new UnknownValueError(`NAT gateway ${gateway}`, "outside");
    if (gateway) return pass(`NAT gateway ${gateway.split("/").pop()}`);
    const routed = applianceRoute(scope, subnet);
    return routed ? pass(`0.0.0.0/0 goes to ${routed}`) : fail("neither a NAT gateway nor a route to a firewall", "one of them");
  },
});
