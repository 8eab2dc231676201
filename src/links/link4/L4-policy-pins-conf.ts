import { closedVariables } from "../../azure/node-environment";
import { closedSettings, NodeTrafficMode, nodeTraffic, pinnedSettings, undoesSetting } from "../../azure/node-traffic";
import { clusterPolicies, findEncryption, pinnedScripts, policyLimits } from "../../estate/cluster-policy";
import type { PolicyLimits } from "../../estate/policy-language";
import type { Resource } from "../../estate/resource";
import { defineRule, fail, type Outcome, pass, unknown } from "../rule";
import { unlessSingleNode } from "../single-node";
import { isLimitedToVnetEncryption } from "../vnet-encryption";

export default defineRule({
  id: "L4-policy-pins-conf",
  severity: "high",
  title: "Every cluster policy pins the script and its settings, and forbids what would undo them",
  why: "One policy without it lets its users start clusters in clear text; one setting or variable of a user's overrides the script.",
  remediation:
    "Create policies with ClusterEncryption, or pin init_scripts.0, fix each setting of the mode, and forbid each other by name.",
  appliesTo: "cluster policy",
  subjects: clusterPolicies,
  judge: unlessSingleNode((policy, deployment) => {
    const { state, script } = findEncryption(deployment, pinnedScripts(policy));
    if (state === "none")
      return isLimitedToVnetEncryption(policy, deployment)
        ? unknown("it leaves encryption to the VNet, which flow logs or a check of the nodes' traffic can show, and nothing here")
        : fail("it pins no encryption init script", "init_scripts.0 fixed to encrypt-node-traffic.sh");
    const limits = policyLimits(policy);
    const problem = judgeSettings(limits) ?? judgeScripts(limits) ?? judgeLibraries(policy);
    if (problem) return problem;
    return state === "proven"
      ? pass("its mode is fixed, and what would undo it forbidden")
      : unknown(`it pins ${script?.path}, whose content is not in this deployment`);
  }),
});

/** The mode, its settings, and everything that would undo them; undefined where all of it holds. */
function judgeSettings(limits: PolicyLimits): Outcome | undefined {
  const variable = `spark_env_vars.${nodeTraffic.mode}`;
  const mode = Object.values(NodeTrafficMode).find((known) => limits[variable]?.type === "fixed" && limits[variable].value === known);
  if (!mode) return fail(`${variable} is not fixed to a mode: nodes may choose a weaker one`, "tls or gcm");
  if (mode === NodeTrafficMode.Ctr) return fail("its mode is ctr: nodes do not notice changed bytes", "tls or gcm");
  const switchedOff = limits[`spark_env_vars.${nodeTraffic.wireOnly}`];
  const wireOnly = switchedOff?.type === "fixed" && switchedOff.value === "1";
  if (!wireOnly && switchedOff?.type !== "forbidden")
    return fail(`spark_env_vars.${nodeTraffic.wireOnly} is free: a user may leave files on disk as they are`, "it forbidden");
  const disks = limits.enable_local_disk_encryption;
  if (wireOnly && !(disks?.type === "fixed" && String(disks.value) === "true"))
    return fail("Spark leaves its files as they are, and enable_local_disk_encryption is not fixed to true", "true");
  for (const [setting, value] of Object.entries(pinnedSettings(mode, { wireOnly }))) {
    const limit = limits[`spark_conf.${setting}`];
    if (limit?.type !== "fixed" || undoesSetting(setting, limit.value, mode, { wireOnly }))
      return fail(`spark_conf.${setting} is not fixed to ${value}`, `it fixed: files that the script writes may go unread`);
  }
  const closed = [
    ...closedSettings(mode, { wireOnly }).map((setting) => `spark_conf.${setting}`),
    ...closedVariables.map((name) => `spark_env_vars.${name}`),
  ];
  const open = closed.find((path) => limits[path]?.type !== "forbidden" && limits[path]?.type !== "fixed");
  if (open) return fail(`${open} is not forbidden`, "every setting and variable that would undo the script forbidden by name");
  // Nobody but its author chooses such a value; what it does is not told here.
  const chosen = closed.find((path) => limits[path]?.type === "fixed");
  return chosen ? unknown(`it fixes ${chosen}, and nothing here shows what that does to Spark's traffic`) : undefined;
}

/** Whether no other script runs, and this one does. */
function judgeScripts(limits: PolicyLimits): Outcome | undefined {
  const other = ["workspace", "volumes", "abfss", "dbfs", "file", "s3", "gcs"].find(
    (store) => limits[`init_scripts.*.${store}.destination`]?.type !== "forbidden",
  );
  if (other) return fail(`further init scripts from ${other} are not forbidden`, "init_scripts.* forbidden");
  if (limits.cluster_type?.value === "dlt") return undefined;
  const mode = limits.dependency_mode;
  return mode?.type === "fixed" && mode.value === "CLUSTER_LIBRARIES"
    ? undefined
    : fail(
        "dependency_mode is not fixed: an environment in the place of cluster libraries may leave init scripts out",
        "CLUSTER_LIBRARIES",
      );
}

function judgeLibraries(policy: Resource): Outcome | undefined {
  const code = policy.items("libraries").find((library) => library.value("jar") !== undefined || library.value("maven") !== undefined);
  return code && unknown("it loads a library into Spark's own processes, and nothing here shows what that does");
}
