import { networkSecurityGroupOf } from "../../estate/queries";
import { securityRulesOf } from "../../estate/security-rules";
import { AddressRange } from "../../network/address-range";
import { defineRule, fail } from "../rule";
import { isInAnyWorkspaceNetwork, judgeClosedSubnet, subnetsOfEndpoints } from "../subjects";

export default defineRule({
  id: "L3-pe-nsg-closed",
  severity: "medium",
  title: "The clusters' endpoints take in what is named, and nobody else",
  why: "Azure's own rules let in every peered network: whoever is in one of them reaches the vaults and the lake.",
  remediation: "Add an inbound Deny of everything at priority 4096, and Allows from the workspace subnets on the endpoints' ports.",
  appliesTo: "subnet of private endpoints in a workspace's VNet",
  subjects: (scope) => subnetsOfEndpoints(scope, (endpoint) => isInAnyWorkspaceNetwork(endpoint, scope)),
  judge: (subnet, scope) => {
    const closed = judgeClosedSubnet(subnet, scope);
    const group = closed.verdict === "pass" ? networkSecurityGroupOf(scope, subnet) : undefined;
    const network = scope.byId(subnet.parentId);
    if (!group || !network) return closed;
    const space = network.texts("addressSpace.addressPrefixes").map((prefix) => AddressRange.tryParse(prefix));
    const isOwn = (source: string) => {
      const range = AddressRange.tryParse(source.includes("/") ? source : `${source}/32`);
      return range !== undefined && space.some((block) => block?.contains(range));
    };
    const allows = securityRulesOf(scope, group).filter((rule) => rule.direction === "Inbound" && rule.access === "Allow");
    const wide = allows.find((rule) => rule.sources.some((source) => !isOwn(source)));
    return wide ? fail(`rule ${wide.name} lets in ${wide.sources.join(", ")}`, "blocks of the clusters' VNet") : closed;
  },
});
