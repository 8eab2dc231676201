import { databricksDelegation } from "../../azure/subnet-rules";
import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

export default defineRule({
  id: "L3-subnet-delegation",
  severity: "critical",
  title: "Workspace subnets are delegated to Databricks, and to nothing else",
  why: "Without the delegation the deployment fails late; with another one, other services may join the subnet.",
  remediation: "Delegate the subnet to Microsoft.Databricks/workspaces only.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: (subnet) => {
    const services = subnet.items("delegations").map((delegation) => delegation.text("serviceName"));
    const only = services.length === 1 && services[0]?.toLowerCase() === databricksDelegation.toLowerCase();
    return only
      ? pass(`delegated to ${services[0]}`)
      : fail(services.length ? `delegated to ${services.join(", ")}` : "not delegated", databricksDelegation);
  },
});
