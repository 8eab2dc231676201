import { databricksTypes } from "../../azure/databricks-types";
import { nodeTraffic } from "../../azure/node-traffic";
import { isSupported, longTermRuntimes, runtimeOf, today, versionPattern, versionString } from "../../azure/runtimes";
import { clusterPolicies, policyLimits } from "../../estate/cluster-policy";
import { clusterSpecs, isForPipelines, limitOf, offered, policyOf } from "../../estate/cluster-specs";
import type { PolicyLimit } from "../../estate/policy-language";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { defineRule, fail, notApplicable, type Outcome, pass, unknown } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-runtime-supported",
  severity: "medium",
  title: "Clusters run a long-term-support runtime that can do their mode",
  why: "Others lose security fixes within months, and the script was not tried on them; on one that cannot do the mode, no cluster starts.",
  remediation:
    "Limit spark_version to long-term releases in support; `hardened-databricks init-script --modes` lists them with their modes.",
  appliesTo: "cluster policy or cluster",
  isLocal: true,
  subjects: (deployment) => [...clusterPolicies(deployment), ...clusterSpecs(deployment)],
  judge: unlessSingleNode((subject, deployment) => {
    if (isForPipelines(subject)) return notApplicable("pipelines have a runtime of their own, which nobody sets");
    const limit = limitOf(subject, deployment, "spark_version");
    if (!limit && subject.type !== databricksTypes.clusterPolicy) return unknown("spark_version is not set, and no policy sets it");
    const outcome = judgeVersions(limit);
    return outcome.verdict === "pass" ? judgeVersions(limit, pinnedMode(subject, deployment)) : outcome;
  }),
});

/** The mode that nodes must be able to do, where a policy says so. */
function pinnedMode(subject: Resource, deployment: Scope): string | undefined {
  const policy = subject.type === databricksTypes.clusterPolicy ? subject : policyOf(subject, deployment);
  const limit = policy && policyLimits(policy)[`spark_env_vars.${nodeTraffic.mode}`];
  return limit?.type === "fixed" ? String(limit.value) : undefined;
}

function judgeVersions(limit: PolicyLimit | undefined, mode?: string): Outcome {
  const versions = limit?.type === "regex" ? ofPattern(limit.pattern) : (offered(limit) ?? ["anything"]);
  if (!versions) return unknown(`spark_version may be what matches ${limit?.pattern}: list the versions`);
  if (versions.length === 0) return fail("spark_version may be nothing at all", "long-term releases in support");
  for (const version of versions) {
    // The newest long-term release is in support, and does what the newest one in the table does.
    const runtime = /^auto:latest-lts/.test(version) ? longTermRuntimes.at(-1) : runtimeOf(version);
    if (!runtime) return fail(`spark_version may be ${version}, which is no long-term release`, "long-term releases in support");
    if (!isSupported(runtime, today()))
      return fail(`${version} lost its support on ${runtime.supportEnds}`, "long-term releases in support");
    if (mode !== undefined && mode !== "gcm" && mode !== runtime.mode)
      return fail(`${version} does ${runtime.mode}, and the nodes must do ${mode}`, `releases that do ${mode}`);
  }
  return pass(versions.join(", "));
}

/** The versions that a pattern lets through, where it is one that is made from the table; undefined for any other. */
function ofPattern(pattern: string | undefined): string[] | undefined {
  const chosen = longTermRuntimes.filter(({ key }) => pattern?.includes(key.replaceAll(".", "\\.")));
  return pattern === versionPattern(chosen) ? chosen.map(versionString) : undefined;
}
