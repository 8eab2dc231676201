import { databricksTypes } from "../../azure/databricks-types";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L4-local-disk-encryption",
  severity: "medium",
  title: "The nodes' local disks are encrypted",
  why: "Python workers spill in clear text, whatever Spark's own encryption is set to.",
  remediation: "Fix enable_local_disk_encryption to true.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...deployment.ofType(databricksTypes.cluster)],
  judge: (subject) => {
    const on =
      subject.type === databricksTypes.cluster
        ? subject.value("enableLocalDiskEncryption") === true
        : policyLimits(subject).enable_local_disk_encryption?.type === "fixed" &&
          policyLimits(subject).enable_local_disk_encryption?.value === true;
    return on ? pass("enable_local_disk_encryption is true") : fail("enable_local_disk_encryption is not fixed to true", "true");
  },
});
