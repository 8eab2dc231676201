import { databricksTypes } from "../../azure/databricks-types";
import { find } from "../../estate/value";
import { defineRule, fail, pass, show } from "../rule";

export default defineRule({
  id: "L3-network-policy-serverless",
  severity: "high",
  title: "Serverless compute reaches only what a policy lists",
  why: "Serverless compute runs in Databricks' network: the VNet's NSG and firewall do not hold for it, and by default it reaches the internet.",
  remediation: "Add a ServerlessAccess: a network policy with RESTRICTED_ACCESS, enforced, and bound to the workspace.",
  references: { sat: ["NS-9", "NS-12"] },
  appliesTo: "workspace with a network connectivity configuration",
  subjects: (scope) => scope.ofType(databricksTypes.nccBinding),
  judge: (binding, scope) => {
    const workspaceId = String(binding.value("workspaceId"));
    const option = find(scope.ofType(databricksTypes.workspaceNetworkOption), (o) => String(o.value("workspaceId")) === workspaceId);
    if (!option) return fail(`workspace ${workspaceId} has no network policy`, "one with RESTRICTED_ACCESS");
    const policy = find(
      scope.ofType(databricksTypes.accountNetworkPolicy),
      (p) => p.text("networkPolicyId") === option.text("networkPolicyId"),
    );
    if (!policy) return fail(`policy ${show(option.value("networkPolicyId"))} is not in this deployment`, "one with RESTRICTED_ACCESS");
    const mode = policy.value("egress.networkAccess.restrictionMode");
    if (mode !== "RESTRICTED_ACCESS") return fail(`restrictionMode of ${policy.label} is ${show(mode)}`, "'RESTRICTED_ACCESS'");
    const enforcement = policy.value("egress.networkAccess.policyEnforcement.enforcementMode");
    return enforcement === "DRY_RUN"
      ? fail(`${policy.label} only logs`, "enforcementMode 'ENFORCED'")
      : pass(`${policy.label} restricts it`);
  },
});
