import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import { nodeTraffic } from "../src/azure/node-traffic";
import { canEncryptInVnet, defaultNodeTypes } from "../src/azure/vm-sizes";
import { ArgumentCheck, plain } from "./arguments";
import { checkPrincipal } from "./customer-managed-keys";
import { nodeTrafficPolicy } from "./node-traffic-policy";
import type { PrivateEndpointPlacementArgs } from "./private-link";
import { SecretVault } from "./secret-vault";
import { vaultScope } from "./vault-secret-scope";

/** Arguments of ClusterEncryption. */
export interface ClusterEncryptionArgs {
  /** The resource group of the vault that holds the secrets. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** Object id of AzureDatabricks in your tenant, which reads the secrets. Print it with `az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id`. */
  databricksPrincipalId: pulumi.Input<string>;
  /** Where the vault's private endpoint stands. */
  placement: PrivateEndpointPlacementArgs;
  /**
   * The groups or users that may start clusters by the policy. They, and whoever may attach to their clusters, can read the
   * root secret: give each circle that must not read the other's traffic a ClusterEncryption of its own. Defaults to `admins`.
   */
  clusterOwners?: pulumi.Input<string>[];
  /** Node types that clusters may use. Each must be able to do VNet encryption, the second layer. Defaults to D and E sizes of generation 5. */
  nodeTypes?: string[];
  /**
   * A volume for the script, such as `/Volumes/main/security/scripts`: needed for standard access mode. Defaults to a workspace
   * file, which allows dedicated access mode only. Make the volume writable for administrators alone.
   */
  volumePath?: pulumi.Input<string>;
  /**
   * Whether runtimes without a working AES-GCM may use AES-CTR. Defaults to false. True lets nodes accept changed bytes: somebody on
   * the wire cannot read the traffic, but can alter it unnoticed; this breaks link 4 (L4-policy-pins-conf).
   */
  allowUnauthenticatedCipher?: boolean;
  /** How long node certificates hold, in days, from 30 to 825. Defaults to 365. A new certificate comes with the `up` after three quarters of it; restart clusters then. */
  certificateDays?: number;
  /** Change it to make a new root secret, certificate authority and certificate; restart clusters then. Defaults to `1`. */
  rotation?: string;
  /** Id of the Log Analytics workspace that gets the vault's audit log. Defaults to none. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on the vault and its endpoint. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Encrypts the traffic between the nodes of clusters (link 4): a root secret and TLS material in a vault of their own, a secret
 * scope over it, the init script, and a cluster policy that pins all of it. Needs a Databricks provider for the workspace, and a
 * machine that reaches the workspace's API.
 */
export class ClusterEncryption extends pulumi.ComponentResource {
  /** Id of the cluster policy. Let users create clusters by it only. */
  readonly policyId: pulumi.Output<string>;
  readonly secretScopeName: pulumi.Output<string>;
  /** Where the script lies in the workspace or its volume. */
  readonly scriptPath: pulumi.Output<string>;
  /** SHA-256 of the script, in hexadecimal. */
  readonly scriptDigest: pulumi.Output<string>;
  readonly vaultId: pulumi.Output<string>;

