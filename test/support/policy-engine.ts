/**
 * What Databricks does with a request for a cluster by a policy, as its documents and the CLI's recorded runs say: a reading of its own,
 * that shares nothing with the one in src/estate. Requests are flat, by the policy's own paths; an array's item is `init_scripts.0.…`.
 */
export type Request = Record<string, string | number | boolean>;
export type Definition = Record<string, Record<string, unknown>>;

/** What became of a request: the cluster as it is stored, or the message of the refusal. */
export type Answer = { accepted: Request } | { refused: string };

/** Attributes whose absence has a value (the validator of the web interface). */
const whenAbsent: Request = { autotermination_minutes: 0 };

/** Answers a request. @param withDefaults - `apply_policy_default_values`. */
export function answer(definition: Definition, request: Request, withDefaults = false): Answer {
  const type = definition.cluster_type;
  if (type && type.value !== (request.cluster_type ?? "all-purpose"))
    return {
      refused: `Validation failed for cluster_type, the value must be ${type.value} (is "${request.cluster_type ?? "all-purpose"}")`,
    };
  const cluster = { ...request };
  for (const [path, limit] of Object.entries(definition)) {
    if (path in cluster || path.includes("*")) continue;
    if (limit.type === "fixed") cluster[path] = limit.value as string;
    else if (withDefaults && limit.defaultValue !== undefined) cluster[path] = limit.defaultValue as string;
  }
  if (cluster.driver_node_type_id === undefined && cluster.node_type_id !== undefined) cluster.driver_node_type_id = cluster.node_type_id;
  for (const [path, limit] of Object.entries(definition)) {
    if (path === "cluster_type" || path.includes("*")) continue;
    const problem = check(path, limit, cluster[path] ?? whenAbsent[path]);
    if (problem) return { refused: problem };
  }
  for (const [path, value] of Object.entries(cluster)) {
    // An index has its own element, or the wildcard's.
    const wildcard = path.replace(/^(init_scripts|ssh_public_keys)\.\d+/, "$1.*");
    if (wildcard === path || path in definition) continue;
    const limit = definition[wildcard];
    const problem = limit && check(path, limit, value);
    if (problem) return { refused: problem };
  }
  return { accepted: cluster };
}

function check(path: string, limit: Record<string, unknown>, value: unknown): string | undefined {
  const refuse = (why: string) => `Validation failed for ${path}, ${why}`;
  if (limit.type === "forbidden") return value === undefined ? undefined : refuse("must be absent");
  if (value === undefined) return limit.type === "unlimited" || limit.isOptional ? undefined : refuse("must be present");
  switch (limit.type) {
    case "fixed":
      return String(value) === String(limit.value) ? undefined : refuse(`must be ${limit.value} (is "${value}")`);
    case "allowlist":
      return (limit.values as unknown[]).map(String).includes(String(value)) ? undefined : refuse(`must be one of ${limit.values}`);
    case "blocklist":
      return (limit.values as unknown[]).map(String).includes(String(value)) ? refuse(`must not be one of ${limit.values}`) : undefined;
    case "regex":
      return new RegExp(`^(?:${limit.pattern})$`).test(String(value)) ? undefined : refuse(`must match ${limit.pattern}`);
    case "range": {
      const { minValue = -Infinity, maxValue = Infinity } = limit as { minValue?: number; maxValue?: number };
      if (Number(value) < minValue) return refuse(`the value cannot be less than ${minValue}`);
      return Number(value) > maxValue ? refuse(`the value cannot be more than ${maxValue}`) : undefined;
    }
    case "unlimited":
      return undefined;
    default:
      return refuse("cannot be satisfied due to the malformed policy definition");
  }
}
