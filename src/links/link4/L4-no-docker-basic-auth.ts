import { databricksTypes } from "../../azure/databricks-types";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { clusterSpecs, isForPipelines } from "../../estate/cluster-specs";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-no-docker-basic-auth",
  severity: "low",
  title: "Clusters run Databricks' images",
  why: "An image of somebody's own may lack what the script examines, and its registry's password lies in the cluster's settings.",
  remediation: "Forbid docker_image.url.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...clusterSpecs(deployment)],
  judge: unlessSingleNode((subject) => {
    if (isForPipelines(subject)) return notApplicable("pipelines have an image of their own, which nobody sets");
    if (subject.type !== databricksTypes.clusterPolicy)
      return subject.value("dockerImage") === undefined ? pass("no image of its own") : fail("dockerImage is set", "none");
    return policyLimits(subject)["docker_image.url"]?.type === "forbidden"
      ? pass("docker_image.url is forbidden")
      : fail("docker_image.url is not forbidden", "forbidden");
  }),
});
