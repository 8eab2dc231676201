import { clusterPolicies } from "../../estate/cluster-policy";
import { clusterSpecs, limitOf } from "../../estate/cluster-specs";
import { defineRule, fail, pass } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-local-disk-encryption",
  severity: "medium",
  title: "The nodes' local disks are encrypted",
  why: "Python workers spill in clear text, whatever Spark's own encryption is set to.",
  remediation: "Fix enable_local_disk_encryption to true.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...clusterSpecs(deployment)],
  judge: unlessSingleNode((subject, deployment) => {
    const limit = limitOf(subject, deployment, "enable_local_disk_encryption");
    return limit?.type === "fixed" && String(limit.value) === "true"
      ? pass("enable_local_disk_encryption is true")
      : fail("enable_local_disk_encryption is not fixed to true", "true");
  }),
});
