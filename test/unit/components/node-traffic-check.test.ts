import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ClusterNetwork, EncryptionLayers, HardenedDatabricks, NodeTrafficCheck, type NodeTrafficCheckArgs } from "../../../components";
import { databricksTypes } from "../../../src/azure/databricks-types";
import { undoesSetting } from "../../../src/azure/node-traffic";
import { resourceTypes } from "../../../src/azure/resource-types";
import type { DeployedResource } from "../../../src/deployment/resource";
import type { RegisteredResource } from "../../../src/local-azure/mocks";
import { type DeployedProgram, deploy } from "../../../src/testing";
import { readWireKey } from "../../../src/wire/envelope";
import { quickstartArgs } from "../../support/quickstart";
import { refusedBy } from "../../support/refused";

const network = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";
const args: NodeTrafficCheckArgs = {
  resourceGroupName: "rg",
  databricksPrincipalId: quickstartArgs.databricksPrincipalId,
  placement: { subnetId: `${network}/subnets/pe`, virtualNetworkId: network },
  jobPolicyId: "ABC123",
  scriptPath: "/hardened-databricks/a-traffic/encrypt-node-traffic.sh",
};

describe("NodeTrafficCheck refuses", () => {
  test.each<[string, Partial<Record<keyof NodeTrafficCheckArgs, unknown>>, string, RegExp]>([
    ["no policy", { jobPolicyId: undefined }, "jobPolicyId", /is missing: pass ClusterEncryption's jobPolicyId/],
    ["no script", { scriptPath: "" }, "scriptPath", /is missing: pass ClusterEncryption's scriptPath; a policy without a script/],
    ["one worker", { workers: 1 }, "workers", /is 1: a whole number of nodes from 2 to 20/],
    ["half a worker", { workers: 2.5 }, "workers", /is 2\.5/],
    ["a crowd", { workers: 21 }, "workers", /from 2 to 20/],
    ["a result on DBFS", { resultPath: "dbfs:/tmp/result.json" }, "resultPath", /'dbfs:\/tmp\/result\.json': name a file below \/Volumes/],
    ["a result that is a volume", { resultPath: "/Volumes/main/security/checks" }, "resultPath", /name a file/],
    ["a result that is a folder", { resultPath: "/Volumes/main/security/checks/" }, "resultPath", /name a file/],
    ["an odd rotation", { rotation: "next one" }, "rotation", /'next one': use 1 to 20 letters/],
    ["the application id", { databricksPrincipalId: "2ff814a6-3304-4ab8-85cd-cd0e6f879c1d" }, "databricksPrincipalId", /application id/],
  ])("%s", async (_what, wrong, argument, message) => {
    expect(await refusedBy(() => new NodeTrafficCheck("a", { ...args, ...wrong } as NodeTrafficCheckArgs))).toMatchObject({
      argument,
      message: expect.stringMatching(message),
    });
  });

  test.each<[string, object]>([
    ["encryption is switched off", { enableClusterEncryption: false }],
    ["Azure alone encrypts", { clusterEncryption: { layers: EncryptionLayers.Vnet } }],
  ])("to be made where %s", async (_what, wrong) => {
    expect(await refusedBy(() => new HardenedDatabricks("a", { ...quickstartArgs, enableNodeTrafficCheck: true, ...wrong }))).toMatchObject(
      {
        argument: "enableNodeTrafficCheck",
      },
    );
  });
});

describe("a deployment with a NodeTrafficCheck", () => {
  let made: DeployedProgram;
  let outputs: { publicKeyPem: string; jobId: string };

  beforeAll(async () => {
    made = await deploy(() => {
      const { nodeTrafficCheckKeyPem, nodeTrafficCheckJobId } = new HardenedDatabricks("lakehouse", {
        ...quickstartArgs,
        enableNodeTrafficCheck: true,
      });
      pulumi.all([nodeTrafficCheckKeyPem, nodeTrafficCheckJobId]).apply(([publicKeyPem, jobId]) => {
        outputs = { publicKeyPem, jobId };
      });
    });
  });
  const named = (name: string) => made.deployment.resources.find((resource) => resource.name === name) as DeployedResource;

  test("has five secured links: the job's cluster is one of the policy", () => {
    expect(made.verdict.links.map((link) => link.verdict)).toEqual(["secured", "secured", "secured", "secured", "secured"]);
    expect(made.verdict.links[3]?.note).toBe("configured, not yet shown on this workspace");
  });

  test("has a job without a schedule, on two workers of the job policy in dedicated mode", () => {
    const job = named("lakehouse-traffic-check-job");
    for (const trigger of ["schedule", "trigger", "continuous"]) expect(job.value(trigger)).toBeUndefined();
    const [{ newCluster: cluster }] = job.value("jobClusters") as unknown as [{ newCluster: Record<string, unknown> }];
    expect(cluster).toMatchObject({
      policyId: named("lakehouse-traffic-job-policy").id,
      applyPolicyDefaultValues: true,
      numWorkers: 2,
      dataSecurityMode: "SINGLE_USER",
    });
    const settings = Object.entries(cluster.sparkConf as Record<string, string>);
    expect(settings.filter(([setting]) => setting.endsWith("compress")).every(([, value]) => value === "false")).toBe(true);
    expect(settings.filter(([setting, value]) => undoesSetting(setting, value, "tls"))).toEqual([]);
    expect(outputs.jobId).toBe(job.id);
  });

  test("passes the program paths on the node, and only arguments that it knows", () => {
    const [{ sparkPythonTask: task }] = named("lakehouse-traffic-check-job").value("tasks") as unknown as [
      { sparkPythonTask: { pythonFile: string; parameters: string[] } },
    ];
    const folder = "/Workspace/hardened-databricks/lakehouse-traffic-check";
    expect(task).toMatchObject({
      pythonFile: `${folder}/node-traffic-check.py`,
      parameters: [
        "--recorder",
        `${folder}/node-traffic-recorder.py`,
        "--script",
        "/Workspace/hardened-databricks/lakehouse-traffic/encrypt-node-traffic.sh",
        "--result",
        `${folder}/result.json`,
        "--workers",
        "2",
        "--key-scope",
        "lakehouse-traffic-check",
        "--key-name",
        "node-traffic-check-key",
      ],
    });
    const program = readFileSync(resolve(__dirname, "../../../init-scripts/node-traffic-check.py"), "utf8");
    for (const option of task.parameters.filter((parameter) => parameter.startsWith("--")))
      expect(program).toContain(`parser.add_argument("${option}"`);
  });

  test("uploads what is shipped", () => {
    for (const [name, file] of [
      ["lakehouse-traffic-check-program", "node-traffic-check.py"],
      ["lakehouse-traffic-check-recorder", "node-traffic-recorder.py"],
    ] as const)
      expect(named(name).value("contentBase64")).toBe(readFileSync(resolve(__dirname, "../../../init-scripts", file)).toString("base64"));
  });

  test("keeps the signing key in a vault of its own, which nobody else reads", () => {
    const secret = made.resources.find((resource) => resource.inputs.secretName === "node-traffic-check-key");
    const { value: pem } = (secret as RegisteredResource).inputs.properties as { value: string };
    const scope = named("lakehouse-traffic-check-scope");
    expect(createPublicKey(createPrivateKey(pem)).equals(readWireKey("key", outputs.publicKeyPem))).toBe(true);
    expect(scope.value("initialManagePrincipal")).toBeUndefined();
    expect(made.deployment.ofType(databricksTypes.secretAcl).filter((acl) => acl.text("scope") === scope.text("name"))).toEqual([]);
    const vault = made.deployment.byId(scope.text("keyvaultMetadata.resourceId"));
    expect(vault?.type).toBe(resourceTypes.vault.arm);
    expect(
      made.deployment.ofType(databricksTypes.secretScope).filter((other) => other.text("keyvaultMetadata.resourceId") === vault?.id),
    ).toHaveLength(1);
  });
});

test("a NodeTrafficCheck by itself takes another place, more workers and a volume's script", async () => {
  const { deployment } = await deploy(() => {
    const group = new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
    const net = new ClusterNetwork("net", { resourceGroupName: group.name, addressSpace: "10.0.0.0/22" });
    return new NodeTrafficCheck("check", {
      ...args,
      resourceGroupName: group.name,
      placement: { subnetId: net.privateEndpointSubnetId, virtualNetworkId: net.virtualNetworkId },
      workers: 5,
      resultPath: "/Volumes/main/security/checks/result.json",
      scriptPath: "/Volumes/main/security/scripts/encrypt-node-traffic.sh",
      sparkVersion: "18.x-scala2.13",
      nodeTypeId: "Standard_D8ds_v5",
    });
  });
  const job = deployment.resources.find((resource) => resource.name === "check-job") as DeployedResource;
  const [{ newCluster }] = job.value("jobClusters") as unknown as [{ newCluster: object }];
  expect(newCluster).toMatchObject({ numWorkers: 5, sparkVersion: "18.x-scala2.13", nodeTypeId: "Standard_D8ds_v5" });
  const [{ sparkPythonTask }] = job.value("tasks") as unknown as [{ sparkPythonTask: { parameters: string[] } }];
  expect(sparkPythonTask.parameters).toEqual(
    expect.arrayContaining(["/Volumes/main/security/scripts/encrypt-node-traffic.sh", "/Volumes/main/security/checks/result.json", "5"]),
  );
});
