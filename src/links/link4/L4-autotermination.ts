import { databricksTypes } from "../../azure/databricks-types";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L4-autotermination",
  severity: "low",
  title: "Idle clusters end",
  why: "A cluster that runs for ever keeps an old image and an old key.",
  remediation: "Limit autotermination_minutes to 10 to 1440.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...deployment.ofType(databricksTypes.cluster)],
  judge: (subject) => {
    const inRange = (minutes: unknown) => Number(minutes) >= 10 && Number(minutes) <= 1440;
    if (subject.type === databricksTypes.cluster)
      return inRange(subject.value("autoterminationMinutes"))
        ? pass(`${Number(subject.value("autoterminationMinutes"))} minutes`)
        : fail("autoterminationMinutes is not between 10 and 1440", "10 to 1440");
    const limit = policyLimits(subject).autotermination_minutes;
    const limited =
      limit?.type === "fixed" ? inRange(limit.value) : limit?.type === "range" && inRange(limit.minValue) && inRange(limit.maxValue);
    return limited ? pass("autotermination_minutes is limited") : fail("autotermination_minutes is not limited", "10 to 1440");
  },
});
