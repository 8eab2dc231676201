import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as resources from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import {
  ClusterEncryption,
  type ClusterEncryptionArgs,
  ClusterNetwork,
  EncryptionLayers,
  HardenedDatabricks,
  InitScriptAllowlist,
} from "../../../components";
import { ArgumentCheck } from "../../../components/arguments";
import { checkEncryptionOptions, chosenRuntimes } from "../../../components/cluster-encryption-options";
import { NodeTrafficMode, pinnedSettings } from "../../../src/azure/node-traffic";
import { type LongTermRuntime, longTermRuntimes } from "../../../src/azure/runtimes";
import { scriptDigest } from "../../../src/azure/script-digest";
import { type DeployedProgram, deploy } from "../../../src/testing";
import { answer, type Definition, type Request } from "../../support/policy-engine";
import { deployQuickstart, quickstartArgs } from "../../support/quickstart";
import { refusedBy } from "../../support/refused";

const principal = quickstartArgs.databricksPrincipalId;
const placement = { subnetId: "/s/subnets/pe", virtualNetworkId: "/s" };
const least = { resourceGroupName: "rg", databricksPrincipalId: principal, placement };
const volumePath = "/Volumes/main/security/scripts";
const nineteen: LongTermRuntime = {
  key: "19.x",
  scala: "2.13",
  spark: "4.2.0",
  mode: NodeTrafficMode.Tls,
  supportEnds: "2030-06-10",
  hidesVariables: true,
};

/** A ClusterEncryption with a network around it. */
const encryption = (args: Partial<ClusterEncryptionArgs>) =>
  deploy(() => {
    const group = new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
    const net = new ClusterNetwork("net", { resourceGroupName: group.name, addressSpace: "10.0.0.0/22" });
    return new ClusterEncryption("traffic", {
      resourceGroupName: group.name,
      databricksPrincipalId: principal,
      placement: { subnetId: net.privateEndpointSubnetId, virtualNetworkId: net.virtualNetworkId },
      ...args,
    });
  });

const made = (program: DeployedProgram, type: string) => program.resources.filter((r) => r.token.endsWith(`:${type}`));

/** The definitions of a program's policies by type of cluster. */
function definitions(program: DeployedProgram): Record<"all-purpose" | "job" | "dlt", Definition> {
  const parsed = made(program, "ClusterPolicy").map((r) => JSON.parse(r.inputs.definition as string) as Definition);
  return Object.fromEntries(parsed.map((definition) => [definition.cluster_type?.value, definition])) as ReturnType<typeof definitions>;
}

const secretsOf = (program: DeployedProgram) =>
  Object.fromEntries(
    made(program, "Secret")
      .filter((r) => r.token === "azure-native:keyvault:Secret")
      .map((r) => [r.inputs.secretName as string, (r.inputs.properties as { value: string }).value]),
  );

