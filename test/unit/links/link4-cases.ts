import { databricksTypes } from "../../../src/azure/databricks-types";
import { scriptDigest } from "../../../src/azure/script-digest";
import type { WireNode } from "../../../src/wire/result";
import type { Edit } from "../../support/edit";
import { everyLimit, limit, noPolicies, noSpecs, policies } from "../../support/policy-edit";
import { goodReport } from "../../support/wire-report";
import type { RuleCase } from "./cases";

type Recording = Extract<WireNode["recording"], { flows: unknown }>;

const W = "lakehouse-workspace";
const policy = policies.allPurpose;
const serverless = (edit: Edit) => edit.set(W, "computeMode", "Serverless");
const nothing = (edit: Edit) => noPolicies(noSpecs(edit));
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A Spark setting or a variable of the cluster; their names have dots. */
const conf = (setting: string, value: string) => (edit: Edit) => edit.set("cluster", "sparkConf", { [setting]: value });
const variable = (name: string, value: string) => (edit: Edit) => edit.set("cluster", "sparkEnvVars", { [name]: value });

/** Azure's layer beside Spark's: the VNet encrypts, and the policies limit sizes for it. */
function withVnetEncryption(edit: Edit): void {
  edit.set("lakehouse-network-vnet", "encryption", { enabled: true, enforcement: "AllowUnencrypted" });
  const sizes = ["Standard_D4ds_v5"];
  everyLimit("node_type_id", { type: "allowlist", values: sizes, defaultValue: sizes[0] })(edit);
  edit.set("cluster", "nodeTypeId", "Standard_D4ds_v5");
}

