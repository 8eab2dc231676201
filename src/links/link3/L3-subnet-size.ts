import { maxNodes, prefixLimits } from "../../azure/subnet-rules";
import { AddressRange } from "../../network/address-range";
import { defineRule, fail, pass, unknown } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

export default defineRule({
  id: "L3-subnet-size",
  severity: "low",
  title: "Workspace subnets are large enough",
  why: "A node takes an address in each subnet and Azure keeps five: smaller than /26, clusters do not start.",
  remediation: "Use a VNet between /16 and /24 and subnets of at least /26.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: (subnet) => {
    const prefix = AddressRange.tryParse(subnet.text("addressPrefix") ?? subnet.texts("addressPrefixes")[0] ?? "");
    if (!prefix) return unknown("its address prefix is not given");
    return prefix.prefixLength <= prefixLimits.workspaceSubnet.smallest
      ? pass(`${prefix}: up to ${maxNodes(prefix.prefixLength)} nodes`)
      : fail(`${prefix}`, `/${prefixLimits.workspaceSubnet.smallest} or larger`);
  },
});
