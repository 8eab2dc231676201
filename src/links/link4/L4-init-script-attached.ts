import { databricksTypes } from "../../azure/databricks-types";
import { nodeTraffic } from "../../azure/node-traffic";
import { scriptDigest } from "../../azure/script-digest";
import { contentDigest, findEncryption, ownScripts, pinnedScripts } from "../../estate/cluster-policy";
import { clusterSpecs, isSingleNode, policyOf } from "../../estate/cluster-specs";
import { inWorkspace, isServerless } from "../../estate/queries";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { find, some } from "../../estate/value";
import { defineRule, fail, notApplicable, type Outcome, pass, unknown } from "../rule";
import { workspaces } from "../subjects";
import { isLimitedToVnetEncryption } from "../vnet-encryption";

const wanted = `a policy that pins ${nodeTraffic.scriptName}`;

export default defineRule({
  id: "L4-init-script-attached",
  severity: "high",
  title: "Every cluster starts with the script that encrypts traffic between nodes",
  why: "Spark's traffic between nodes is clear text by default: shuffles, broadcasts, results and secrets.",
  remediation:
    "Add a ClusterEncryption: cluster policies that pin encrypt-node-traffic.sh (init_scripts.0 fixed), and create clusters, jobs and pipelines by them only.",
  references: { cis: ["2.1.3"] },
  appliesTo: "workspace with clusters",
  subjects: (deployment) => [...workspaces(deployment).filter((workspace) => !isServerless(workspace)), ...clusterSpecs(deployment)],
  judge: (subject, deployment) =>
    workspaces(deployment).includes(subject) ? judgeWorkspace(subject, deployment) : judgeCluster(subject, deployment),
});

function judgeWorkspace(workspace: Resource, deployment: Scope): Outcome {
  const policies = inWorkspace(deployment, workspace, databricksTypes.clusterPolicy);
  const stateOf = (policy: Resource) => findEncryption(deployment, pinnedScripts(policy)).state;
  const proven = find(policies, (policy) => stateOf(policy) === "proven");
  if (proven)
    return mayBeUsed(proven, deployment)
      ? pass(`${proven.label} pins ${pinnedScripts(proven).map(({ path }) => path)}`)
      : unknown(
          `${proven.label} pins the script, and nobody but administrators may use it here: whoever else starts nodes does so without it`,
        );
  const unread = find(policies, (policy) => stateOf(policy) === "unread");
  if (unread) return unknown(`${unread.label} pins ${pinnedScripts(unread)[0]?.path}, whose content is not in this deployment`);
  const sized = find(policies, (policy) => isLimitedToVnetEncryption(policy, deployment));
  if (sized)
    return unknown(
      `${sized.label} leaves encryption to the VNet, which flow logs or a check of the nodes' traffic can show, and nothing here`,
    );
  return fail(`no cluster policy of ${workspace.label} pins an encryption init script: nodes talk in clear text`, wanted);
}

/** Whether somebody is given a policy. Administrators may use each. */
function mayBeUsed(policy: Resource, deployment: Scope): boolean {
  return some(
    deployment.ofType(databricksTypes.permissions),
    (permissions) =>
      permissions.text("clusterPolicyId") === policy.id &&
      permissions.items("accessControls").some((access) => access.text("permissionLevel") === "CAN_USE"),
  );
}

function judgeCluster(cluster: Resource, deployment: Scope): Outcome {
  if (isSingleNode(cluster, deployment)) return notApplicable("it has one node, which sends nothing to others");
  const policy = policyOf(cluster, deployment);
  const { state, script } = findEncryption(deployment, policy ? pinnedScripts(policy) : ownScripts(cluster));
  const by = policy ? policy.label : "its own init scripts";
  if (state === "proven") return pass(`it starts with ${script?.path}, by ${by}`);
  if (state === "unread") return unknown(`it starts with ${script?.path} by ${by}, and that content is not in this deployment`);
  if (policy && isLimitedToVnetEncryption(policy, deployment))
    return unknown(
      `${policy.label} leaves encryption to the VNet, which flow logs or a check of the nodes' traffic can show, and nothing here`,
    );
  const global = find(
    deployment.ofType(databricksTypes.globalInitScript),
    (candidate) => candidate.value("enabled") === true && contentDigest(candidate) === scriptDigest,
  );
  if (global)
    return ["SINGLE_USER", "DATA_SECURITY_MODE_DEDICATED"].includes(cluster.text("dataSecurityMode") ?? "")
      ? pass(`${global.label} carries the script to every cluster of dedicated access mode`)
      : unknown(`${global.label} carries the script to clusters of dedicated access mode only, and this one's mode is not set to it`);
  return fail(policy ? `${policy.label} pins no encryption init script` : "it is created without a policy", wanted);
}
