import { databricksTypes } from "../../azure/databricks-types";
import { nodeTraffic } from "../../azure/node-traffic";
import { clusterPolicies, pinnedScript, pinsEncryption } from "../../estate/cluster-policy";
import { inWorkspace, isServerless } from "../../estate/queries";
import { find } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L4-init-script-attached",
  severity: "high",
  title: "Every cluster starts with the script that encrypts traffic between nodes",
  why: "Spark's traffic between nodes is clear text by default: shuffles, broadcasts, results and secrets.",
  remediation:
    "Add a ClusterEncryption: a cluster policy that pins encrypt-node-traffic.sh (init_scripts.0 fixed), and create clusters by it only.",
  references: { cis: ["2.1.3"] },
  appliesTo: "workspace with clusters",
  subjects: (deployment) => [
    ...workspaces(deployment).filter((workspace) => !isServerless(workspace)),
    ...deployment.ofType(databricksTypes.cluster),
  ],
  judge: (subject, deployment) => {
    const wanted = `a policy that pins ${nodeTraffic.scriptName}`;
    const inSame = (type: string) =>
      subject.type === databricksTypes.cluster ? deployment.ofType(type) : inWorkspace(deployment, subject, type);
    const global = find(
      inSame(databricksTypes.globalInitScript),
      (script) => script.value("enabled") === true && script.text("name") === nodeTraffic.scriptName,
    );
    if (global) return pass(`${global.label} carries the script to every cluster`);
    if (subject.type !== databricksTypes.cluster) {
      const policy = find(inSame(databricksTypes.clusterPolicy), pinsEncryption);
      return policy
        ? pass(`${policy.label} pins ${pinnedScript(policy)?.path}`)
        : fail(`no cluster policy of ${subject.label} pins an encryption init script: nodes talk in clear text`, wanted);
    }
    const policyId = subject.text("policyId");
    const policy = find(clusterPolicies(deployment), (candidate) => candidate.id === policyId);
    return policy && pinsEncryption(policy)
      ? pass(`it is created by ${policy.label}`)
      : fail(policyId ? `policy ${policyId} pins no encryption init script` : "it is created without a policy", wanted);
  },
});
