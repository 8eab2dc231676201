import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { databricksTypes } from "../../../src/azure/databricks-types";
import type { Deployment } from "../../../src/deployment/deployment";
import { notYetShown } from "../../../src/links/shown-on-workspace";
import type { LinkState } from "../../../src/links/verdict";
import { judge } from "../../../src/links/verdict";
import { Edit } from "../../support/edit";
import { everyLimit, limit, noPolicies, policies } from "../../support/policy-edit";
import { deployQuickstart, extended } from "../../support/quickstart";

let good: Deployment;
beforeAll(async () => {
  good = extended((await deployQuickstart()).deployment);
});

const ours = "/hardened-databricks/lakehouse-traffic/encrypt-node-traffic.sh";
const shipped = readFileSync(resolve(__dirname, "../../../init-scripts/encrypt-node-traffic.sh")).toString("base64");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const setup = "/hardened-databricks/setup.sh";

const job = (newCluster: object) => (e: Edit) => e.set("job", "tasks", [{ newCluster }] as never);
const ofJobPolicy = (newCluster: object) => (e: Edit) => job({ policyId: e.get(policies.job).id, ...newCluster })(e);
const submit =
  (...parameters: string[]) =>
  (e: Edit) =>
    e.set("job", "tasks", [{ newCluster: { policyId: e.get(policies.job).id as string }, sparkSubmitTask: { parameters } }]);
const global = (properties: object) => (e: Edit) =>
  e.add(databricksTypes.globalInitScript, "global", "77", { enabled: true, ...properties } as never);
const vnet = (e: Edit) => e.set("lakehouse-network-vnet", "encryption", { enabled: true, enforcement: "AllowUnencrypted" });
const all =
  (...changes: ((e: Edit) => unknown)[]) =>
  (e: Edit) => {
    for (const change of changes) change(e);
  };
const fixed = (value: string) => ({ type: "fixed", value });

/** A company's script, pinned before ours in every policy. */
const companyFirst = all(
  everyLimit("init_scripts.0.workspace.destination", fixed(setup)),
  everyLimit("init_scripts.1.workspace.destination", fixed(ours)),
);
const companyFile = (e: Edit) =>
  e.add(databricksTypes.workspaceFile, "setup", setup, { path: setup, contentBase64: base64("#!/bin/bash\nyum -y install agent\n") });

