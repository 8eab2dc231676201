import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { NodeTrafficMode, nodeTraffic } from "../src/azure/node-traffic";
import { defaultNodeTypes } from "../src/azure/vm-sizes";
import { ArgumentCheck } from "./arguments";
import { type ClusterEncryptionOptionsArgs, checkEncryptionOptions, chosenRuntimes } from "./cluster-encryption-options";
import { checkPrincipal } from "./customer-managed-keys";
import { type ClusterType, EncryptionLayers, nodeTrafficPolicy, type PinnedScript } from "./node-traffic-policy";
import type { PrivateEndpointPlacementArgs } from "./private-link";
import { SecretVault } from "./secret-vault";
import { trafficMaterial } from "./traffic-material";
import { placeScript, scriptFile } from "./traffic-script";
import { vaultScope } from "./vault-secret-scope";

/** Arguments of ClusterEncryption. */
export interface ClusterEncryptionArgs extends ClusterEncryptionOptionsArgs {
  /** The resource group of the vault that holds the secrets. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** Object id of AzureDatabricks in your tenant, which reads the secrets. Print it with `az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id`. */
  databricksPrincipalId: pulumi.Input<string>;
  /** Where the vault's private endpoint stands. */
  placement: PrivateEndpointPlacementArgs;
  /**
   * The groups or users that may start clusters by the policies. They, and whoever may attach to their clusters, can read the
   * root secret: give each circle that must not read the other's traffic a ClusterEncryption of its own. Defaults to `admins`.
   */
  clusterOwners?: pulumi.Input<string>[];
  /** Id of the Log Analytics workspace that gets the vault's audit log. Defaults to none. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on the vault and its endpoint. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The policies: for each type of cluster one, since each has attributes that the others lack. */
const clusterTypes: { type: ClusterType; suffix: string; what: string }[] = [
  { type: "all-purpose", suffix: "policy", what: "" },
  { type: "job", suffix: "job-policy", what: ", jobs" },
  { type: "dlt", suffix: "pipeline-policy", what: ", pipelines" },
];

/**
 * Encrypts the traffic between the nodes of clusters (link 4): a root secret and TLS material in a vault of their own, a secret
 * scope over it, the init script, and cluster policies that pin all of it, one each for all-purpose clusters, jobs and pipelines. Needs
 * a Databricks provider for the workspace, and a machine that reaches the workspace's API. A policy that changes does not reach clusters,
 * jobs and pipelines that stand: they keep what they were made with until Databricks enforces compliance on them or they are edited.
 */
export class ClusterEncryption extends pulumi.ComponentResource {
  /** Id of the policy for all-purpose clusters. Let users create clusters by it only. */
  readonly policyId: pulumi.Output<string>;
  /** Id of the policy for job clusters: a task's or a job cluster's `policyId`. */
  readonly jobPolicyId: pulumi.Output<string>;
  /** Id of the policy for classic pipelines: `policyId` of each of their clusters. */
  readonly pipelinePolicyId: pulumi.Output<string>;
  /** The secret scope; empty where Azure alone encrypts. */
  readonly secretScopeName: pulumi.Output<string>;
  /** Where the script lies in the workspace or its volume; empty where Azure alone encrypts. */
  readonly scriptPath: pulumi.Output<string>;
  /** SHA-256 of the script, in hexadecimal; empty where Azure alone encrypts. */
  readonly scriptDigest: pulumi.Output<string>;
  /** Id of the vault; empty where Azure alone encrypts. */
  readonly vaultId: pulumi.Output<string>;

