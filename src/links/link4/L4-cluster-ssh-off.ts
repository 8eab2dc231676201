import { databricksTypes } from "../../azure/databricks-types";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { clusterSpecs } from "../../estate/cluster-specs";
import { defineRule, fail, pass } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-cluster-ssh-off",
  severity: "medium",
  title: "Nobody logs in to nodes by SSH",
  why: "A shell on a node reads the traffic of every process there.",
  remediation: "Forbid ssh_public_keys.*.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...clusterSpecs(deployment)],
  judge: unlessSingleNode((subject) => {
    if (subject.type !== databricksTypes.clusterPolicy)
      return subject.list("sshPublicKeys").length === 0 ? pass("no SSH keys") : fail("sshPublicKeys is set", "none");
    return policyLimits(subject)["ssh_public_keys.*"]?.type === "forbidden"
      ? pass("ssh_public_keys.* is forbidden")
      : fail("ssh_public_keys.* is not forbidden", "forbidden");
  }),
});
