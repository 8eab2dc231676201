import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L3-peering-restricted",
  severity: "low",
  title: "Peered networks cannot send others' traffic in",
  why: "Forwarded traffic comes from networks that nobody listed.",
  remediation: "Set allowForwardedTraffic and allowGatewayTransit to false.",
  appliesTo: "peering of a workspace's VNet",
  subjects: (deployment) => {
    const networks = workspaces(deployment).map((workspace) => workspace.text("parameters.customVirtualNetworkId.value")?.toLowerCase());
    return deployment.ofType(resourceTypes.peering).filter((peering) => networks.includes(peering.parentId?.toLowerCase()));
  },
  judge: (peering) => {
    const open = ["allowForwardedTraffic", "allowGatewayTransit"].find((name) => peering.value(name) === true);
    return open ? fail(`${open} is true`, "false") : pass("neither forwarded traffic nor gateway transit");
  },
});
