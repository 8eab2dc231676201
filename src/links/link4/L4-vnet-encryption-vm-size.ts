import { resourceTypes } from "../../azure/resource-types";
import { canEncryptInVnet } from "../../azure/vm-sizes";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { some } from "../../estate/value";
import { defineRule, fail, notApplicable, pass } from "../rule";

export default defineRule({
  id: "L4-vnet-encryption-vm-size",
  severity: "low",
  title: "Where the VNet encrypts, every node's size can",
  why: "Azure leaves other sizes in clear text, silently: the second layer then has holes that nobody sees.",
  remediation: "Limit node_type_id and driver_node_type_id to sizes that can do VNet encryption.",
  appliesTo: "cluster policy",
  subjects: clusterPolicies,
  judge: (policy, deployment) => {
    if (!some(deployment.ofType(resourceTypes.virtualNetwork), (network) => network.value("encryption.enabled") === true))
      return notApplicable("no VNet of this deployment encrypts");
    const limits = policyLimits(policy);
    for (const attribute of ["node_type_id", "driver_node_type_id"]) {
      const limit = limits[attribute];
      const offered = limit?.type === "fixed" ? [limit.value] : limit?.type === "allowlist" ? (limit.values ?? []) : [];
      if (offered.length === 0) return fail(`${attribute} is not limited`, "sizes that can do VNet encryption");
      const weak = offered.find((size) => !canEncryptInVnet(String(size)));
      if (weak !== undefined) return fail(`${attribute} may be ${weak}`, "sizes that can do VNet encryption");
    }
    return pass("every size can do VNet encryption");
  },
});
