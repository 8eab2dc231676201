import { closedSettings, nodeTraffic, pinnedSettings } from "../../azure/node-traffic";
import { clusterPolicies, pinsEncryption, policyLimits } from "../../deployment/cluster-policy";
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
    const loose = Object.entries(pinnedSettings("tls")).find(([setting, value]) => limits[`spark_conf.${setting}`]?.value !== value);
    if (loose) return fail(`spark_conf.${loose[0]} is not fixed to ${loose[1]}`, "every setting of the mode fixed");
    const open = closedSettings("tls").find((setting) => limits[`spark_conf.${setting}`]?.type !== "forbidden");
    if (open) return fail(`spark_conf.${open} is not forbidden`, "every setting that would undo the script forbidden");
    const variable = `spark_env_vars.${nodeTraffic.mode}`;
    if (limits[variable]?.value !== "tls")
      return fail(`${variable} is not fixed to tls: nodes may use a cipher that does not notice changed bytes`, "it fixed");
    const other = ["workspace", "volumes", "abfss", "dbfs", "file", "s3"].find(
      (kind) => limits[`init_scripts.*.${kind}.destination`]?.type !== "forbidden",
    );
    return other
      ? fail(`further init scripts from ${other} are not forbidden`, "init_scripts.* forbidden")
      : pass(`${closedSettings("tls").length} settings are forbidden`);
  },
});
