import { nodeTraffic } from "../../azure/node-traffic";
import { clusterPolicies, findEncryption, pinnedScripts, policyLimits } from "../../estate/cluster-policy";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-init-script-keystore",
  severity: "high",
  title: "The script's secrets come from a secret scope",
  why: "The script that CIS and Microsoft publish has its store's password in its text, and its secret in a file that every user reads.",
  remediation: "Set each HARDENED_SPARK_ variable of the policy to {{secrets/scope/key}}.",
  references: { cis: ["2.1.3"] },
  appliesTo: "cluster policy",
  subjects: clusterPolicies,
  judge: unlessSingleNode((policy, deployment) => {
    if (findEncryption(deployment, pinnedScripts(policy)).state === "none")
      return notApplicable("it pins no encryption script: L4-policy-pins-conf judges that");
    const limits = policyLimits(policy);
    const open = Object.keys(nodeTraffic.secrets).find((variable) => {
      const limit = limits[`spark_env_vars.${variable}`];
      return limit?.type !== "fixed" || !/^\{\{secrets\/[^/]+\/[^/]+\}\}$/.test(String(limit.value));
    });
    return open
      ? fail(`spark_env_vars.${open} is no fixed secret reference`, "{{secrets/scope/key}}")
      : pass("every secret is a reference");
  }),
});