describe("wrong arguments fail before anything is registered", () => {
  test.each<[string, Partial<ClusterEncryptionArgs>, string, RegExp]>([
    [
      "a size that cannot do VNet encryption",
      { layers: EncryptionLayers.Both, nodeTypes: ["Standard_DS3_v2"] },
      "nodeTypes",
      /'Standard_DS3_v2', of which no source says/,
    ],
    ["an Arm size that no source names", { layers: EncryptionLayers.Vnet, nodeTypes: ["Standard_D8ps_v5"] }, "nodeTypes", /no source says/],
    ["no size", { nodeTypes: [] }, "nodeTypes", /at least one/],
    ["layers that are not there", { layers: "tls" as EncryptionLayers }, "layers", /'tls': allowed are 'spark', 'vnet', 'both'/],
    ["a volume outside /Volumes", { volumePath: "/mnt/scripts" }, "volumePath", /pass \/Volumes\/catalog\/schema\/volume/],
    ["standard access mode without a volume", { allowStandardAccessMode: true }, "allowStandardAccessMode", /volumePath is missing/],
    ["a validity", { certificateDays: 4000 }, "certificateDays", /from 30 to 825/],
    ["a rotation", { rotation: "next week" }, "rotation", /1 to 20 letters/],
    ["nobody", { clusterOwners: [] }, "clusterOwners", /at least one group/],
    [
      "a runtime that no cluster starts on",
      { runtimes: ["16.4.x"] },
      "runtimes",
      /'16\.4\.x', on which no cluster would start: its Spark 3\.5\.2/,
    ],
    ["runtimes of two modes", { runtimes: ["15.4.x", "18.x"] }, "runtimes", /mixes '15\.4\.x'.* with '18\.x'/],
    ["runtimes of two modes, weakened", { runtimes: ["15.4.x", "18.x"], allowUnauthenticatedCipher: true }, "runtimes", /mixes/],
    [
      "a weaker mode than the runtime's",
      { runtimes: ["18.x"], allowUnauthenticatedCipher: true },
      "allowUnauthenticatedCipher",
      /'18\.x' can do tls/,
    ],
    ["a runtime that was no long-term release", { runtimes: ["18.0.x"] }, "runtimes", /'18\.0\.x', which is no long-term release/],
    ["a whole version string", { runtimes: ["17.3.x-scala2.13"] }, "runtimes", /'17\.3\.x' \(tls\)/],
    ["no runtime", { runtimes: [] }, "runtimes", /is empty/],
    ["the script's options without the script", { layers: EncryptionLayers.Vnet, wireOnly: true }, "wireOnly", /layers is 'vnet'/],
  ])("%s", async (_what, args, argument, message) => {
    const error = await refusedBy(() => new ClusterEncryption("a", { ...least, ...args }));
    expect(error).toMatchObject({ component: "ClusterEncryption 'a'", argument, message: expect.stringMatching(message) });
  });

  test("options of the whole deployment are named where they stand", async () => {
    const wrong = () => new HardenedDatabricks("a", { ...quickstartArgs, clusterEncryption: { runtimes: ["16.4.x"] } });
    expect(await refusedBy(wrong)).toMatchObject({ argument: "clusterEncryption.runtimes" });
    const both = () => new HardenedDatabricks("a", { ...quickstartArgs, enableClusterEncryption: false, clusterEncryption: {} });
    expect(await refusedBy(both)).toMatchObject({ argument: "clusterEncryption", message: expect.stringMatching(/leave one of them out/) });
  });

  test("a runtime that hides variables from init scripts is refused with standard access mode, and fine without", () => {
    const table = [...longTermRuntimes, nineteen];
    const check = () => new ArgumentCheck("ClusterEncryption", "a");
    const standard = { volumePath, allowStandardAccessMode: true };
    expect(() => checkEncryptionOptions(check(), { ...standard, runtimes: ["18.x", "19.x"] }, "", table)).toThrow(
      /allowStandardAccessMode is true, and '19\.x-scala2\.13' shows init scripts none of a cluster's variables/,
    );
    expect(() => checkEncryptionOptions(check(), { runtimes: ["18.x", "19.x"] }, "", table)).not.toThrow();
    expect(chosenRuntimes({}, table).map(({ key }) => key)).toEqual(["17.3.x", "18.x", "19.x"]);
    expect(chosenRuntimes(standard, table).map(({ key }) => key)).toEqual(["17.3.x", "18.x"]);
  });

  test("a release whose support is over is not offered by default, and stays for whoever names it", () => {
    jest.useFakeTimers({ now: new Date("2028-10-23T01:00:00Z") });
    try {
      expect(chosenRuntimes({}).map(({ key }) => key)).toEqual(["18.x"]);
      expect(chosenRuntimes({ runtimes: ["17.3.x"] }).map(({ key }) => key)).toEqual(["17.3.x"]);
      const old = { allowUnauthenticatedCipher: true };
      expect(() => checkEncryptionOptions(new ArgumentCheck("ClusterEncryption", "a"), old)).toThrow(/leaves no release in support/);
    } finally {
      jest.useRealTimers();
    }
  });

  test.each<[string, ConstructorParameters<typeof InitScriptAllowlist>[1], string]>([
    ["an empty list", { artifacts: [] }, "artifacts"],
    ["a workspace file", { artifacts: ["/Workspace/x.sh"] }, "artifacts[0]"],
    ["DBFS", { artifacts: [`${volumePath}/a.sh`, "dbfs:/x.sh"] }, "artifacts[1]"],
    ["every volume", { artifacts: ["/Volumes/"] }, "artifacts[0]"],
    ["one twice", { artifacts: [`${volumePath}/a.sh`, `${volumePath}/a.sh`] }, "artifacts"],
    ["an id of another list", { artifacts: [`${volumePath}/a.sh`], existingAllowlistId: "m|LIBRARY_JAR" }, "existingAllowlistId"],
  ])("InitScriptAllowlist: %s", async (_what, args, argument) => {
    expect(await refusedBy(() => new InitScriptAllowlist("a", args))).toMatchObject({ argument });
  });
});

