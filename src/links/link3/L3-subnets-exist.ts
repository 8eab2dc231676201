import { isServerless, workspaceSubnets } from "../../estate/queries";
import { defineRule, fail, notApplicable, pass, show, unknown } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L3-subnets-exist",
  severity: "critical",
  title: "The workspace's two subnets exist, are two, and are its own",
  why: "A shared subnet lets the clusters of one workspace reach those of another.",
  remediation: "Name two existing subnets of the VNet that no other workspace uses.",
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const networkId = workspace.text("parameters.customVirtualNetworkId.value");
    if (networkId === undefined) return notApplicable("no VNet of the customer's: L3-vnet-injected judges that");
    if (!scope.byId(networkId)) return unknown(`VNet ${networkId} is outside this deployment`);
    const [host, container] = workspaceSubnets(scope, workspace);
    const missing = [host, container].find((side) => !side?.subnet);
    if (missing) return fail(`VNet ${networkId.split("/").pop()} has no subnet ${show(missing.name)}`, "two existing subnets");
    if (host?.subnet === container?.subnet) return fail(`both are ${show(host?.name)}`, "two subnets");
    const other = [...workspaces(scope), ...scope.otherWorkspaces].find(
      (candidate) =>
        candidate !== workspace &&
        !isServerless(candidate) &&
        workspaceSubnets(scope, candidate).some((side) => side.subnet && [host?.subnet, container?.subnet].includes(side.subnet)),
    );
    return other ? fail(`${other.label} uses a subnet too`, "subnets of its own") : pass(`${host?.name} and ${container?.name}`);
  }),
});
