import { databricksTypes } from "../../azure/databricks-types";
import { clusterPolicies } from "../../estate/cluster-policy";
import { clusterSpecs, isForPipelines, limitOf, offered } from "../../estate/cluster-specs";
import { defineRule, fail, notApplicable, pass, unknown } from "../rule";
import { unlessSingleNode } from "../single-node";

const safe = ["SINGLE_USER", "USER_ISOLATION", "DATA_SECURITY_MODE_STANDARD", "DATA_SECURITY_MODE_DEDICATED"];

export default defineRule({
  id: "L4-access-mode",
  severity: "high",
  title: "Clusters run in an access mode that keeps users apart",
  why: "Without isolation every user's code runs as the same user, next to the keys in the environment.",
  remediation: "Limit data_security_mode to SINGLE_USER or USER_ISOLATION.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...clusterSpecs(deployment)],
  judge: unlessSingleNode((subject, deployment) => {
    if (isForPipelines(subject)) return notApplicable("pipelines have an access mode of their own, which nobody sets");
    const limit = limitOf(subject, deployment, "data_security_mode");
    if (!limit && subject.type !== databricksTypes.clusterPolicy)
      return unknown("data_security_mode is not set, and no document says which one Databricks then takes");
    const modes = offered(limit) ?? ["anything"];
    const unsafe = modes.find((mode) => !safe.includes(mode));
    if (unsafe !== undefined) return fail(`data_security_mode may be ${unsafe}`, safe.slice(0, 2).join(" or "));
    if (limit?.isOptional) return fail("data_security_mode may be left out", "it fixed, or required");
    return modes.length > 0 ? pass(modes.join(", ")) : fail("data_security_mode may be nothing at all", safe.slice(0, 2).join(" or "));
  }),
});
