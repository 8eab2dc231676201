import { databricksTypes } from "../../azure/databricks-types";
import { isServerless } from "../../deployment/queries";
import { find } from "../../deployment/value";
import { defineRule, fail, pass } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L4-init-script-attached",
  severity: "high",
  title: "Every cluster starts with the script that encrypts traffic between nodes",
  why: "Spark's traffic between nodes is clear text by default: shuffles, broadcasts, results and secrets.",
  remediation: "Pin the encryption init script in a cluster policy (init_scripts.0 fixed), and let users create clusters only by policy.",
  references: { cis: ["2.1.3"] },
  appliesTo: "workspace with clusters",
  subjects: (deployment) => workspaces(deployment).filter((workspace) => !isServerless(workspace)),
  judge: (workspace, deployment) => {
    const policies = deployment.ofType(databricksTypes.clusterPolicy);
    const pinned = find(policies, (policy) =>
      /"init_scripts\.0\.[a-z.]+"\s*:\s*\{[^}]*"type"\s*:\s*"fixed"[^}]*encrypt-node-traffic\.sh/.test(policy.text("definition") ?? ""),
    );
    const global = find(
      deployment.ofType(databricksTypes.globalInitScript),
      (script) => script.value("enabled") === true && /encrypt-node-traffic/.test(script.text("name") ?? ""),
    );
    if (pinned ?? global) return pass(`${(pinned ?? global)?.label} carries the script`);
    return fail(
      `no cluster policy of ${workspace.label} pins an encryption init script: nodes talk in clear text`,
      "a policy that pins encrypt-node-traffic.sh",
    );
  },
});
