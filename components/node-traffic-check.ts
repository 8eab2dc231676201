import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { ArgumentCheck, plain } from "./arguments";
import { checkPrincipal } from "./customer-managed-keys";
import type { PrivateEndpointPlacementArgs } from "./private-link";
import { SecretVault } from "./secret-vault";
import { vaultScope } from "./vault-secret-scope";

/** Arguments of NodeTrafficCheck. */
export interface NodeTrafficCheckArgs {
  /** The resource group of the vault that holds the signing key. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** Object id of AzureDatabricks in your tenant, which reads the key. Print it with `az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id`. */
  databricksPrincipalId: pulumi.Input<string>;
  /** Where the vault's private endpoint stands. */
  placement: PrivateEndpointPlacementArgs;
  /** Id of the policy for job clusters that is looked at: ClusterEncryption's jobPolicyId. */
  jobPolicyId: pulumi.Input<string>;
  /** Where that policy's init script lies: ClusterEncryption's scriptPath. Its digest becomes part of the result. */
  scriptPath: pulumi.Input<string>;
  /** How many worker nodes the job's cluster has, from 2 to 20. Defaults to 2, the fewest between which anything passes. */
  workers?: number;
  /** The runtime's version string. Defaults to the policy's. */
  sparkVersion?: pulumi.Input<string>;
  /** The node type. Defaults to the policy's. */
  nodeTypeId?: pulumi.Input<string>;
  /**
   * Where the job writes its signed result, below `/Volumes` or `/Workspace`. Defaults to a workspace file beside the program. The job
   * prints it as well.
   */
  resultPath?: pulumi.Input<string>;
  /** Change it to make a new signing key; results from before are then refused. Defaults to `1`. */
  rotation?: string;
  /** Id of the Log Analytics workspace that gets the vault's audit log. Defaults to none. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on the vault and its endpoint. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

const program = "node-traffic-check.py";
const recorder = "node-traffic-recorder.py";
const keyName = "node-traffic-check-key";

/** What makes markers visible where they pass in clear text, and makes Spark leave files on disk: for the job's own cluster alone. */
const revealingSettings = {
  "spark.shuffle.compress": "false",
  "spark.shuffle.spill.compress": "false",
  "spark.broadcast.compress": "false",
  "spark.rdd.compress": "false",
  "spark.shuffle.spill.numElementsForceSpillThreshold": "1000",
  "spark.python.worker.memory": "1m",
};

/**
 * A job that looks at what passes between the nodes of a cluster of the policy, on this workspace: it has no schedule and is run by hand,
 * once and after changes. Its result is signed with a key of its own, which only the identity that deploys it (and the workspace's
 * administrators) can read; `hardened-databricks audit --wire RESULT --wire-key KEY` judges it. Needs a Databricks provider for the
 * workspace. docs/node-traffic-check.md says how it is run, and what it proves.
 */
export class NodeTrafficCheck extends pulumi.ComponentResource {
  /** Id of the job. */
  readonly jobId: pulumi.Output<string>;
  /** Where the job writes its result. */
  readonly resultPath: pulumi.Output<string>;
  /** The public key that results are verified with, in PEM: `pulumi stack output` it into a file for `--wire-key`. */
  readonly publicKeyPem: pulumi.Output<string>;

