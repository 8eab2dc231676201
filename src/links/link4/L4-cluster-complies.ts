import { policyLimits } from "../../estate/cluster-policy";
import { clusterSpecs, policyOf } from "../../estate/cluster-specs";
import { disagreement } from "../../estate/policy-language";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-cluster-complies",
  severity: "high",
  title: "Clusters, jobs and pipelines are what their policy says today",
  why: "A policy is read when a cluster is made or edited: what stood before an edit keeps what it has, settings in clear text among it.",
  remediation:
    "Edit the cluster, or enforce compliance with its policy (Compute, Policies); jobs have a call of their own, pipelines none.",
  appliesTo: "cluster",
  subjects: clusterSpecs,
  judge: unlessSingleNode((cluster, deployment) => {
    const policy = policyOf(cluster, deployment);
    if (!policy) return notApplicable("it has no policy: L4-init-script-attached judges that");
    const problem = disagreement(policyLimits(policy), cluster);
    return problem ? fail(problem, `what ${policy.label} says`) : pass(`nothing that it shows disagrees with ${policy.label}`);
  }),
});
