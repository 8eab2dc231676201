import { nodeTraffic, weakeningSettings } from "../../azure/node-traffic";
import { clusterPolicies, pinsEncryption, policyLimits } from "../../estate/cluster-policy";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L4-policy-pins-conf",
  severity: "high",
  title: "Every cluster policy pins the script and forbids what would undo it",
  why: "One policy without it lets its users start clusters in clear text; one setting of a user's overrides the script.",
  remediation: "Create policies with ClusterEncryption, or pin init_scripts.0 and forbid each setting in the policy.",
  appliesTo: "cluster policy",
  subjects: clusterPolicies,
  judge: (policy) => {
    if (!pinsEncryption(policy)) return fail("it pins no encryption init script", "init_scripts.0 fixed to encrypt-node-traffic.sh");
    const limits = policyLimits(policy);
    const open = weakeningSettings.find((setting) => limits[`spark_conf.${setting}`]?.type !== "forbidden");
    if (open) return fail(`spark_conf.${open} is not forbidden`, "every setting that would undo the script forbidden");
    const variable = `spark_env_vars.${nodeTraffic.allowCtr}`;
    if (limits[variable]?.type !== "forbidden")
      return fail(`${variable} is not forbidden: nodes may fall back to a cipher that does not notice changed bytes`, "it forbidden");
    const other = ["workspace", "volumes", "abfss", "dbfs", "file", "s3"].find(
      (kind) => limits[`init_scripts.*.${kind}.destination`]?.type !== "forbidden",
    );
    return other
      ? fail(`further init scripts from ${other} are not forbidden`, "init_scripts.* forbidden")
      : pass(`${weakeningSettings.length} settings are forbidden`);
  },
});