describe("secrets and script", () => {
  test("a root secret of 32 bytes, and a certificate that its own CA has signed", async () => {
    const secrets = secretsOf(await deployQuickstart());
    const root = secrets["node-traffic-root"] as string;
    expect(Buffer.from(root, "base64")).toHaveLength(32);
    expect(root).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    const pem = (name: string) => Buffer.from(secrets[name] as string, "base64").toString();
    const [ca, certificate] = [new X509Certificate(pem("node-traffic-ca")), new X509Certificate(pem("node-traffic-certificate"))];
    expect(ca.ca).toBe(true);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(pem("node-traffic-key")))).toBe(true);
  });

  test("each component has secrets of its own, and no policy text holds one", async () => {
    const program = await deployQuickstart();
    const other = secretsOf(await deployQuickstart());
    for (const [name, value] of Object.entries(secretsOf(program))) {
      expect(value).not.toBe(other[name]);
      for (const policy of made(program, "ClusterPolicy")) expect(policy.inputs.definition).not.toContain(value);
    }
  });

  test("the script that is deployed is the file, byte for byte, and its digest is the rules'", async () => {
    const script = readFileSync(resolve(__dirname, "../../../init-scripts/encrypt-node-traffic.sh"));
    const [file] = made(await deployQuickstart(), "WorkspaceFile");
    expect(Buffer.from(file?.inputs.contentBase64 as string, "base64").equals(script)).toBe(true);
    expect(scriptDigest).toBe(createHash("sha256").update(script).digest("hex"));
  });

  test("in a volume the script leaves the metastore's allowlist alone, and access stays dedicated", async () => {
    const program = await encryption({ volumePath, clusterOwners: ["data-engineers"] });
    expect(made(program, "File")[0]?.inputs.path).toBe(`${volumePath}/encrypt-node-traffic.sh`);
    expect(made(program, "ArtifactAllowlist")).toEqual([]);
    const { "all-purpose": policy } = definitions(program);
    expect(policy["init_scripts.0.volumes.destination"]).toEqual({ type: "fixed", value: `${volumePath}/encrypt-node-traffic.sh` });
    expect(policy.data_security_mode).toEqual({ type: "fixed", value: "SINGLE_USER" });
    expect(made(program, "SecretAcl")[0]?.inputs).toMatchObject({ principal: "data-engineers", permission: "READ" });
    expect(program.verdict.links[3]?.findings.filter((f) => f.verdict === "fail")).toEqual([]);
  });

  test("standard access mode is offered where it is asked for", async () => {
    const { "all-purpose": policy } = definitions(await encryption({ volumePath, allowStandardAccessMode: true }));
    expect(policy.data_security_mode?.values).toEqual(["SINGLE_USER", "USER_ISOLATION"]);
  });

  test("the allowlist is one resource with every entry; a destroy leaves it, and what stands is taken over", async () => {
    const seen: Record<string, pulumi.CustomResourceOptions> = {};
    const artifacts = [`${volumePath}/a.sh`, "abfss://x@y.dfs.core.windows.net/"];
    const existingAllowlistId = "11111111-2222-4333-8444-555555555555|INIT_SCRIPT";
    const transformations: pulumi.ResourceTransformation[] = [
      ({ name, props, opts }) => {
        seen[name] = opts;
        return { props, opts };
      },
    ];
    const program = await deploy(() => new InitScriptAllowlist("scripts", { artifacts }, { transformations }));
    expect(made(program, "ArtifactAllowlist").map((r) => r.inputs)).toEqual([
      { artifactType: "INIT_SCRIPT", artifactMatchers: artifacts.map((artifact) => ({ artifact, matchType: "PREFIX_MATCH" })) },
    ]);
    expect(seen["scripts-allowlist"]).toMatchObject({ retainOnDelete: true });
    expect(seen["scripts-allowlist"]?.import).toBeUndefined();
    const taken = deploy(() => new InitScriptAllowlist("scripts", { artifacts, existingAllowlistId }, { transformations }));
    await expect(taken).rejects.toThrow(/INIT_SCRIPT' does not exist/);
    expect(seen["scripts-allowlist"]?.import).toBe(existingAllowlistId);
  });
});

