import type { DeployedResource } from "./resource";
import { UnknownValueError, unknownValue, type Value } from "./value";

/** How a policy limits one attribute of clusters, in the words of Databricks' definition language. */
export interface PolicyLimit {
  type?: string;
  value?: unknown;
  defaultValue?: unknown;
  values?: unknown[];
  pattern?: string;
  minValue?: number;
  maxValue?: number;
  /** Whether a cluster may leave the attribute out; Databricks then has its own default, not the policy's. */
  isOptional?: boolean;
}

/** The limits of a cluster policy by attribute. */
export type PolicyLimits = Record<string, PolicyLimit>;

/**
 * Whether a limit lets a value through. Values are compared by their texts, exactly; patterns match whole values; ranges hold their ends
 * (compute policy reference; facts that it leaves open are taken the narrow way). A type that the language does not have lets nothing
 * through: Databricks refuses clusters of such a policy.
 * @throws UnknownValueError for a pattern that cannot be read.
 */
export function allows(limit: PolicyLimit, value: unknown): boolean {
  const text = String(value);
  switch (limit.type) {
    case "fixed":
      return text === String(limit.value);
    case "allowlist":
      return (limit.values ?? []).some((allowed) => String(allowed) === text);
    case "blocklist":
      return !(limit.values ?? []).some((blocked) => String(blocked) === text);
    case "regex":
      return matchesWhole(limit.pattern ?? "", text);
    case "range":
      return Number(value) >= (limit.minValue ?? -Infinity) && Number(value) <= (limit.maxValue ?? Infinity);
    case "unlimited":
      return true;
    default:
      return false;
  }
}

function matchesWhole(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    // Databricks' patterns are Java's.
    throw new UnknownValueError(`whether the pattern ${pattern} lets '${text}' through`);
  }
}

/** What a cluster says of an attribute, by its place in the cluster: `init_scripts.1.workspace.destination`. Nothing where it says nothing. */
function* valuesOf(cluster: DeployedResource): Generator<[path: string, value: Value]> {
  for (const [attribute, value] of Object.entries(cluster.properties)) yield* walk(snake(attribute), value);
}

const maps = ["spark_conf", "spark_env_vars", "custom_tags"];

function* walk(path: string, value: Value): Generator<[path: string, value: Value]> {
  if (value === unknownValue || typeof value !== "object" || value === null) {
    // The provider reads an attribute that is not set back as an empty text.
    if (value !== undefined && value !== null && value !== "") yield [path, value];
  } else if (Array.isArray(value))
    // A list that is limited as a whole is not limited by its items.
    for (const [i, item] of value.entries()) yield* walk(/alternate_node_type_ids$/.test(path) ? path : `${path}.${i}`, item);
  else for (const [key, item] of Object.entries(value)) yield* walk(`${path}.${maps.includes(path) ? key : snake(key)}`, item);
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The first value of a cluster that a policy would not let through, in words; undefined where there is none. An index of a list wins over
 * its wildcard. Nothing is said of what the cluster leaves out: the policy may have supplied it.
 * @throws UnknownValueError where a value that is limited is unknown.
 */
export function disagreement(limits: PolicyLimits, cluster: DeployedResource): string | undefined {
  for (const [path, value] of valuesOf(cluster)) {
    const limit = limits[path] ?? limits[path.replace(/^(init_scripts|ssh_public_keys)\.\d+/, "$1.*")];
    if (!limit) continue;
    if (value === unknownValue) throw new UnknownValueError(`${path} of ${cluster.label}`);
    if (limit.type === "forbidden") return `${path} is set, which the policy forbids`;
    // What a secret reference resolves to is not shown; the reference is.
    if (!allows(limit, value)) return `${path} is '${shown(path, value)}', and the policy says ${wanted(limit)}`;
  }
  return undefined;
}

const shown = (path: string, value: Value) => (/secret|key|password|token/i.test(path) ? "…" : String(value));

function wanted(limit: PolicyLimit): string {
  if (limit.type === "fixed") return `'${limit.value}'`;
  if (limit.type === "allowlist") return `one of ${(limit.values ?? []).join(", ")}`;
  if (limit.type === "blocklist") return `none of ${(limit.values ?? []).join(", ")}`;
  if (limit.type === "regex") return `what matches ${limit.pattern}`;
  return `from ${limit.minValue ?? "any"} to ${limit.maxValue ?? "any"}`;
}