/** What is done to a deployment whose link 4 is secured, and what is then to be said of it; the rule that says so, and part of why. */
const rows: [string, (e: Edit) => unknown, LinkState, string, RegExp][] = [
  // Environment of clusters and jobs
  ["SHELLOPTS of a cluster", (e) => e.set("cluster", "sparkEnvVars", { SHELLOPTS: "noexec" }), "broken", "L4-not-weakened", /SHELLOPTS/],
  [
    "BASH_ENV of a job",
    ofJobPolicy({ sparkEnvVars: { BASH_ENV: "$(echo exit 0 >/tmp/e; echo /tmp/e)" } }),
    "broken",
    "L4-not-weakened",
    /BASH_ENV/,
  ],
  [
    "an exported function",
    ofJobPolicy({ sparkEnvVars: { "BASH_FUNC_set%%": "() { exit 0; }" } }),
    "broken",
    "L4-not-weakened",
    /BASH_FUNC/,
  ],
  [
    "the old switch for CTR",
    (e) => e.set("cluster", "sparkEnvVars", { HARDENED_SPARK_ALLOW_CTR: "1" }),
    "broken",
    "L4-not-weakened",
    /ALLOW_CTR/,
  ],
  [
    "Java's variable of a pipeline",
    (e) => e.set("pipeline", "clusters", [{ policyId: e.get(policies.pipeline).id, sparkEnvVars: { _JAVA_OPTIONS: "x" } }] as never),
    "broken",
    "L4-not-weakened",
    /_JAVA_OPTIONS/,
  ],
  ["a home of its own", (e) => e.set("cluster", "sparkEnvVars", { DB_HOME: "/tmp/databricks" }), "broken", "L4-not-weakened", /DB_HOME/],
  [
    "another file of variables",
    (e) => e.set("cluster", "sparkEnvVars", { LD_LIBRARY_PATH: "/tmp" }),
    "broken",
    "L4-not-weakened",
    /LD_LIBRARY/,
  ],
  [
    "a variable that does nothing to Spark",
    (e) => e.set("cluster", "sparkEnvVars", { TZ: "UTC", PYSPARK_PYTHON: "/databricks/python3/bin/python3" }),
    "secured",
    "L4-not-weakened",
    /2 variables/,
  ],
  [
    "what the policy itself pins, as it is stored",
    (e) => e.set("cluster", "sparkEnvVars", { HARDENED_SPARK_MODE: "tls" }),
    "secured",
    "L4-cluster-complies",
    /disagrees/,
  ],

  // Settings
  [
    "a variable for executors",
    (e) => e.set("cluster", "sparkConf", { "spark.executorEnv._JAVA_OPTIONS": "x" }),
    "broken",
    "L4-not-weakened",
    /executorEnv/,
  ],
  [
    "default options",
    (e) => e.set("cluster", "sparkConf", { "spark.executor.defaultJavaOptions": "x" }),
    "broken",
    "L4-not-weakened",
    /defaultJava/,
  ],
  ["classes", ofJobPolicy({ sparkConf: { "spark.executor.extraClassPath": "/tmp/x.jar" } }), "broken", "L4-not-weakened", /extraClassPath/],
  ["a shuffle manager", ofJobPolicy({ sparkConf: { "spark.shuffle.manager": "x" } }), "broken", "L4-not-weakened", /shuffle\.manager/],
  ["a listener", ofJobPolicy({ sparkConf: { "spark.extraListeners": "x" } }), "broken", "L4-not-weakened", /extraListeners/],
  [
    "a jar of the policy",
    (e) => e.set(policies.job, "libraries", [{ jar: "/Volumes/m/s/v/x.jar" }]),
    "unknown",
    "L4-policy-pins-conf",
    /library/,
  ],
  [
    "a coordinate of the policy",
    (e) => e.set(policies.allPurpose, "libraries", [{ maven: { coordinates: "a:b:1" } }]),
    "unknown",
    "L4-policy-pins-conf",
    /library/,
  ],
  ["a jar of a cluster", (e) => e.set("cluster", "libraries", [{ jar: "/Volumes/m/s/v/x.jar" }]), "unknown", "L4-not-weakened", /library/],
  [
    "a Python package of the policy",
    (e) => e.set(policies.job, "libraries", [{ pypi: { package: "numpy" } }]),
    "secured",
    "L4-policy-pins-conf",
    /fixed/,
  ],
  [
    "a policy that fixes authentication on",
    everyLimit("spark_conf.spark.authenticate", fixed("true")),
    "secured",
    "L4-policy-pins-conf",
    /fixed/,
  ],
  [
    "a policy that fixes authentication off",
    everyLimit("spark_conf.spark.authenticate", fixed("false")),
    "broken",
    "L4-policy-pins-conf",
    /authenticate/,
  ],
  [
    "a policy that fixes what is closed",
    limit("spark_conf.spark.plugins", fixed("com.example.Plugin")),
    "unknown",
    "L4-policy-pins-conf",
    /spark\.plugins/,
  ],
  [
    "a wildcard in the place of names",
    all(limit("spark_conf.*", { type: "forbidden" }), limit("spark_conf.spark.plugins", undefined)),
    "broken",
    "L4-policy-pins-conf",
    /spark\.plugins is not forbidden/,
  ],

  // Command lines
  ["spark-submit with --conf", submit("--conf", "spark.authenticate=false", "x.jar"), "broken", "L4-not-weakened", /spark\.authenticate/],
  ["spark-submit with --conf=", submit("--conf=spark.network.crypto.enabled=true"), "broken", "L4-not-weakened", /crypto/],
  [
    "spark-submit with Java's options",
    submit("--driver-java-options", "-Dspark.ssl.rpc.enabled=false"),
    "broken",
    "L4-not-weakened",
    /extraJavaOptions/,
  ],
  ["spark-submit with a file of settings", submit("--properties-file", "/tmp/p"), "unknown", "L4-not-weakened", /\/tmp\/p/],
  [
    "spark-submit as it should be",
    submit("--class", "X", "--conf", "spark.sql.shuffle.partitions=8", "x.jar", "--conf-like"),
    "secured",
    "L4-not-weakened",
    /parameters/,
  ],

  // Scripts: by content
  [
    "a pin of what is not in the input",
    everyLimit("init_scripts.0.workspace.destination", fixed("/somewhere/encrypt-node-traffic.sh")),
    "unknown",
    "L4-init-script-attached",
    /content is not in this deployment/,
  ],
  [
    "such a pin in one policy of three",
    limit("init_scripts.0.workspace.destination", fixed("/somewhere/encrypt-node-traffic.sh"), policies.job),
    "unknown",
    "L4-policy-pins-conf",
    /content is not in this deployment/,
  ],
  [
    "the file from somebody's disk",
    (e) => e.set("lakehouse-traffic-script", "contentBase64", undefined),
    "unknown",
    "L4-init-script-hash",
    /disk/,
  ],
  [
    "the pinned file with other content",
    (e) => e.set("lakehouse-traffic-script", "contentBase64", base64("#!/bin/bash\nexit 0\n")),
    "broken",
    "L4-init-script-attached",
    /pins no encryption/,
  ],
  [
    "our content under another name",
    all(everyLimit("init_scripts.0.workspace.destination", fixed("/hardened-databricks/x.sh")), (e) =>
      e.add(databricksTypes.workspaceFile, "x", "x", { path: "/hardened-databricks/x.sh", contentBase64: shipped }),
    ),
    "secured",
    "L4-init-script-attached",
    /x\.sh/,
  ],
  [
    "the pin by the workspace's mount",
    everyLimit("init_scripts.0.workspace.destination", fixed(`/Workspace${ours}`)),
    "secured",
    "L4-init-script-attached",
    /pins/,
  ],
  [
    "a second script of a cluster",
    (e) => e.set("cluster", "initScripts", [{ workspace: { destination: ours } }, { workspace: { destination: setup } }]),
    "broken",
    "L4-other-init-scripts",
    /beside/,
  ],
  [
    "another first script of a cluster",
    (e) => e.set("cluster", "initScripts", [{ workspace: { destination: setup } }, { workspace: { destination: ours } }]),
    "broken",
    "L4-other-init-scripts",
    /beside/,
  ],
  [
    "its policy's script, as it is stored",
    (e) => e.set("cluster", "initScripts", [{ workspace: { destination: ours } }]),
    "secured",
    "L4-other-init-scripts",
    /as its policy pins/,
  ],
  [
    "a company's script before ours, in the input",
    all(companyFirst, companyFile),
    "secured",
    "L4-other-init-scripts",
    /runs as root first.*SHA-256/,
  ],
  ["a company's script before ours, from outside", companyFirst, "unknown", "L4-other-init-scripts", /before the encryption script/],
  [
    "a company's script after ours",
    all(everyLimit("init_scripts.1.workspace.destination", fixed(setup)), companyFile),
    "unknown",
    "L4-other-init-scripts",
    /after the encryption script/,
  ],
  [
    "a global script of our name with other content",
    global({ name: "encrypt-node-traffic.sh", contentBase64: base64("#!/bin/bash\n") }),
    "broken",
    "L4-init-script-hash",
    /SHA-256/,
  ],
  [
    "such a script in the place of policies",
    all(
      noPolicies,
      (e) => e.removeType(databricksTypes.job).removeType(databricksTypes.pipeline),
      (e) => e.set("cluster", "policyId", undefined),
      global({ name: "encrypt-node-traffic.sh", contentBase64: base64("#!/bin/bash\n") }),
    ),
    "broken",
    "L4-init-script-attached",
    /without a policy/,
  ],
  ["a global script that cannot be read", global({ name: "agent", source: "agent.sh" }), "unknown", "L4-other-init-scripts", /disk/],
  [
    "a global script that can",
    global({ name: "agent", contentBase64: base64("#!/bin/bash\n") }),
    "secured",
    "L4-other-init-scripts",
    /root first on every cluster/,
  ],

  // Ways in which nodes start
  [
    "a job without a policy on an old runtime",
    job({ sparkVersion: "7.3.x-scala2.12" }),
    "broken",
    "L4-init-script-attached",
    /without a policy/,
  ],
  [
    "a job cluster without a policy",
    (e) => e.set("job", "jobClusters", [{ jobClusterKey: "a", newCluster: { numWorkers: 2 } }]),
    "broken",
    "L4-init-script-attached",
    /without a policy/,
  ],
  [
    "a task for each without a policy",
    (e) => e.set("job", "tasks", [{ forEachTask: { task: { newCluster: { numWorkers: 2 } } } }]),
    "broken",
    "L4-init-script-attached",
    /without a policy/,
  ],
  [
    "a task on serverless compute",
    (e) => e.set("job", "tasks", [{ notebookTask: { notebookPath: "/x" } }]),
    "secured",
    "L4-init-script-attached",
    /pins/,
  ],
  [
    "a classic pipeline without a policy",
    (e) => e.set("pipeline", "clusters", [{ label: "default" }]),
    "broken",
    "L4-init-script-attached",
    /without a policy/,
  ],
  [
    "the maintenance cluster of a pipeline",
    (e) =>
      e.set("pipeline", "clusters", [
        { policyId: e.get(policies.pipeline).id, enableLocalDiskEncryption: true },
        { label: "maintenance", enableLocalDiskEncryption: true },
      ] as never),
    "broken",
    "L4-init-script-attached",
    /without a policy/,
  ],
  [
    "a serverless pipeline",
    (e) => e.set("pipeline", "clusters", undefined).set("pipeline", "serverless", true),
    "secured",
    "L4-init-script-attached",
    /pins/,
  ],
  [
    "a cluster of a policy that is elsewhere",
    (e) => e.set("cluster", "policyId", "0123456789ABCDEF"),
    "unknown",
    "L4-init-script-attached",
    /outside this deployment/,
  ],
  ["a pro warehouse", (e) => e.set("warehouse", "enableServerlessCompute", false), "broken", "L4-sql-warehouses", /your VNet/],
  [
    "a classic warehouse",
    (e) => e.set("warehouse", "enableServerlessCompute", false).set("warehouse", "warehouseType", "CLASSIC"),
    "broken",
    "L4-sql-warehouses",
    /your VNet/,
  ],
  [
    "a warehouse that does not say",
    (e) => e.set("warehouse", "enableServerlessCompute", undefined),
    "unknown",
    "L4-sql-warehouses",
    /default depends/,
  ],
  [
    "what the provider reads back of attributes that are not set",
    (e) => {
      for (const name of ["instancePoolId", "driverInstancePoolId", "singleUserName", "runtimeEngine"]) e.set("cluster", name, "");
      e.set("cluster", "numWorkers", 0).set("cluster", "autoscale", { minWorkers: 1, maxWorkers: 4 }).set("cluster", "sshPublicKeys", []);
    },
    "secured",
    "L4-cluster-complies",
    /nothing that it shows disagrees/,
  ],
  [
    "a policy family with overrides",
    (e) => e.add(databricksTypes.clusterPolicy, "power", "88", { policyFamilyId: "power-user", policyFamilyDefinitionOverrides: "{}" }),
    "unknown",
    "L4-policy-pins-conf",
    /policy family power-user/,
  ],
  [
    "a policy that nobody may use",
    (e) => e.removeType(databricksTypes.permissions),
    "unknown",
    "L4-init-script-attached",
    /nobody but administrators/,
  ],
  [
    "whoever may create any cluster",
    (e) => e.set("analysts", "allowClusterCreate", true),
    "broken",
    "L4-no-unrestricted-clusters",
    /allowClusterCreate/,
  ],
  [
    "an access mode that is not set",
    all(everyLimit("data_security_mode", undefined), (e) => e.set("cluster", "dataSecurityMode", undefined)),
    "broken",
    "L4-access-mode",
    /anything/,
  ],
  [
    "an access mode that is not set, on a cluster without a policy",
    (e) => e.set("cluster", "dataSecurityMode", undefined).set("cluster", "policyId", undefined),
    "broken",
    "L4-access-mode",
    /no document says/,
  ],
  [
    "an access mode that its policy supplies",
    (e) => e.set("cluster", "dataSecurityMode", undefined),
    "secured",
    "L4-access-mode",
    /SINGLE_USER/,
  ],
  [
    "a mode that the runtime cannot do",
    (e) => e.set("cluster", "sparkVersion", "15.4.x-scala2.12"),
    "broken",
    "L4-runtime-supported",
    /does ctr, and the nodes must do tls/,
  ],
  [
    "a stored secret that the policy has moved on from",
    (e) => e.set("cluster", "sparkEnvVars", { HARDENED_SPARK_ROOT_SECRET: "{{secrets/old/root}}" }),
    "broken",
    "L4-cluster-complies",
    /ROOT_SECRET/,
  ],

  // Sizes, where the VNet is the second layer
  ["a policy whose size may be left out", vnet, "broken", "L4-vnet-encryption-vm-size", /left out/],
  [
    "a cluster with a flexible size",
    all(vnet, (e) => e.set("cluster", "workerNodeTypeFlexibility", { alternateNodeTypeIds: ["Standard_D16s_v3"] })),
    "broken",
    "L4-vnet-encryption-vm-size",
    /D16s_v3/,
  ],
  [
    "a cluster of an old size",
    all(vnet, (e) => e.set("cluster", "nodeTypeId", "Standard_DS3_v2")),
    "broken",
    "L4-vnet-encryption-vm-size",
    /DS3_v2/,
  ],
  [
    "a pool of an old size",
    all(vnet, (e) => e.add(databricksTypes.instancePool, "pool", "p1", { nodeTypeId: "Standard_DS3_v2" })),
    "broken",
    "L4-vnet-encryption-vm-size",
    /DS3_v2/,
  ],

  // Nothing on the wire
  [
    "a single node",
    (e) =>
      e
        .set("cluster", "numWorkers", 0)
        .set("cluster", "sparkConf", { "spark.authenticate": "false" })
        .set("cluster", "policyId", undefined),
    "secured",
    "L4-init-script-attached",
    /one node/,
  ],
  [
    "a single node in the new words",
    job({ isSingleNode: true, enableLocalDiskEncryption: true, dataSecurityMode: "SINGLE_USER", sparkVersion: "18.x-scala2.13" }),
    "secured",
    "L4-init-script-attached",
    /one node/,
  ],
  [
    "Databricks' own Personal Compute",
    (e) => e.add(databricksTypes.clusterPolicy, "personal", "99", { policyFamilyId: "personal-vm" }),
    "secured",
    "L4-policy-pins-conf",
    /one node/,
  ],
  [
    "Personal Compute as it is read back",
    (e) =>
      e.add(databricksTypes.clusterPolicy, "personal", "99", {
        policyFamilyId: "personal-vm",
        definition: JSON.stringify({
          "spark_conf.spark.databricks.cluster.profile": fixed("singleNode"),
          node_type_id: { type: "unlimited" },
        }),
      }),
    "secured",
    "L4-local-disk-encryption",
    /one node/,
  ],
  [
    "Personal Compute with workers",
    (e) =>
      e.add(databricksTypes.clusterPolicy, "personal", "99", {
        policyFamilyId: "personal-vm",
        policyFamilyDefinitionOverrides: '{"num_workers":{"type":"unlimited"}}',
      }),
    "unknown",
    "L4-policy-pins-conf",
    /family personal-vm/,
  ],
  [
    "a cluster with workers that calls itself a profile",
    (e) =>
      e
        .set("cluster", "policyId", undefined)
        .set("cluster", "numWorkers", 2)
        .set("cluster", "sparkConf", { "spark.databricks.cluster.profile": "singleNode" }),
    "broken",
    "L4-init-script-attached",
    /without a policy/,
  ],
];

test.each(rows)("%s", (_what, change, state, rule, why) => {
  const edit = new Edit(good);
  change(edit);
  const link = judge(edit.done()).links[3];
  expect(link?.verdict).toBe(state);
  expect(link?.note).toBe(state === "secured" ? notYetShown : undefined);
  const said = link?.findings.filter((finding) => finding.rule === rule).map((finding) => `${finding.verdict}: ${finding.message}`);
  expect(said?.some((message) => why.test(message))).toBe(true);
});

test("a release is judged by the day: in support on its last one, and not on the next", () => {
  const said = (now: string) => {
    jest.useFakeTimers({ now: new Date(now) });
    try {
      const findings = judge(good).links[3]?.findings.filter((finding) => finding.rule === "L4-runtime-supported");
      return findings?.filter((finding) => finding.verdict === "fail").map((finding) => finding.message);
    } finally {
      jest.useRealTimers();
    }
  };
  expect(said("2028-10-22T23:00:00Z")).toEqual([]);
  expect(said("2028-10-23T01:00:00Z")).toContainEqual(expect.stringContaining("17.3.x-scala2.13 lost its support on 2028-10-22"));
});