  /** @throws ArgumentError for node types that cannot do VNet encryption, a path outside /Volumes, or a validity outside its limits. */
  constructor(name: string, args: ClusterEncryptionArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(new ArgumentCheck("ClusterEncryption", name), args);
    super("hardened-databricks:index:ClusterEncryption", name, {}, opts);
    const child = { parent: this };
    const rotation = args.rotation ?? "1";
    const owners = args.clusterOwners ?? ["admins"];

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
    const material = makeMaterial(name, rotation, args.certificateDays ?? 365, child);
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
    const path = placeScript(name, script, args, owners, child);
    const policy = new databricks.ClusterPolicy(
      `${name}-policy`,
      {
        name: `Encrypted traffic between nodes (${name})`,
        description: "Pins the init script that encrypts traffic between nodes, and what it needs.",
        definition: pulumi.all([path, scope.name]).apply(([scriptPath, secretScope]) =>
          nodeTrafficPolicy({
            scriptPath,
            secretScope,
            nodeTypes: args.nodeTypes ?? defaultNodeTypes,
            allowCtr: args.allowUnauthenticatedCipher ?? false,
          }),
        ),
      },
      child,
    );
    new databricks.Permissions(
      `${name}-policy-users`,
      { clusterPolicyId: policy.id, accessControls: owners.map((principal) => ({ groupName: principal, permissionLevel: "CAN_USE" })) },
      child,
    );

    this.policyId = policy.id;
    this.secretScopeName = scope.name;
    this.scriptPath = path;
    this.scriptDigest = pulumi.output(createHash("sha256").update(script).digest("hex"));
    this.vaultId = vault.vaultId;
    this.registerOutputs({
      policyId: this.policyId,
      secretScopeName: this.secretScopeName,
      scriptPath: this.scriptPath,
      scriptDigest: this.scriptDigest,
      vaultId: this.vaultId,
    });
  }
}

/** The script lies beside `dist` in the package, and beside `components` in the repository. */
const scriptFile = ["../..", ".."]
  .map((up) => join(__dirname, up, "init-scripts", nodeTraffic.scriptName))
  .find((path) => existsSync(path)) as string;

/** A root secret of 32 random bytes, and a CA of its own with one certificate for the nodes, in base64 of PEM. */
function makeMaterial(
  name: string,
  rotation: string,
  days: number,
  child: pulumi.CustomResourceOptions,
): Record<keyof typeof nodeTraffic.secrets, pulumi.Output<string>> {
  const root = new random.RandomBytes(`${name}-root`, { length: 32, keepers: { rotation } }, child);
  const key = (suffix: string) => new tls.PrivateKey(`${name}-${suffix}-${rotation}`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, child);
  const validity = { validityPeriodHours: days * 24, earlyRenewalHours: Math.floor(days * 6) };
  const caKey = key("ca-key");
  const ca = new tls.SelfSignedCert(
    `${name}-ca`,
    {
      privateKeyPem: caKey.privateKeyPem,
      subject: { commonName: `${name} node traffic CA` },
      isCaCertificate: true,
      allowedUses: ["cert_signing"],
      ...validity,
    },
    child,
  );
  const nodeKey = key("node-key");
  const request = new tls.CertRequest(
    `${name}-node-request`,
    { privateKeyPem: nodeKey.privateKeyPem, subject: { commonName: `${name} node` } },
    child,
  );
  const certificate = new tls.LocallySignedCert(
    `${name}-node`,
    {
      certRequestPem: request.certRequestPem,
      caPrivateKeyPem: caKey.privateKeyPem,
      caCertPem: ca.certPem,
      allowedUses: ["digital_signature", "server_auth", "client_auth"],
      ...validity,
    },
    child,
  );
  // One line each: environment variables do not carry line breaks everywhere.
  const encoded = (pem: pulumi.Output<string>) => pem.apply((text) => Buffer.from(text).toString("base64"));
  return {
    HARDENED_SPARK_ROOT_SECRET: root.base64,
    HARDENED_SPARK_TLS_CERTIFICATE: encoded(certificate.certPem),
    HARDENED_SPARK_TLS_KEY: pulumi.secret(encoded(nodeKey.privateKeyPemPkcs8)),
    HARDENED_SPARK_TLS_CA: encoded(ca.certPem),
  };
}

/** Puts the script where clusters read it and only administrators write it, and says where. */
function placeScript(
  name: string,
  script: string,
  args: ClusterEncryptionArgs,
  owners: pulumi.Input<string>[],
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  if (args.volumePath !== undefined) {
    const path = pulumi.interpolate`${args.volumePath}/${nodeTraffic.scriptName}`;
    const file = new databricks.File(`${name}-script`, { path, contentBase64: Buffer.from(script).toString("base64") }, child);
    new databricks.ArtifactAllowlist(
      `${name}-allowlist`,
      { artifactType: "INIT_SCRIPT", artifactMatchers: [{ artifact: file.path, matchType: "PREFIX_MATCH" }] },
      child,
    );
    return file.path;
  }
  const file = new databricks.WorkspaceFile(
    `${name}-script`,
    // Not below /Shared, where every user may write.
    { path: `/hardened-databricks/${name}/${nodeTraffic.scriptName}`, contentBase64: Buffer.from(script).toString("base64") },
    child,
  );
  new databricks.Permissions(
    `${name}-script-readers`,
    { workspaceFilePath: file.path, accessControls: owners.map((principal) => ({ groupName: principal, permissionLevel: "CAN_READ" })) },
    child,
  );
  return file.path;
}

function checkArguments(check: ArgumentCheck, args: ClusterEncryptionArgs): void {
  check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
  checkPrincipal(check, args.databricksPrincipalId);
  check.between("certificateDays", args.certificateDays, 30, 825, "days");
  if (args.clusterOwners?.length === 0) check.refuse("clusterOwners", "is empty: name at least one group");
  check.distinct("clusterOwners", args.clusterOwners);
  if (args.nodeTypes?.length === 0) check.refuse("nodeTypes", "is empty: name at least one node type");
  const weak = args.nodeTypes?.find((nodeType) => !canEncryptInVnet(nodeType));
  if (weak !== undefined)
    check.refuse(
      "nodeTypes",
      `holds '${weak}', which cannot do VNet encryption: Azure would leave its traffic in clear text silently; use D or E sizes of generation 4 or later`,
    );
  const volume = plain<string>(args.volumePath);
  if (volume !== undefined && !/^\/Volumes\/[^/]+\/[^/]+\/[^/]+(\/[^/]+)*$/.test(volume))
    check.refuse("volumePath", `is '${volume}': pass /Volumes/catalog/schema/volume`);
  if (args.rotation !== undefined && !/^[A-Za-z0-9-]{1,20}$/.test(args.rotation))
    check.refuse("rotation", `is '${args.rotation}': use 1 to 20 letters, digits and '-'`);
}
