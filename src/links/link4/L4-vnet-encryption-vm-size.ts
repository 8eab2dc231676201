import { databricksTypes } from "../../azure/databricks-types";
import { canEncryptInVnet } from "../../azure/vm-sizes";
import { clusterPolicies } from "../../deployment/cluster-policy";
import { clusterSpecs, policyOf } from "../../deployment/cluster-specs";
import type { Deployment } from "../../deployment/deployment";
import type { DeployedResource } from "../../deployment/resource";
import { defineRule, fail, notApplicable, type Outcome, pass, unknown } from "../rule";
import { unlessSingleNode } from "../single-node";
import { encryptsInVnet, sizeProblem } from "../vnet-encryption";

const wanted = "sizes that can do VNet encryption";
const proof = "that Azure encrypts is shown by flow logs, not here";

export default defineRule({
  id: "L4-vnet-encryption-vm-size",
  severity: "low",
  title: "Where the VNet encrypts, every node's size can",
  why: "Azure leaves other sizes in clear text, silently: the second layer then has holes that nobody sees.",
  remediation:
    "Pass layers 'both' to ClusterEncryption: it limits node types to sizes that can do VNet encryption, and closes pools and flexible node types.",
  appliesTo: "cluster policy, cluster or instance pool",
  subjects: (deployment) => [
    ...clusterPolicies(deployment),
    ...clusterSpecs(deployment),
    ...deployment.ofType(databricksTypes.instancePool),
  ],
  judge: (subject, deployment) => {
    if (!encryptsInVnet(deployment)) return notApplicable("no VNet of this deployment encrypts");
    return subject.type === databricksTypes.instancePool ? judgeSizes(subject, deployment) : judgeNodes(subject, deployment);
  },
});

const judgeNodes = unlessSingleNode((subject, deployment) => {
  if (subject.type !== databricksTypes.clusterPolicy) return judgeSizes(subject, deployment);
  const problem = sizeProblem(subject);
  return problem ? fail(problem, wanted) : pass(`every size can do VNet encryption; ${proof}`);
});

/** The sizes that a cluster or a pool names, its pools' among them. */
function judgeSizes(subject: DeployedResource, deployment: Deployment): Outcome {
  const named = [
    ...["nodeTypeId", "driverNodeTypeId"].map((attribute) => subject.text(attribute)),
    ...["workerNodeTypeFlexibility", "driverNodeTypeFlexibility", "nodeTypeFlexibility"].flatMap((attribute) =>
      subject.texts(`${attribute}.alternateNodeTypeIds`),
    ),
  ].filter((size): size is string => size !== undefined && size !== "");
  for (const attribute of ["instancePoolId", "driverInstancePoolId"]) {
    const id = subject.text(attribute);
    if (!id) continue;
    const pool = deployment.ofType(databricksTypes.instancePool).find((candidate) => candidate.knownId === id);
    if (!pool) return unknown(`pool ${id}, which chooses its sizes, is outside this deployment`);
    named.push(pool.text("nodeTypeId") ?? "a size that the pool does not say");
  }
  const weak = named.find((size) => !canEncryptInVnet(size));
  if (weak !== undefined) return fail(`its nodes may be ${weak}`, wanted);
  if (named.length > 0) return pass(`${named.join(", ")}; ${proof}`);
  const policy = policyOf(subject, deployment);
  return policy ? pass(`its sizes are those of ${policy.label}`) : unknown("it names no size: Databricks chooses");
}
