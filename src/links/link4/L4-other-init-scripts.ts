import { databricksTypes } from "../../azure/databricks-types";
import { scriptDigest } from "../../azure/script-digest";
import { clusterPolicies, contentDigest, digestAt, findEncryption, ownScripts, pinnedScripts } from "../../estate/cluster-policy";
import { clusterSpecs, policyOf } from "../../estate/cluster-specs";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { defineRule, fail, notApplicable, type Outcome, pass, unknown } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-other-init-scripts",
  severity: "high",
  title: "No other script runs as root beside the one that encrypts",
  why: "A script that runs later can take back what the encryption script wrote; one that runs earlier can prepare the ground.",
  remediation:
    "Let clusters name no scripts of their own. Pin a company's script before ours, and put its file into the same deployment, so that its content can be told.",
  appliesTo: "cluster policy, cluster or global init script",
  subjects: (deployment) => [
    ...clusterPolicies(deployment),
    ...clusterSpecs(deployment),
    ...deployment.ofType(databricksTypes.globalInitScript),
  ],
  judge: (subject, deployment) => {
    return subject.type === databricksTypes.globalInitScript ? judgeGlobal(subject) : judgeNodes(subject, deployment);
  },
});

const judgeNodes = unlessSingleNode((subject, deployment) =>
  subject.type === databricksTypes.clusterPolicy ? judgePolicy(subject, deployment) : judgeCluster(subject, deployment),
);

/** What an administrator pins before ours is trusted as the image is, where it can be told what it is. */
function judgePolicy(policy: Resource, deployment: Scope): Outcome {
  const { state, before, after } = findEncryption(deployment, pinnedScripts(policy));
  if (state === "none") return notApplicable("it pins no encryption script: L4-policy-pins-conf judges that");
  if (after[0])
    return unknown(`${after[0].path} runs as root after the encryption script: nothing here shows that it leaves its work alone`);
  const known = before.map(({ path }) => ({ path, digest: digestAt(deployment, path) }));
  const unread = known.find(({ digest }) => digest === undefined);
  if (unread) return unknown(`${unread.path} runs as root before the encryption script, and its content is not in this deployment`);
  return pass(
    known.length === 0
      ? "it pins one script"
      : known
          .map(({ path, digest }) => `${path} runs as root first, by the same administrators: SHA-256 ${digest?.slice(0, 12)}…`)
          .join(", "),
  );
}

function judgeCluster(cluster: Resource, deployment: Scope): Outcome {
  const own = ownScripts(cluster);
  if (own.length === 0) return notApplicable("it names no init scripts itself");
  const policy = policyOf(cluster, deployment);
  const pinned = policy ? pinnedScripts(policy) : [];
  const others = own.filter(({ path }) => !pinned.some((script) => script.path === path) && digestAt(deployment, path) !== scriptDigest);
  if (others.length === own.length && !policy) return notApplicable("it runs no encryption script: L4-init-script-attached judges that");
  return others[0]
    ? fail(`it runs ${others[0].path} beside the encryption script`, "the scripts that its policy pins, and no other")
    : pass(`${own.length} scripts, as its policy pins them`);
}

function judgeGlobal(script: Resource): Outcome {
  if (script.value("enabled") !== true) return notApplicable("it is switched off");
  const digest = contentDigest(script);
  if (digest === undefined) return unknown("it runs as root first on every cluster, and its content is on somebody's disk");
  return pass(`it runs as root first on every cluster, by administrators: SHA-256 ${digest.slice(0, 12)}…`);
}