describe("the policies", () => {
  /** The fields of an interface of the Databricks provider's SDK, in the API's words. */
  const fieldsOf = (file: string, name: string): string[] => {
    const text = readFileSync(require.resolve(`@pulumi/databricks/${file}`), "utf8");
    const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ?? "";
    return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, field]) =>
      (field as string).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    );
  };
  const attributes = {
    "all-purpose": fieldsOf("cluster.d.ts", "ClusterArgs"),
    job: fieldsOf("types/input.d.ts", "JobTaskNewCluster"),
    dlt: fieldsOf("types/input.d.ts", "PipelineCluster"),
  };
  const stores = fieldsOf("types/input.d.ts", "PipelineClusterInitScript");
  const fieldsOfType: Record<string, string[]> = {
    fixed: ["value", "hidden"],
    forbidden: ["hidden"],
    allowlist: ["values", "defaultValue", "isOptional", "hidden"],
    regex: ["pattern", "defaultValue", "isOptional", "hidden"],
    range: ["minValue", "maxValue", "defaultValue", "isOptional", "hidden"],
  };

  let program: DeployedProgram;
  let all: ReturnType<typeof definitions>;
  beforeAll(async () => {
    program = await deployQuickstart();
    all = definitions(program);
  });

  test("there is one for each type of cluster, and each may be used", () => {
    expect(Object.keys(all).sort()).toEqual(["all-purpose", "dlt", "job"]);
    const names = made(program, "ClusterPolicy").map((r) => r.inputs.name as string);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(100);
    const given = made(program, "Permissions").map((r) => r.inputs.clusterPolicyId);
    for (const policy of made(program, "ClusterPolicy")) expect(given).toContain(policy.id);
  });

  test("each limits only what clusters of its type have, in the words of the definition language", () => {
    for (const type of ["all-purpose", "job", "dlt"] as const) {
      expect(attributes[type].length).toBeGreaterThan(10);
      for (const [path, { type: kind, ...fields }] of Object.entries(all[type])) {
        expect(Object.keys(fieldsOfType)).toContain(kind);
        expect(Object.keys(fields).filter((field) => !fieldsOfType[kind as string]?.includes(field))).toEqual([]);
        // What maps hold is named key by key: no document knows a wildcard there.
        expect(path).not.toMatch(/^(spark_conf|spark_env_vars)\.\*/);
        if (path !== "cluster_type") expect(attributes[type]).toContain(path.split(".")[0]);
      }
    }
    expect(all.job.autotermination_minutes).toBeUndefined();
    expect(all.dlt.data_security_mode).toBeUndefined();
  });

  test("every store of init scripts that the API has is closed", () => {
    expect(stores.length).toBeGreaterThanOrEqual(7);
    for (const definition of Object.values(all))
      for (const store of stores) expect(definition[`init_scripts.*.${store}.destination`]?.type).toBe("forbidden");
  });

  const cluster: Record<"all-purpose" | "job" | "dlt", Request> = {
    "all-purpose": {
      cluster_type: "all-purpose",
      spark_version: "18.x-scala2.13",
      node_type_id: "Standard_D4ds_v5",
      autotermination_minutes: 30,
    },
    job: { cluster_type: "job", spark_version: "17.3.x-photon-scala2.13", node_type_id: "Standard_E8ds_v5" },
    dlt: { cluster_type: "dlt" },
  };

  test.each(["all-purpose", "job", "dlt"] as const)(
    "a plain request for %s is accepted, and gets the script, its secrets and its settings",
    (type) => {
      const result = answer(all[type], cluster[type]);
      expect(result).toEqual({ accepted: expect.anything() });
      const { accepted } = result as { accepted: Request };
      expect(accepted["init_scripts.0.workspace.destination"]).toBe("/hardened-databricks/lakehouse-traffic/encrypt-node-traffic.sh");
      expect(accepted["spark_env_vars.HARDENED_SPARK_ROOT_SECRET"]).toBe("{{secrets/lakehouse-traffic/node-traffic-root}}");
      expect(accepted["spark_env_vars.HARDENED_SPARK_MODE"]).toBe("tls");
      for (const [setting, value] of Object.entries(pinnedSettings("tls"))) expect(accepted[`spark_conf.${setting}`]).toBe(value);
      expect(accepted.enable_local_disk_encryption).toBe(true);
      expect(accepted.data_security_mode).toBe(type === "dlt" ? undefined : "SINGLE_USER");
    },
  );

  test("defaults are enough for whoever asks for them; a size may be left to Databricks", () => {
    expect(answer(all["all-purpose"], { cluster_type: "all-purpose" }, true)).toEqual({ accepted: expect.anything() });
    expect(answer(all["all-purpose"], { cluster_type: "all-purpose" })).toEqual({
      refused: expect.stringMatching(/spark_version|autotermination/),
    });
    expect(answer(all.job, { cluster_type: "job", spark_version: "18.x-scala2.13" })).toEqual({ accepted: expect.anything() });
  });

  test("each serves its own type only", () => {
    for (const [type, definition] of Object.entries(all))
      for (const other of ["all-purpose", "job", "dlt"].filter((candidate) => candidate !== type))
        expect(answer(definition, { ...cluster[other as "job"], cluster_type: other })).toEqual({
          refused: expect.stringContaining("cluster_type"),
        });
  });

  test.each<[string, Request]>([
    ["a setting undone", { "spark_conf.spark.authenticate": "false" }],
    ["another key", { "spark_conf.spark.authenticate.secret": "x" }],
    ["Java's options", { "spark_conf.spark.executor.extraJavaOptions": "-Dspark.ssl.rpc.enabled=false" }],
    ["Java's default options", { "spark_conf.spark.driver.defaultJavaOptions": "-Dx" }],
    ["a shuffle of its own", { "spark_conf.spark.shuffle.manager": "x" }],
    ["a cipher class of its own", { "spark_conf.spark.network.crypto.config.cipher.classes": "x" }],
    ["an executor's variable", { "spark_conf.spark.executorEnv._JAVA_OPTIONS": "x" }],
    ["a second script", { "init_scripts.1.workspace.destination": "/x" }],
    ["a second script of another cloud", { "init_scripts.1.gcs.destination": "gs://x" }],
    ["another first script", { "init_scripts.0.workspace.destination": "/x" }],
    ["another first script, from elsewhere", { "init_scripts.0.abfss.destination": "abfss://c@a/x" }],
    ["bash's start-up file", { "spark_env_vars.BASH_ENV": "x" }],
    ["bash's options", { "spark_env_vars.SHELLOPTS": "noexec" }],
    ["programs of its own", { "spark_env_vars.PATH": "/tmp" }],
    ["the linker", { "spark_env_vars.LD_PRELOAD": "/tmp/x.so" }],
    ["another home", { "spark_env_vars.DB_HOME": "/tmp" }],
    ["Java by variable", { "spark_env_vars._JAVA_OPTIONS": "x" }],
    ["another mode", { "spark_env_vars.HARDENED_SPARK_MODE": "ctr" }],
    ["files in clear", { "spark_env_vars.HARDENED_SPARK_WIRE_ONLY": "1" }],
    ["a pool", { instance_pool_id: "p" }],
    ["a driver's pool", { driver_instance_pool_id: "p" }],
    ["a key of SSH", { "ssh_public_keys.0": "k" }],
    ["disks in clear", { enable_local_disk_encryption: false }],
    ["another size", { driver_node_type_id: "Standard_DS3_v2" }],
  ])("refuses for every type: %s", (_what, wish) => {
    for (const type of ["all-purpose", "job", "dlt"] as const)
      expect(answer(all[type], { ...cluster[type], ...wish })).toEqual({
        refused: expect.stringContaining(Object.keys(wish)[0] as string),
      });
  });

  test.each<[string, Request]>([
    ["no isolation", { data_security_mode: "NONE" }],
    ["an access mode that the script cannot serve", { data_security_mode: "USER_ISOLATION" }],
    ["another name of an access mode", { kind: "CLASSIC_PREVIEW" }],
    ["environments", { dependency_mode: "ENVIRONMENTS" }],
    ["a runtime that cannot do the mode", { spark_version: "16.4.x-scala2.12" }],
    ["a runtime that is no long-term release", { spark_version: "18.0.x-scala2.13" }],
    ["an image", { "docker_image.url": "x" }],
    ["flexible sizes", { "worker_node_type_flexibility.alternate_node_type_ids": "Standard_D16s_v3" }],
    ["flexible drivers", { "driver_node_type_flexibility.alternate_node_type_ids": "Standard_D16s_v3" }],
  ])("refuses where the type has it: %s", (_what, wish) => {
    for (const type of ["all-purpose", "job"] as const)
      expect(answer(all[type], { ...cluster[type], ...wish })).toEqual({
        refused: expect.stringContaining(Object.keys(wish)[0] as string),
      });
  });

  test("a cluster that never ends is refused", () => {
    expect(answer(all["all-purpose"], { ...cluster["all-purpose"], autotermination_minutes: 0 })).toEqual({
      refused: expect.stringContaining("autotermination_minutes"),
    });
  });
});

