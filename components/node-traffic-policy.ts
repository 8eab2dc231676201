import { closedVariables } from "../src/azure/node-environment";
import { closedSettings, type NodeTrafficMode, nodeTraffic, pinnedSettings } from "../src/azure/node-traffic";
import { type LongTermRuntime, versionPattern, versionString } from "../src/azure/runtimes";

/** What encrypts the traffic between nodes. */
export const EncryptionLayers = {
  /** Spark itself, by the init script. */
  Spark: "spark",
  /** Azure, between the virtual machines of a VNet with encryption: for compute that runs no script. */
  Vnet: "vnet",
  /** Both: also for what nodes send each other beside Spark (MPI, Ray, XGBoost). */
  Both: "both",
} as const;
export type EncryptionLayers = (typeof EncryptionLayers)[keyof typeof EncryptionLayers];

/** What a cluster policy is for, in Databricks' words (`cluster_type`). */
export type ClusterType = "all-purpose" | "job" | "dlt";

/** The script that a policy pins, and what it is given. */
export interface PinnedScript {
  /** Where it lies: a workspace path, or a path below /Volumes. */
  path: string;
  secretScope: string;
  mode: NodeTrafficMode;
  wireOnly: boolean;
}

/** What a cluster policy for encrypted traffic is made from. */
export interface NodeTrafficPolicy {
  clusterType: ClusterType;
  /** None where Azure alone encrypts. */
  script?: PinnedScript | undefined;
  runtimes: readonly LongTermRuntime[];
  nodeTypes: string[];
  /** Whether Azure must be able to encrypt between nodes of every type. */
  needsVnetEncryption: boolean;
  allowStandardAccessMode: boolean;
}

type Limits = Record<string, Record<string, unknown>>;

const forbidden = { type: "forbidden", hidden: true };
const fixed = (value: string | boolean) => ({ type: "fixed", value });
const each = (paths: readonly string[], limit: Record<string, unknown>): Limits => Object.fromEntries(paths.map((path) => [path, limit]));

/** What an init script may be stored in (sdk-go InitScriptInfo). */
const scriptStores = ["workspace", "volumes", "abfss", "dbfs", "file", "s3", "gcs"];

/**
 * The definition of a cluster policy without which no cluster starts unencrypted. It is written for one type of cluster, since each has
 * attributes that the others lack, and a policy that limits what a cluster lacks cannot be used for it. No document has wildcards for
 * the keys of maps: each setting and variable is named.
 */
export function nodeTrafficPolicy(policy: NodeTrafficPolicy): string {
  const definition: Limits = {
    cluster_type: { ...fixed(policy.clusterType), hidden: true },
    ...(policy.script ? scriptLimits(policy.script) : {}),
    ...nodeLimits(policy),
    // A pipeline has a runtime, an image and an access mode of its own, which no policy sets.
    ...(policy.clusterType === "dlt" ? {} : runtimeLimits(policy)),
    // Jobs and pipelines end by themselves; neither knows the attribute.
    ...(policy.clusterType === "all-purpose"
      ? { autotermination_minutes: { type: "range", minValue: 10, maxValue: 1440, defaultValue: 60 } }
      : {}),
    enable_local_disk_encryption: fixed(true),
    "ssh_public_keys.*": forbidden,
  };
  return JSON.stringify(definition, null, 2);
}

/** The script with its secrets, Spark's settings beside it, and everything by name that would undo either. */
function scriptLimits(script: PinnedScript): Limits {
  const { mode, wireOnly } = script;
  const store = script.path.startsWith("/Volumes/") ? "volumes" : "workspace";
  const secrets = Object.entries(nodeTraffic.secrets).map(([variable, secret]): [string, Record<string, unknown>] => [
    `spark_env_vars.${variable}`,
    { ...fixed(`{{secrets/${script.secretScope}/${secret}}}`), hidden: true },
  ]);
  const settings = Object.entries(pinnedSettings(mode, { wireOnly })).map(([setting, value]): [string, Record<string, unknown>] => [
    `spark_conf.${setting}`,
    fixed(value),
  ]);
  return {
    [`init_scripts.0.${store}.destination`]: fixed(script.path),
    // The index wins over the wildcard: this script, and no other from anywhere.
    ...each(
      scriptStores.map((other) => `init_scripts.*.${other}.destination`),
      forbidden,
    ),
    ...Object.fromEntries(secrets),
    [`spark_env_vars.${nodeTraffic.mode}`]: fixed(mode),
    [`spark_env_vars.${nodeTraffic.wireOnly}`]: wireOnly ? fixed("1") : forbidden,
    ...each(
      closedVariables.map((variable) => `spark_env_vars.${variable}`),
      forbidden,
    ),
    ...Object.fromEntries(settings),
    ...each(
      closedSettings(mode, { wireOnly }).map((setting) => `spark_conf.${setting}`),
      forbidden,
    ),
  };
}

/** The sizes of nodes, and each way round them: pools and flexible types bring sizes of their own. */
function nodeLimits(policy: NodeTrafficPolicy): Limits {
  const allowed = { type: "allowlist", values: policy.nodeTypes };
  return {
    // Where a size is no matter of encryption, Databricks may choose it; a driver's defaults to the workers'.
    node_type_id: { ...allowed, defaultValue: policy.nodeTypes[0], ...(policy.needsVnetEncryption ? {} : { isOptional: true }) },
    driver_node_type_id: { ...allowed, isOptional: true },
    instance_pool_id: forbidden,
    driver_instance_pool_id: forbidden,
    ...(policy.clusterType === "dlt"
      ? {}
      : each(["worker_node_type_flexibility.alternate_node_type_ids", "driver_node_type_flexibility.alternate_node_type_ids"], forbidden)),
  };
}

/** Runtime, image and access mode, and each other name for them. */
function runtimeLimits(policy: NodeTrafficPolicy): Limits {
  const newest = policy.runtimes.at(-1) as LongTermRuntime;
  return {
    spark_version: { type: "regex", pattern: versionPattern(policy.runtimes), defaultValue: versionString(newest) },
    data_security_mode: policy.allowStandardAccessMode
      ? { type: "allowlist", values: ["SINGLE_USER", "USER_ISOLATION"], defaultValue: "USER_ISOLATION" }
      : fixed("SINGLE_USER"),
    // A kind has other names for access modes, and chooses the runtime by the node's type; is_single_node does nothing without one.
    kind: forbidden,
    use_ml_runtime: forbidden,
    // Environments, which the newest runtimes may choose by themselves, are said to replace init scripts.
    dependency_mode: { ...fixed("CLUSTER_LIBRARIES"), hidden: true },
    "docker_image.url": forbidden,
  };
}
