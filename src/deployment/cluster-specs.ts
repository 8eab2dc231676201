import { databricksTypes } from "../azure/databricks-types";
import { clusterPolicies, isSingleNodePolicy, policyLimits } from "./cluster-policy";
import type { Deployment } from "./deployment";
import type { PolicyLimit } from "./policy-language";
import { DeployedResource } from "./resource";
import { find, UnknownValueError, unknownValue, type Value } from "./value";

/**
 * What starts nodes by a specification of its own: clusters, the clusters of jobs and their tasks, and those of classic pipelines. Each
 * has a cluster's properties, and is labelled by where it stands: `Job 'nightly.tasks[0].newCluster'`.
 */
export function clusterSpecs(deployment: Deployment): DeployedResource[] {
  return [
    ...deployment.ofType(databricksTypes.cluster),
    ...deployment.ofType(databricksTypes.job).flatMap(clustersOfJob),
    ...deployment.ofType(databricksTypes.pipeline).flatMap(clustersOfPipeline),
  ];
}

/** Whether a cluster or a policy is for a pipeline, which has a runtime, an image and an access mode of its own. */
export function isForPipelines(subject: DeployedResource): boolean {
  if (subject.type !== databricksTypes.clusterPolicy) return subject.type === databricksTypes.pipeline;
  return policyLimits(subject).cluster_type?.value === "dlt";
}

function clustersOfJob(job: DeployedResource): DeployedResource[] {
  const tasks = [...parts(job, "tasks"), ...parts(job, "tasks").flatMap((task) => part(task, "forEachTask.task"))];
  return [job, ...parts(job, "jobClusters"), ...tasks].flatMap((holder) => part(holder, "newCluster"));
}

function clustersOfPipeline(pipeline: DeployedResource): DeployedResource[] {
  if (pipeline.properties.serverless === true) return [];
  const own = parts(pipeline, "clusters");
  // Without a word about clusters a classic pipeline makes its own.
  return own.length > 0 ? own : [pieceOf(pipeline, "clusters", {})];
}

/** The tasks of jobs that start Spark by its command line, whose options no policy sees. */
export function sparkSubmits(deployment: Deployment): DeployedResource[] {
  return deployment.ofType(databricksTypes.job).flatMap((job) =>
    parts(job, "tasks")
      .flatMap((task) => [task, ...part(task, "forEachTask.task")])
      .flatMap((task) => part(task, "sparkSubmitTask")),
  );
}

/** What stands at a path in a resource, with the same questions; nothing where there is nothing, and an unknown one where that is unknown. */
function part(resource: DeployedResource, path: string): DeployedResource[] {
  const value = quietly(resource, path);
  return value === undefined ? [] : [pieceOf(resource, path, value)];
}

function parts(resource: DeployedResource, path: string): DeployedResource[] {
  const value = quietly(resource, path);
  if (value === unknownValue) return [pieceOf(resource, path, value)];
  return Array.isArray(value) ? value.map((item, i) => pieceOf(resource, `${path}[${i}]`, item)) : [];
}

function quietly(resource: DeployedResource, path: string): Value {
  try {
    return resource.value(path);
  } catch (error) {
    if (error instanceof UnknownValueError) return unknownValue;
    throw error;
  }
}

function pieceOf(resource: DeployedResource, path: string, value: Value): DeployedResource {
  return new DeployedResource({
    key: `${resource.key}#${path}`,
    name: `${resource.name}.${path}`,
    type: resource.type,
    workspaceId: resource.workspaceId,
    unknown: value === unknownValue,
    properties: typeof value === "object" && value !== null && !Array.isArray(value) ? value : {},
  });
}

/** Whether it is known to have a driver and no workers, by itself or by its policy: nothing of it crosses a network between nodes. */
export function isSingleNode(spec: DeployedResource, deployment: Deployment): boolean {
  if (spec.value("isSingleNode") === true) return true;
  if (spec.value("autoscale") !== undefined) return false;
  const workers = spec.value("numWorkers");
  if (workers !== undefined) return workers === 0;
  const policy = knownPolicyOf(spec, deployment);
  return policy !== undefined && isSingleNodePolicy(policy);
}

/** The policy by which a cluster is made, where the deployment holds it. */
export function knownPolicyOf(spec: DeployedResource, deployment: Deployment): DeployedResource | undefined {
  try {
    return policyOf(spec, deployment);
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}

/** The policy by which a cluster is made; undefined where it has none. @throws UnknownValueError where the deployment does not hold it. */
export function policyOf(spec: DeployedResource, deployment: Deployment): DeployedResource | undefined {
  const id = spec.text("policyId");
  if (!id) return undefined;
  const policy = find(clusterPolicies(deployment), (candidate) => candidate.id === id);
  if (!policy) throw new UnknownValueError(`policy ${id} of ${spec.label}, which is outside this deployment,`);
  return policy;
}

/**
 * How an attribute is limited for a policy, or for a cluster: by its own value, else by its policy. Undefined where nothing limits it.
 * @param attribute - in Databricks' words, such as `data_security_mode`.
 * @throws UnknownValueError where a cluster leaves it to a policy that the deployment does not hold.
 */
export function limitOf(subject: DeployedResource, deployment: Deployment, attribute: string): PolicyLimit | undefined {
  if (subject.type === databricksTypes.clusterPolicy) return policyLimits(subject)[attribute];
  const own = subject.value(attribute.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  // The provider reads an attribute that is not set back as an empty text.
  if (own !== undefined && own !== "") return { type: "fixed", value: own };
  const policy = policyOf(subject, deployment);
  return policy && policyLimits(policy)[attribute];
}

/** What may stand for an attribute where it is a list of values; undefined where anything may. */
export function offered(limit: PolicyLimit | undefined): string[] | undefined {
  if (limit?.type === "fixed") return [String(limit.value)];
  return limit?.type === "allowlist" ? (limit.values ?? []).map(String) : undefined;
}