  /**
   * @throws ArgumentError for node types that cannot do what the layers need, runtimes that do not start or do not go together, a path
   * outside /Volumes, standard access mode that cannot work, or a validity outside its limits.
   */
  constructor(name: string, args: ClusterEncryptionArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(new ArgumentCheck("ClusterEncryption", name), args);
    super("hardened-databricks:index:ClusterEncryption", name, {}, opts);
    const child = { parent: this };
    const owners = args.clusterOwners ?? ["admins"];
    const layers = args.layers ?? EncryptionLayers.Spark;
    const spark = layers === EncryptionLayers.Vnet ? undefined : encryptSpark(name, args, owners, child);
    const none = pulumi.output("");

    const [policyId, jobPolicyId, pipelinePolicyId] = clusterTypes.map(({ type, suffix, what }) => {
      const policy = new databricks.ClusterPolicy(
        `${name}-${suffix}`,
        {
          name: `Encrypted traffic between nodes (${name}${what})`,
          description: spark
            ? "Pins the init script that encrypts traffic between nodes, and what it needs."
            : "Limits nodes to sizes whose traffic Azure encrypts.",
          definition: pulumi.output(spark?.pinned).apply((script) =>
            nodeTrafficPolicy({
              clusterType: type,
              script,
              runtimes: chosenRuntimes(args),
              nodeTypes: args.nodeTypes ?? defaultNodeTypes,
              needsVnetEncryption: layers !== EncryptionLayers.Spark,
              allowStandardAccessMode: args.allowStandardAccessMode ?? false,
            }),
          ),
        },
        child,
      );
      new databricks.Permissions(
        `${name}-${suffix}-users`,
        { clusterPolicyId: policy.id, accessControls: owners.map((principal) => ({ groupName: principal, permissionLevel: "CAN_USE" })) },
        child,
      );
      return policy.id;
    }) as [pulumi.Output<string>, pulumi.Output<string>, pulumi.Output<string>];

    this.policyId = policyId;
    this.jobPolicyId = jobPolicyId;
    this.pipelinePolicyId = pipelinePolicyId;
    this.secretScopeName = spark?.pinned.secretScope ?? none;
    this.scriptPath = spark?.pinned.path ?? none;
    this.scriptDigest = spark ? pulumi.output(spark.digest) : none;
    this.vaultId = spark?.vaultId ?? none;
    this.registerOutputs({
      policyId: this.policyId,
      jobPolicyId: this.jobPolicyId,
      pipelinePolicyId: this.pipelinePolicyId,
      secretScopeName: this.secretScopeName,
      scriptPath: this.scriptPath,
      scriptDigest: this.scriptDigest,
      vaultId: this.vaultId,
    });
  }
}

/** What Spark's own encryption needs: the vault with secrets, the scope, and the script. */
interface SparkLayer {
  pinned: { [key in keyof PinnedScript]: PinnedScript[key] extends string ? pulumi.Output<PinnedScript[key]> : PinnedScript[key] };
  digest: string;
  vaultId: pulumi.Output<string>;
}

function encryptSpark(
  name: string,
  args: ClusterEncryptionArgs,
  owners: pulumi.Input<string>[],
  child: pulumi.CustomResourceOptions,
): SparkLayer {
  const vault = new SecretVault(
    `${name}-vault`,
    {
      resourceGroupName: args.resourceGroupName,
      location: args.location,
      placement: args.placement,
      // Databricks' control plane resolves the secret references as a trusted service.
      allowTrustedServices: true,
      logAnalyticsWorkspaceId: args.logAnalyticsWorkspaceId,
      tags: args.tags,
    },
    child,
  );
  const material = trafficMaterial(name, args.rotation ?? "1", args.certificateDays ?? 365, child);
  const secrets = Object.entries(nodeTraffic.secrets).map(
    ([variable, secretName]) =>
      new keyvault.Secret(
        `${name}-${secretName}`,
        {
          secretName,
          vaultName: vault.vaultName,
          resourceGroupName: args.resourceGroupName,
          properties: { value: material[variable as keyof typeof material], contentType: "text/plain" },
        },
        { ...child, additionalSecretOutputs: ["properties"] },
      ),
  );
  const scope = vaultScope(
    name,
    {
      vaultId: vault.vaultId,
      vaultUri: vault.vaultUri,
      databricksPrincipalId: args.databricksPrincipalId,
      scopeName: name,
      readers: owners,
    },
    child,
    secrets,
  );
  const script = readFileSync(scriptFile, "utf8");
  return {
    pinned: {
      path: placeScript(name, script, args.volumePath, owners, child),
      secretScope: scope.name,
      mode: pulumi.output(args.allowUnauthenticatedCipher ? NodeTrafficMode.Ctr : NodeTrafficMode.Tls),
      wireOnly: args.wireOnly ?? false,
    },
    digest: createHash("sha256").update(script).digest("hex"),
    vaultId: vault.vaultId,
  };
}

function checkArguments(check: ArgumentCheck, args: ClusterEncryptionArgs): void {
  check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
  checkPrincipal(check, args.databricksPrincipalId);
  if (args.clusterOwners?.length === 0) check.refuse("clusterOwners", "is empty: name at least one group");
  check.distinct("clusterOwners", args.clusterOwners);
  checkEncryptionOptions(check, args);
}
