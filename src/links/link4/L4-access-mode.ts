import { databricksTypes } from "../../azure/databricks-types";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { defineRule, fail, pass, show } from "../rule";

export default defineRule({
  id: "L4-access-mode",
  severity: "high",
  title: "Clusters run in an access mode that keeps users apart",
  why: "Without isolation every user's code runs as the same user, next to the keys in the environment.",
  remediation: "Limit data_security_mode to SINGLE_USER or USER_ISOLATION.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...deployment.ofType(databricksTypes.cluster)],
  judge: (subject) => {
    const safe = ["SINGLE_USER", "USER_ISOLATION", "DATA_SECURITY_MODE_STANDARD", "DATA_SECURITY_MODE_DEDICATED"];
    const limit =
      subject.type === databricksTypes.cluster
        ? { type: "fixed", value: subject.text("dataSecurityMode") }
        : policyLimits(subject).data_security_mode;
    const offered =
      limit?.type === "fixed"
        ? [limit.value]
        : limit?.type === "allowlist"
          ? ((limit as { values?: unknown[] }).values ?? [])
          : ["anything"];
    const unsafe = offered.find((mode) => !safe.includes(String(mode)));
    return unsafe === undefined && offered.length > 0
      ? pass(offered.join(", "))
      : fail(`data_security_mode may be ${show(unsafe)}`, safe.slice(0, 2).join(" or "));
  },
});
