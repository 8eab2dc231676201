import { databricksTypes } from "../azure/databricks-types";
import { clusterPolicies, policyLimits } from "../deployment/cluster-policy";
import type { Deployment } from "../deployment/deployment";
import type { DeployedResource } from "../deployment/resource";
import { UnknownValueError, unknownValue, type Value } from "../deployment/value";

/** What carries settings and parameters to clusters: clusters, jobs, and the policies that pin some. */
export function codeCarriers(deployment: Deployment): DeployedResource[] {
  return [...deployment.ofType(databricksTypes.cluster), ...deployment.ofType(databricksTypes.job), ...clusterPolicies(deployment)];
}

/** Every text in a resource with the path at which it stands; a policy's definition is looked into. @throws UnknownValueError for one that is unknown. */
export function textsOf(resource: DeployedResource): { path: string; value: string }[] {
  const found: { path: string; value: string }[] = [];
  const walk = (value: Value, path: string) => {
    if (value === unknownValue) throw new UnknownValueError(`${path} of ${resource.label}`);
    if (typeof value === "string") {
      if (path === "definition") walkDefinition();
      else found.push({ path, value });
    } else if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, `${path}[${i}]`);
    else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, path ? `${path}.${key}` : key);
  };
  const walkDefinition = () => {
    for (const [attribute, limit] of Object.entries(policyLimits(resource)))
      for (const value of [limit.value, limit.defaultValue, ...(limit.values ?? [])]) walk(value as Value, attribute);
  };
  walk(resource.properties, "");
  return found;
}