/** How to bring a good deployment to each verdict of the rules of link 4. */
export const link4Cases: Record<string, RuleCase> = {
  "L4-init-script-attached": {
    fail: {
      "no policy": noPolicies,
      "not fixed": everyLimit("init_scripts.0.workspace.destination", { type: "unlimited", defaultValue: "/x/encrypt-node-traffic.sh" }),
      "a cluster without a policy": (e) => e.set("cluster", "policyId", undefined),
      "a job's cluster without a policy": (e) => e.set("job", "jobClusters", [{ newCluster: { sparkVersion: "7.3.x-scala2.12" } }]),
      "a pipeline's cluster without a policy": (e) => e.set("pipeline", "clusters", [{ label: "default" }]),
      "a pipeline that says nothing of clusters": (e) => e.set("pipeline", "clusters", undefined),
    },
    unknown: (e) => e.blur("cluster", "policyId"),
    notApplicable: (e) => serverless(noSpecs(e)),
  },
  "L4-init-script-hash": {
    fail: {
      edited: (e) => e.set("lakehouse-traffic-script", "contentBase64", base64("#!/bin/bash\nexit 0\n")),
      "a global script of its name": (e) =>
        e.add(databricksTypes.globalInitScript, "global", "77", {
          name: "encrypt-node-traffic.sh",
          enabled: true,
          contentBase64: base64("#!/bin/bash\n"),
        }),
    },
    unknown: (e) => e.blur("lakehouse-traffic-script", "contentBase64"),
    notApplicable: (e) => e.remove("lakehouse-traffic-script"),
  },
  "L4-init-script-source": {
    fail: {
      DBFS: (e) =>
        limit("init_scripts.0.dbfs.destination", { type: "fixed", value: "dbfs:/encrypt-node-traffic.sh" })(
          limit("init_scripts.0.workspace.destination", undefined)(e),
        ),
      shared: limit("init_scripts.0.workspace.destination", { type: "fixed", value: "/Shared/encrypt-node-traffic.sh" }),
      "a second one, shared": limit("init_scripts.1.workspace.destination", { type: "fixed", value: "/Workspace/Users/me/setup.sh" }),
    },
    unknown: (e) => e.blur(policy, "definition"),
    notApplicable: nothing,
  },
  "L4-init-script-keystore": {
    fail: {
      literal: limit("spark_env_vars.HARDENED_SPARK_ROOT_SECRET", { type: "fixed", value: "0123456789012345678901234567890123456789" }),
      missing: limit("spark_env_vars.HARDENED_SPARK_TLS_CA", undefined),
    },
    unknown: (e) => e.blur(policy, "definition"),
    notApplicable: nothing,
  },
  "L4-policy-pins-conf": {
    fail: {
      "a setting is free": limit("spark_conf.spark.network.crypto.saslFallback", undefined),
      "a setting is fixed to what undoes it": limit("spark_conf.spark.authenticate", { type: "fixed", value: "false" }),
      "a setting is forbidden, and not fixed": limit("spark_conf.spark.ssl.rpc.enabled", { type: "forbidden" }),
      "what undoes is free": limit("spark_conf.spark.executor.extraJavaOptions", undefined),
      "a variable is free": limit("spark_env_vars.BASH_ENV", undefined),
      "an executor's variable is free": limit("spark_conf.spark.executorEnv._JAVA_OPTIONS", { type: "unlimited" }),
      "only a wildcard forbids": (e) =>
        limit("spark_conf.*", { type: "forbidden" })(limit("spark_conf.spark.shuffle.manager", undefined)(e)),
      "further scripts are free": limit("init_scripts.*.volumes.destination", undefined),
      "scripts of another cloud's store are free": limit("init_scripts.*.gcs.destination", undefined),
      "the mode is free": limit("spark_env_vars.HARDENED_SPARK_MODE", { type: "allowlist", values: ["tls", "ctr"] }),
      "the cipher does not notice changed bytes": limit("spark_env_vars.HARDENED_SPARK_MODE", { type: "fixed", value: "ctr" }),
      "environments may take the place of libraries": limit("dependency_mode", undefined),
      "files in clear on disks in clear": (e) =>
        limit("spark_env_vars.HARDENED_SPARK_WIRE_ONLY", { type: "fixed", value: "1" })(
          limit("enable_local_disk_encryption", undefined)(e),
        ),
      "whether files are encrypted is free": limit("spark_env_vars.HARDENED_SPARK_WIRE_ONLY", undefined),
      "a second policy without the script": (e) => e.add(databricksTypes.clusterPolicy, "free", "9", { definition: "{}" }),
    },
    unknown: (e) => e.blur(policy, "definition"),
    notApplicable: nothing,
  },
  "L4-other-init-scripts": {
    fail: {
      "a second script of a cluster's": (e) =>
        e.set("cluster", "initScripts", [
          { workspace: { destination: "/hardened-databricks/lakehouse-traffic/encrypt-node-traffic.sh" } },
          { volumes: { destination: "/Volumes/main/x/setup.sh" } },
        ]),
      "another first script of a cluster's": (e) => e.set("cluster", "initScripts", [{ abfss: { destination: "abfss://c@a/first.sh" } }]),
      "a second script of a job's": (e) => {
        e.set("job", "tasks", [
          { newCluster: { policyId: e.get(policies.job).id, initScripts: [{ dbfs: { destination: "dbfs:/setup.sh" } }] } },
        ]);
      },
    },
    unknown: (e) => e.add(databricksTypes.globalInitScript, "global", "77", { name: "agent", enabled: true, source: "agent.sh" }),
    notApplicable: nothing,
  },
  "L4-not-weakened": {
    fail: {
      "authentication off": conf("spark.authenticate", "false"),
      "another trust store": conf("spark.ssl.rpc.trustStore", "/tmp/all"),
      "Java's options": conf("spark.executor.extraJavaOptions", "-Dspark.authenticate=false"),
      "Java's default options": conf("spark.executor.defaultJavaOptions", "-javaagent:/tmp/x.jar"),
      "classes of its own": conf("spark.driver.extraClassPath", "/tmp/x.jar"),
      "a shuffle of its own": conf("spark.shuffle.manager", "org.example.Shuffle"),
      "a plugin": conf("spark.plugins", "org.example.Plugin"),
      "an executor's variable": conf("spark.executorEnv._JAVA_OPTIONS", "-Dspark.authenticate=false"),
      "a variable of bash": variable("BASH_ENV", "$(exit)"),
      "no script at all": variable("SHELLOPTS", "noexec"),
      "an exported function": variable("BASH_FUNC_set%%", "() { exit 0; }"),
      "another mode": variable("HARDENED_SPARK_MODE", "ctr"),
      "another root secret": variable("HARDENED_SPARK_ROOT_SECRET", "{{secrets/mine/root}}"),
      "a command line": (e) =>
        e.set("job", "tasks", [{ sparkSubmitTask: { parameters: ["--class", "X", "--conf", "spark.authenticate=false", "x.jar"] } }]),
    },
    unknown: (e) => e.blur("cluster", "sparkConf"),
    notApplicable: noSpecs,
  },
  "L4-cluster-complies": {
    fail: {
      "an older setting": conf("spark.ssl.rpc.enabled", "false"),
      "an older runtime": (e) => e.set("cluster", "sparkVersion", "15.4.x-scala2.12"),
      "a pool": (e) => e.set("cluster", "instancePoolId", "pool-1"),
      "a flexible size": (e) => e.set("cluster", "workerNodeTypeFlexibility", { alternateNodeTypeIds: ["Standard_D16s_v3"] }),
      "an older pin of the script": (e) =>
        e.set("cluster", "initScripts", [{ workspace: { destination: "/Shared/encrypt-node-traffic.sh" } }]),
      "a job's older secret": (e) => {
        const sparkEnvVars = { HARDENED_SPARK_ROOT_SECRET: "{{secrets/old/root}}" };
        e.set("job", "tasks", [{ newCluster: { policyId: e.get(policies.job).id, sparkEnvVars } }]);
      },
    },
    unknown: (e) => e.blur("cluster", "sparkVersion"),
    notApplicable: noSpecs,
  },
  "L4-no-unrestricted-clusters": {
    fail: { entitled: (e) => e.set("analysts", "allowClusterCreate", true) },
    unknown: (e) => e.blur("analysts", "allowClusterCreate"),
    notApplicable: (e) => e.remove("analysts"),
    alsoBreaks: [3],
  },
  "L4-sql-warehouses": {
    prepare: (e) => e.set("warehouse", "enableServerlessCompute", true),
    fail: {
      pro: (e) => e.set("warehouse", "enableServerlessCompute", false),
      "classic by its type": (e) => e.set("warehouse", "warehouseType", "CLASSIC").set("warehouse", "enableServerlessCompute", undefined),
    },
    unknown: (e) => e.set("warehouse", "enableServerlessCompute", undefined),
    notApplicable: () => undefined,
    neverPasses: true,
  },
  "L4-access-mode": {
    fail: {
      "no isolation in the policy": limit("data_security_mode", { type: "allowlist", values: ["SINGLE_USER", "NONE"] }),
      "not limited": limit("data_security_mode", undefined),
      "may be left out": limit("data_security_mode", { type: "allowlist", values: ["SINGLE_USER"], isOptional: true }),
      "no isolation on a cluster": (e) => e.set("cluster", "dataSecurityMode", "NONE"),
    },
    unknown: (e) => e.blur("cluster", "dataSecurityMode"),
    notApplicable: nothing,
  },
  "L4-local-disk-encryption": {
    fail: {
      "not fixed": limit("enable_local_disk_encryption", { type: "unlimited" }),
      "off on a cluster": (e) => e.set("cluster", "enableLocalDiskEncryption", false),
      "off for a pipeline": (e) => e.set("pipeline", "clusters", [{ enableLocalDiskEncryption: false }]),
    },
    unknown: (e) => e.blur("cluster", "enableLocalDiskEncryption"),
    notApplicable: nothing,
  },
  "L4-runtime-supported": {
    fail: {
      "any runtime": limit("spark_version", undefined),
      "an old one": limit("spark_version", { type: "fixed", value: "9.1.x-scala2.12" }),
      "a short-lived one on a cluster": (e) => e.set("cluster", "sparkVersion", "17.1.x-scala2.13"),
      "18.0, which was no long-term release": (e) => e.set("cluster", "sparkVersion", "18.0.x-scala2.13"),
      "one that cannot do the mode": (e) => e.set("cluster", "sparkVersion", "16.4.x-scala2.12"),
      "an old one of a job": (e) => {
        e.set("job", "tasks", [{ newCluster: { policyId: e.get(policies.job).id, sparkVersion: "7.3.x-scala2.12" } }]);
      },
    },
    unknown: (e) => e.blur("cluster", "sparkVersion"),
    notApplicable: nothing,
  },
  "L4-cluster-ssh-off": {
    fail: {
      "not forbidden": limit("ssh_public_keys.*", undefined),
      "a key on a cluster": (e) => e.set("cluster", "sshPublicKeys", ["ssh-ed25519 AAAA"]),
      "a key of a pipeline": (e) => e.set("pipeline", "clusters", [{ sshPublicKeys: ["ssh-ed25519 AAAA"] }]),
    },
    unknown: (e) => e.blur("cluster", "sshPublicKeys"),
    notApplicable: nothing,
  },
  "L4-autotermination": {
    fail: {
      never: limit("autotermination_minutes", { type: "fixed", value: 0 }),
      "not limited": limit("autotermination_minutes", undefined),
      "may be left out": limit("autotermination_minutes", { type: "range", minValue: 10, maxValue: 60, isOptional: true }),
      "never on a cluster": (e) => e.set("cluster", "autoterminationMinutes", 0),
    },
    unknown: (e) => e.blur("cluster", "autoterminationMinutes"),
    notApplicable: nothing,
  },
  "L4-no-docker-basic-auth": {
    fail: {
      "not forbidden": limit("docker_image.url", undefined),
      "an image on a cluster": (e) => e.set("cluster", "dockerImage", { url: "registry/image" }),
    },
    unknown: (e) => e.blur("cluster", "dockerImage"),
    notApplicable: nothing,
  },
  "L4-vnet-encryption-vm-size": {
    prepare: withVnetEncryption,
    fail: {
      "a size that cannot": limit("node_type_id", { type: "allowlist", values: ["Standard_D4ds_v5", "Standard_DS3_v2"] }),
      "any driver": limit("driver_node_type_id", undefined),
      "Databricks' choice": limit("node_type_id", { type: "allowlist", values: ["Standard_D4ds_v5"], isOptional: true }),
      "any pool": limit("instance_pool_id", undefined),
      "any driver's pool": limit("driver_instance_pool_id", undefined),
      "flexible sizes": limit("worker_node_type_flexibility.alternate_node_type_ids", undefined),
      "a cluster's flexible size": (e) =>
        e.set("cluster", "workerNodeTypeFlexibility", { alternateNodeTypeIds: ["Standard_D8ds_v5", "Standard_D16s_v3"] }),
      "a cluster's size": (e) => e.set("cluster", "nodeTypeId", "Standard_DS3_v2"),
      "a pool": (e) => e.add(databricksTypes.instancePool, "pool", "p1", { nodeTypeId: "Standard_DS3_v2" }),
      "an Arm size that no source lists": (e) => e.set("cluster", "nodeTypeId", "Standard_D8ps_v5"),
    },
    unknown: (e) => e.set("cluster", "instancePoolId", "pool-elsewhere"),
    notApplicable: (e) => e.set("lakehouse-network-vnet", "encryption", undefined),
  },
  "L4-managed-disk-cmk": {
    fail: {
      "Microsoft's key": (e) => e.set(W, "encryption.entities.managedDisk", undefined),
      "not rotated": (e) => e.set(W, "encryption.entities.managedDisk.rotationToLatestKeyVersionEnabled", false),
    },
    unknown: (e) => e.blur(W, "encryption.entities.managedDisk"),
    notApplicable: serverless,
  },
  "L4-wire-shown": {
    prepare: (e) => wire(e, () => undefined),
    fail: {
      "a marker on the wire": (e) => wire(e, ({ flows }) => flows.map((flow) => Object.assign(flow.hits, { result: 1 }))),
      "a marker outside the cluster, and a node that lost packets": (e) =>
        wire(e, (recording) => Object.assign(recording, { strangers: { addFile: 1 }, drops: 4 })),
    },
    unknown: (e) => wire(e, (recording) => Object.assign(recording, { drops: 1 })),
    notApplicable: (e) => {
      delete e.wire;
    },
  },
};

/** Gives the deployment a result of its own workspace, with a change of what the first node recorded. */
function wire(edit: Edit, change: (recording: Recording) => unknown): void {
  const { workspaceUrl, workspaceId } = edit.get(W).properties as Record<string, string>;
  const report = { ...goodReport(), workspace: { url: workspaceUrl as string, id: workspaceId as string } };
  change(report.nodes[0]?.recording as Recording);
  edit.wire = { result: { scriptDigest, report }, day: "2026-11-30" };
}
