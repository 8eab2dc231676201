import { closedVariables } from "../src/azure/node-environment";
import { closedSettings, NodeTrafficMode, nodeTraffic, pinnedSettings } from "../src/azure/node-traffic";
import { longTermRuntimePattern } from "../src/azure/runtimes";

/** What a cluster policy for encrypted traffic is made from. */
export interface NodeTrafficPolicy {
  /** Where the script lies: a workspace path, or a path below /Volumes. */
  scriptPath: string;
  secretScope: string;
  nodeTypes: string[];
  allowCtr: boolean;
}

type Limit = Record<string, unknown>;

const forbidden: Limit = { type: "forbidden", hidden: true };

/**
 * The definition of a cluster policy without which no cluster starts unencrypted: it pins the script and its secrets, the
 * access mode, node types, runtime and disk encryption, and forbids what would undo the script. It holds for job clusters too.
 */
export function nodeTrafficPolicy(policy: NodeTrafficPolicy): string {
  const mode = policy.allowCtr ? NodeTrafficMode.Ctr : NodeTrafficMode.Tls;
  const inVolume = policy.scriptPath.startsWith("/Volumes/");
  const definition: Record<string, Limit> = {
    [`init_scripts.0.${inVolume ? "volumes" : "workspace"}.destination`]: { type: "fixed", value: policy.scriptPath },
    // Scripts of other kinds of storage, and any after the first, could undo it.
    ...Object.fromEntries(
      ["workspace", "volumes", "abfss", "dbfs", "file", "s3"].map((kind) => [`init_scripts.*.${kind}.destination`, forbidden]),
    ),
    ...Object.fromEntries(
      Object.entries(nodeTraffic.secrets).map(([variable, secret]) => [
        `spark_env_vars.${variable}`,
        { type: "fixed", value: `{{secrets/${policy.secretScope}/${secret}}}`, hidden: true },
      ]),
    ),
    [`spark_env_vars.${nodeTraffic.mode}`]: { type: "fixed", value: mode },
    [`spark_env_vars.${nodeTraffic.wireOnly}`]: forbidden,
    ...Object.fromEntries(closedVariables.map((variable) => [`spark_env_vars.${variable}`, forbidden])),
    ...Object.fromEntries(
      Object.entries(pinnedSettings(mode)).map(([setting, value]) => [`spark_conf.${setting}`, { type: "fixed", value }]),
    ),
    ...Object.fromEntries(closedSettings(mode).map((setting) => [`spark_conf.${setting}`, forbidden])),
    // Workspace files cannot be allowlisted for standard access mode; scripts in volumes can.
    data_security_mode: inVolume
      ? { type: "allowlist", values: ["SINGLE_USER", "USER_ISOLATION"], defaultValue: "USER_ISOLATION" }
      : { type: "fixed", value: "SINGLE_USER" },
    node_type_id: { type: "allowlist", values: policy.nodeTypes, defaultValue: policy.nodeTypes[0] },
    driver_node_type_id: { type: "allowlist", values: policy.nodeTypes, defaultValue: policy.nodeTypes[0] },
    spark_version: { type: "regex", pattern: longTermRuntimePattern, defaultValue: "auto:latest-lts" },
    enable_local_disk_encryption: { type: "fixed", value: true },
    autotermination_minutes: { type: "range", minValue: 10, maxValue: 1440, defaultValue: 60 },
    "ssh_public_keys.*": forbidden,
    "docker_image.url": forbidden,
  };
  return JSON.stringify(definition, null, 2);
}
