import { databricksTypes } from "../../azure/databricks-types";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { limitOf } from "../../estate/cluster-specs";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-autotermination",
  severity: "low",
  title: "Idle clusters end",
  why: "A cluster that runs for ever keeps an old image and an old key.",
  remediation: "Limit autotermination_minutes to 10 to 1440 in policies for all-purpose clusters; jobs and pipelines end by themselves.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...deployment.ofType(databricksTypes.cluster)],
  judge: unlessSingleNode((subject, deployment) => {
    if (subject.type === databricksTypes.clusterPolicy && ["job", "dlt"].includes(String(policyLimits(subject).cluster_type?.value)))
      return notApplicable("it is for jobs or pipelines, which end by themselves and do not know the attribute");
    const inRange = (minutes: unknown) => Number(minutes) >= 10 && Number(minutes) <= 1440;
    const limit = limitOf(subject, deployment, "autotermination_minutes");
    const limited =
      limit?.type === "fixed" ? inRange(limit.value) : limit?.type === "range" && inRange(limit.minValue) && inRange(limit.maxValue);
    // Left out, it is 0: never.
    return limited && !limit?.isOptional
      ? pass(limit?.type === "fixed" ? `${limit.value} minutes` : "autotermination_minutes is limited")
      : fail("autotermination_minutes is not limited to 10 to 1440", "10 to 1440");
  }),
});
