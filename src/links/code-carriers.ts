import { databricksTypes } from "../azure/databricks-types";
import { clusterPolicies, policyLimits } from "../estate/cluster-policy";
import type { Resource } from "../estate/resource";
import type { Scope } from "../estate/scope";
import { isUnknown, UnknownValueError, type Value } from "../estate/value";

/** What carries settings and parameters to clusters: clusters, jobs, and the policies that pin some. */
export function codeCarriers(scope: Scope): Resource[] {
  return [...scope.ofType(databricksTypes.cluster), ...scope.ofType(databricksTypes.job), ...clusterPolicies(scope)];
}

/** Every text in a resource with the path at which it stands; a policy's definition is looked into. @throws UnknownValueError for one that is unknown. */
export function textsOf(resource: Resource): { path: string; value: string }[] {
  const found: { path: string; value: string }[] = [];
  const walk = (value: Value, path: string) => {
    if (isUnknown(value)) throw new UnknownValueError(`${path} of ${resource.label}`, value);
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