describe("named weakenings and layers", () => {
  const link4 = (program: DeployedProgram) => program.verdict.links[3];

  test("by default link 4 is secured by configuration, and says that it was not shown", async () => {
    const { verdict } = await deployQuickstart();
    expect(verdict.links[3]).toMatchObject({ verdict: "secured", note: "configured, not yet shown on this workspace" });
    expect(verdict.links.filter((link) => link.note).map(({ link }) => link)).toEqual([4]);
  });

  test("allowUnauthenticatedCipher pins ctr for the runtimes that need it, and breaks link 4 by one rule", async () => {
    const program = await deploy(
      () => new HardenedDatabricks("lakehouse", { ...quickstartArgs, clusterEncryption: { allowUnauthenticatedCipher: true } }),
    );
    const { job } = definitions(program);
    expect(job["spark_env_vars.HARDENED_SPARK_MODE"]?.value).toBe("ctr");
    expect(job["spark_conf.spark.network.crypto.cipher"]?.value).toBe("AES/CTR/NoPadding");
    expect(job.spark_version?.defaultValue).toBe("16.4.x-scala2.12");
    const failed = link4(program)
      ?.findings.filter((finding) => finding.verdict === "fail")
      .map(({ rule }) => rule);
    expect([...new Set(failed)]).toEqual(["L4-policy-pins-conf"]);
  });

  test("wireOnly leaves Spark's files to the disks, which stay encrypted: link 4 holds", async () => {
    const program = await deploy(() => new HardenedDatabricks("lakehouse", { ...quickstartArgs, clusterEncryption: { wireOnly: true } }));
    const { dlt } = definitions(program);
    expect(dlt["spark_env_vars.HARDENED_SPARK_WIRE_ONLY"]).toEqual({ type: "fixed", value: "1" });
    expect(dlt["spark_conf.spark.io.encryption.enabled"]?.type).toBe("forbidden");
    expect(dlt.enable_local_disk_encryption).toEqual({ type: "fixed", value: true });
    expect(link4(program)?.verdict).toBe("secured");
  });

  test("both layers close every way to another size, and come with VNet encryption", async () => {
    const program = await deploy(() => new HardenedDatabricks("lakehouse", { ...quickstartArgs, enableVnetEncryption: true }));
    for (const definition of Object.values(definitions(program))) expect(definition.node_type_id?.isOptional).toBeUndefined();
    expect(link4(program)?.verdict).toBe("secured");
    expect(answer(definitions(program).dlt, { cluster_type: "dlt" })).toEqual({ refused: expect.stringContaining("node_type_id") });
    expect(answer(definitions(program).dlt, { cluster_type: "dlt" }, true)).toEqual({ accepted: expect.anything() });
  });

  test("Azure alone is never secured by configuration: no script, no vault, and the link unknown", async () => {
    const program = await deploy(
      () =>
        new HardenedDatabricks("lakehouse", {
          ...quickstartArgs,
          enableVnetEncryption: true,
          clusterEncryption: { layers: EncryptionLayers.Vnet },
        }),
    );
    expect(made(program, "WorkspaceFile")).toEqual([]);
    expect(Object.keys(secretsOf(program))).toEqual([]);
    expect(Object.keys(definitions(program).job).filter((path) => path.startsWith("spark_"))).toEqual(["spark_version"]);
    expect(link4(program)?.verdict).toBe("unknown");
    expect(link4(program)?.findings.filter((finding) => finding.verdict === "fail")).toEqual([]);
  });

  test("Azure alone without VNet encryption is broken", async () => {
    const program = await deploy(
      () => new HardenedDatabricks("lakehouse", { ...quickstartArgs, clusterEncryption: { layers: EncryptionLayers.Vnet } }),
    );
    expect(link4(program)?.verdict).toBe("broken");
  });

  test("the deployment passes its options on", async () => {
    const program = await deploy(
      () =>
        new HardenedDatabricks("lakehouse", {
          ...quickstartArgs,
          clusterEncryption: {
            rotation: "2",
            volumePath,
            nodeTypes: ["Standard_NC24ads_A100_v4"],
            certificateDays: 90,
            runtimes: ["18.x"],
          },
        }),
    );
    expect(made(program, "RandomBytes")[0]?.inputs.keepers).toEqual({ rotation: "2" });
    expect(made(program, "File")[0]?.inputs.path).toBe(`${volumePath}/encrypt-node-traffic.sh`);
    expect(made(program, "LocallySignedCert")[0]?.inputs.validityPeriodHours).toBe(90 * 24);
    const { job } = definitions(program);
    expect(job.node_type_id?.values).toEqual(["Standard_NC24ads_A100_v4"]);
    expect(answer(job, { cluster_type: "job", spark_version: "17.3.x-scala2.13" })).toEqual({
      refused: expect.stringContaining("spark_version"),
    });
  });
});
