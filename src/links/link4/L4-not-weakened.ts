import { databricksTypes } from "../../azure/databricks-types";
import { isClosedVariable } from "../../azure/node-environment";
import { NodeTrafficMode, nodeTraffic, undoesSetting } from "../../azure/node-traffic";
import { policyLimits } from "../../estate/cluster-policy";
import { clusterSpecs, knownPolicyOf, policyOf, sparkSubmits } from "../../estate/cluster-specs";
import { allows } from "../../estate/policy-language";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { isUnknown, UnknownValueError } from "../../estate/value";
import { defineRule, fail, type Outcome, pass, unknown } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-not-weakened",
  severity: "high",
  title: "No cluster sets what would undo the script",
  why: "A cluster's own setting comes after the script's, and its variables act before the script's first line.",
  remediation: "Remove the setting or variable from the cluster, and options of that kind from spark-submit tasks.",
  appliesTo: "cluster, or task of spark-submit",
  isLocal: true,
  subjects: (deployment) => [...clusterSpecs(deployment), ...sparkSubmits(deployment)],
  judge: unlessSingleNode((subject, deployment) => {
    if (subject.value("parameters") !== undefined) return judgeSubmit(subject.texts("parameters"));
    return judgeCluster(subject, deployment);
  }),
});

/** What a cluster says of settings or variables; its keys have dots. @throws UnknownValueError where a value is unknown. */
function entries(cluster: Resource, property: string): [string, unknown][] {
  return Object.entries((cluster.value(property) as object | undefined) ?? {}).map(([key, value]) => {
    if (isUnknown(value)) throw new UnknownValueError(`${property} ${key} of ${cluster.label}`, value);
    return [key, value];
  });
}

function judgeCluster(cluster: Resource, deployment: Scope): Outcome {
  const policy = knownPolicyOf(cluster, deployment);
  const limits = policy ? policyLimits(policy) : {};
  const pinned = (variable: string) => {
    const limit = limits[`spark_env_vars.${variable}`];
    return limit?.type === "fixed" ? limit : undefined;
  };
  const mode = Object.values(NodeTrafficMode).find((known) => known === pinned(nodeTraffic.mode)?.value) ?? NodeTrafficMode.Tls;
  const wireOnly = pinned(nodeTraffic.wireOnly)?.value === "1";
  const settings = entries(cluster, "sparkConf");
  const weak = settings.find(([setting, value]) => undoesSetting(setting, value, mode, { wireOnly }));
  if (weak) return fail(`sparkConf sets ${weak[0]}`, "none of the script's settings");
  const variables = entries(cluster, "sparkEnvVars");
  const own = variables.find(([variable, value]) => {
    // The script's own variables belong to the policy, which may be outside.
    if (variable.startsWith("HARDENED_SPARK_")) policyOf(cluster, deployment);
    const limit = pinned(variable);
    return isClosedVariable(variable) && !(limit && allows(limit, value));
  });
  if (own) return fail(`sparkEnvVars sets ${own[0]}`, "no variable that acts on the script or on Spark's processes");
  if (cluster.type === databricksTypes.cluster) {
    const code = cluster.items("libraries").find((library) => library.value("jar") !== undefined || library.value("maven") !== undefined);
    if (code) return unknown("it loads a library into Spark's own processes, and nothing here shows what that does");
  }
  return pass(`${settings.length} settings and ${variables.length} variables, none of the script's`);
}

/** Options of spark-submit that set what a setting sets. */
const optionSettings: Record<string, string> = {
  "--driver-java-options": "spark.driver.extraJavaOptions",
  "--driver-class-path": "spark.driver.extraClassPath",
  "--driver-library-path": "spark.driver.extraLibraryPath",
  "--jars": "spark.jars",
  "--packages": "spark.jars.packages",
  "--repositories": "spark.jars.repositories",
  "--files": "spark.files",
  "--archives": "spark.archives",
  "--py-files": "spark.submit.pyFiles",
};

/** Judges the command line of spark-submit: its settings are in force whatever a policy says. */
function judgeSubmit(parameters: string[]): Outcome {
  for (const [i, parameter] of parameters.entries()) {
    const [, option, inline] = /^(--?[\w-]+)(?:=(.*))?$/s.exec(parameter) ?? [];
    if (option === undefined) continue;
    const argument = inline ?? parameters[i + 1] ?? "";
    if (option === "--properties-file") return unknown(`it reads settings from ${argument}, whose content is not in this deployment`);
    const setting = option === "--conf" || option === "-c" ? argument.split("=")[0]?.trim() : optionSettings[option];
    if (!setting) continue;
    const value = option === "--conf" || option === "-c" ? argument.slice(argument.indexOf("=") + 1) : argument;
    if (undoesSetting(setting, value, NodeTrafficMode.Tls))
      return fail(`its command line sets ${setting}`, "none of the script's settings");
  }
  return pass(`${parameters.length} parameters, none of the script's settings`);
}
