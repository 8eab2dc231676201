import { databricksTypes } from "../../azure/databricks-types";
import { longTermRuntimePattern } from "../../azure/runtimes";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { defineRule, fail, pass, show } from "../rule";

export default defineRule({
  id: "L4-runtime-supported",
  severity: "medium",
  title: "Clusters run a long-term-support runtime",
  why: "Others lose security fixes within months, and the script was not tried on them.",
  remediation: "Limit spark_version to long-term releases.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...deployment.ofType(databricksTypes.cluster)],
  judge: (subject) => {
    const supported = new RegExp(`^${longTermRuntimePattern}$`);
    if (subject.type === databricksTypes.cluster) {
      const version = subject.text("sparkVersion") ?? "";
      return supported.test(version) ? pass(version) : fail(`sparkVersion is ${show(version)}`, "a long-term release");
    }
    const limit = policyLimits(subject).spark_version;
    if (limit?.type === "regex" && limit.pattern === longTermRuntimePattern) return pass("limited to long-term releases");
    const offered = limit?.type === "fixed" ? [limit.value] : limit?.type === "allowlist" ? (limit.values ?? []) : ["anything"];
    const other = offered.find((version) => !supported.test(String(version)));
    return other === undefined && offered.length > 0
      ? pass(offered.join(", "))
      : fail(`spark_version may be ${show(other)}`, "long-term releases");
  },
});