  /** @throws ArgumentError for fewer than two workers, a path that a job cannot write to, or a principal that is no GUID. */
  constructor(name: string, args: NodeTrafficCheckArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(new ArgumentCheck("NodeTrafficCheck", name), args);
    super("hardened-databricks:index:NodeTrafficCheck", name, {}, opts);
    const child = { parent: this };
    const key = new tls.PrivateKey(`${name}-key-${args.rotation ?? "1"}`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, child);
    const scope = keyScope(name, args, key, child);
    const programFile = placeFile(name, "program", program, child);
    const recorderFile = placeFile(name, "recorder", recorder, child);
    const resultPath = pulumi.output(args.resultPath ?? `/Workspace/hardened-databricks/${name}/result.json`);
    const job = new databricks.Job(
      `${name}-job`,
      {
        name: `Node traffic check (${name})`,
        description: "Shows whether the nodes of a cluster of the policy talk in clear text. Run it by hand.",
        maxConcurrentRuns: 1,
        timeoutSeconds: 3600,
        jobClusters: [
          {
            jobClusterKey: "checked",
            newCluster: {
              policyId: args.jobPolicyId,
              applyPolicyDefaultValues: true,
              numWorkers: args.workers ?? 2,
              // Only there may Python workers be root, without which nothing can be recorded.
              dataSecurityMode: "SINGLE_USER",
              sparkConf: revealingSettings,
              ...(args.sparkVersion === undefined ? {} : { sparkVersion: args.sparkVersion }),
              ...(args.nodeTypeId === undefined ? {} : { nodeTypeId: args.nodeTypeId }),
            },
          },
        ],
        tasks: [
          {
            taskKey: "check",
            jobClusterKey: "checked",
            sparkPythonTask: {
              pythonFile: programFile.workspacePath,
              source: "WORKSPACE",
              parameters: [
                "--recorder",
                recorderFile.workspacePath,
                "--script",
                pulumi.output(args.scriptPath).apply(onNode),
                "--result",
                resultPath,
                "--workers",
                String(args.workers ?? 2),
                "--key-scope",
                scope.name,
                "--key-name",
                keyName,
              ],
            },
          },
        ],
      },
      child,
    );
    this.jobId = job.id;
    this.resultPath = resultPath;
    this.publicKeyPem = key.publicKeyPem;
    this.registerOutputs({ jobId: this.jobId, resultPath: this.resultPath, publicKeyPem: this.publicKeyPem });
  }
}

/** The signing key in a vault of its own: the scope shows the whole vault to its readers, and nobody but its maker is one. */
function keyScope(
  name: string,
  args: NodeTrafficCheckArgs,
  key: tls.PrivateKey,
  child: pulumi.CustomResourceOptions,
): databricks.SecretScope {
  const vault = new SecretVault(
    `${name}-vault`,
    {
      resourceGroupName: args.resourceGroupName,
      location: args.location,
      placement: args.placement,
      // Databricks' control plane reads the key as a trusted service.
      allowTrustedServices: true,
      logAnalyticsWorkspaceId: args.logAnalyticsWorkspaceId,
      tags: args.tags,
    },
    child,
  );
  const secret = new keyvault.Secret(
    `${name}-key`,
    {
      secretName: keyName,
      vaultName: vault.vaultName,
      resourceGroupName: args.resourceGroupName,
      properties: { value: pulumi.secret(key.privateKeyPemPkcs8), contentType: "application/x-pem-file" },
    },
    { ...child, additionalSecretOutputs: ["properties"] },
  );
  const { vaultId, vaultUri } = vault;
  return vaultScope(name, { vaultId, vaultUri, databricksPrincipalId: args.databricksPrincipalId, scopeName: name, readers: [] }, child, [
    secret,
  ]);
}

/** Puts a shipped file into the workspace; it lies beside `dist` in the package, and beside `components` in the repository. */
function placeFile(name: string, suffix: string, file: string, child: pulumi.CustomResourceOptions): databricks.WorkspaceFile {
  const source = ["../..", ".."].map((up) => join(__dirname, up, "init-scripts", file)).find((path) => existsSync(path)) as string;
  return new databricks.WorkspaceFile(
    `${name}-${suffix}`,
    { path: `/hardened-databricks/${name}/${file}`, contentBase64: readFileSync(source).toString("base64") },
    child,
  );
}

/** Where a file of the workspace or of a volume lies on a node. */
const onNode = (path: string): string => (/^\/(Volumes|Workspace)\//.test(path) ? path : `/Workspace${path}`);

function checkArguments(check: ArgumentCheck, args: NodeTrafficCheckArgs): void {
  check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
  checkPrincipal(check, args.databricksPrincipalId);
  check.required("jobPolicyId", args.jobPolicyId, "pass ClusterEncryption's jobPolicyId");
  check.required(
    "scriptPath",
    args.scriptPath,
    "pass ClusterEncryption's scriptPath; a policy without a script has nothing that this check could show",
  );
  check.between("workers", args.workers, 2, 20, "nodes");
  const result = plain<string>(args.resultPath);
  if (result !== undefined && !/^\/(Volumes\/[^/]+\/[^/]+\/[^/]+|Workspace)\/.+[^/]$/.test(result))
    check.refuse("resultPath", `is '${result}': name a file below /Volumes/catalog/schema/volume or /Workspace`);
  if (args.rotation !== undefined && !/^[A-Za-z0-9-]{1,20}$/.test(args.rotation))
    check.refuse("rotation", `is '${args.rotation}': use 1 to 20 letters, digits and '-'`);
}
