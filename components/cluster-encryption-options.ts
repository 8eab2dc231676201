import type * as pulumi from "@pulumi/pulumi";
import { NodeTrafficMode } from "../src/azure/node-traffic";
import { isSupported, type LongTermRuntime, longTermRuntimes, today, versionString } from "../src/azure/runtimes";
import { canEncryptInVnet } from "../src/azure/vm-sizes";
import { type ArgumentCheck, plain } from "./arguments";
import { EncryptionLayers } from "./node-traffic-policy";

/** How traffic between nodes is encrypted. Nothing needs to be passed. */
export interface ClusterEncryptionOptionsArgs {
  /**
   * What encrypts. Defaults to `Spark`. `Both` adds Azure's own encryption between the virtual machines of the VNet, for what nodes send
   * each other beside Spark: it limits nodes to sizes that can, and needs `enableVnetEncryption` on the network. `Vnet` is for compute
   * that runs no init script, and leaves all of Spark's traffic to Azure: no configuration shows that it is encrypted, so link 4 stays
   * unknown until flow logs or a check of the nodes' traffic have shown it.
   */
  layers?: EncryptionLayers;
  /**
   * The runtimes that clusters may use, by the beginning of their version strings, such as `17.3.x` and `18.x`. All must be able to do
   * the same mode. Defaults to those in support that do RPC over TLS; `hardened-databricks init-script --modes` lists them.
   */
  runtimes?: string[];
  /** Node types that clusters may use. With `Vnet` or `Both` each must be able to do VNet encryption. Defaults to D and E sizes of generation 5. */
  nodeTypes?: string[];
  /**
   * A volume for the script, such as `/Volumes/main/security/scripts`: needed for standard access mode. Defaults to a workspace
   * file. Make the volume writable for administrators alone.
   */
  volumePath?: pulumi.Input<string>;
  /**
   * Whether clusters may use standard access mode beside dedicated. Defaults to false. True needs a volumePath, and the script's path on
   * the metastore's list of allowed init scripts: add it where that list is kept, which InitScriptAllowlist can do. Without it these
   * clusters do not start.
   */
  allowStandardAccessMode?: boolean;
  /**
   * Whether nodes use AES-CTR, and runtimes that can do nothing better: 14.3, 15.4 and 16.4. Defaults to false. True lets nodes accept
   * changed bytes: somebody on the wire cannot read the traffic, but can alter it unnoticed; this breaks link 4 (L4-policy-pins-conf).
   */
  allowUnauthenticatedCipher?: boolean;
  /**
   * Whether Spark leaves its shuffle, spill and cache files to the encryption of the disks they lie on: the local disk encryption that
   * the policies fix, or encryption at host. Defaults to false. It saves most of what encryption costs. True opens these files to
   * whoever is root on a running node.
   */
  wireOnly?: boolean;
  /** How long node certificates hold, in days, from 30 to 825. Defaults to 365. A new certificate comes with the `up` after three quarters of it; restart clusters then. */
  certificateDays?: number;
  /** Change it to make a new root secret, certificate authority and certificate; restart clusters then. Defaults to `1`. */
  rotation?: string;
}

/** The runtimes of a policy: those that are named, or those in support that can do the mode; the newest last. */
export function chosenRuntimes(args: ClusterEncryptionOptionsArgs, table = longTermRuntimes): LongTermRuntime[] {
  const mode = args.allowUnauthenticatedCipher ? NodeTrafficMode.Ctr : NodeTrafficMode.Tls;
  return table.filter(
    (runtime) =>
      args.runtimes?.includes(runtime.key) ??
      ((runtime.mode === mode || args.layers === EncryptionLayers.Vnet) && isSupported(runtime, today()) && !isBlind(runtime, args)),
  );
}

/** Whether init scripts would look in vain for their secrets on a runtime. */
const isBlind = (runtime: LongTermRuntime, args: ClusterEncryptionOptionsArgs): boolean =>
  runtime.hidesVariables && args.allowStandardAccessMode === true && args.layers !== EncryptionLayers.Vnet;

/** Refuses options that contradict each other, or with which no cluster would start. */
export function checkEncryptionOptions(
  check: ArgumentCheck,
  args: ClusterEncryptionOptionsArgs,
  prefix = "",
  table: readonly LongTermRuntime[] = longTermRuntimes,
): void {
  const refuse = (argument: keyof ClusterEncryptionOptionsArgs, problem: string) => check.refuse(`${prefix}${argument}`, problem);
  check.oneOf(`${prefix}layers`, args.layers, EncryptionLayers);
  if (args.layers === EncryptionLayers.Vnet) {
    const script = (["volumePath", "allowUnauthenticatedCipher", "wireOnly", "certificateDays", "rotation"] as const).find(
      (argument) => args[argument] !== undefined,
    );
    if (script) refuse(script, "is for the init script, and layers is 'vnet', which runs none: leave it out, or choose 'both'");
  }
  checkRuntimes(refuse, args, table);
  if (args.nodeTypes?.length === 0) refuse("nodeTypes", "is empty: name at least one node type");
  const weak =
    (args.layers ?? EncryptionLayers.Spark) !== EncryptionLayers.Spark && args.nodeTypes?.find((size) => !canEncryptInVnet(size));
  if (weak)
    refuse(
      "nodeTypes",
      `holds '${weak}', of which no source says that it can do VNet encryption: Azure would leave its traffic in clear text silently; use D or E sizes of generation 5 or later`,
    );
  const volume = plain<string>(args.volumePath);
  if (volume !== undefined && !/^\/Volumes\/[^/]+\/[^/]+\/[^/]+(\/[^/]+)*$/.test(volume))
    refuse("volumePath", `is '${volume}': pass /Volumes/catalog/schema/volume`);
  if (args.allowStandardAccessMode && args.layers !== EncryptionLayers.Vnet && args.volumePath === undefined)
    refuse(
      "allowStandardAccessMode",
      "is true, and volumePath is missing: standard access mode runs scripts of volumes only, so pass a volume, and put the script on the metastore's allowlist",
    );
  check.between(`${prefix}certificateDays`, args.certificateDays, 30, 825, "days");
  if (args.rotation !== undefined && !/^[A-Za-z0-9-]{1,20}$/.test(args.rotation))
    refuse("rotation", `is '${args.rotation}': use 1 to 20 letters, digits and '-'`);
}

function checkRuntimes(
  refuse: (argument: keyof ClusterEncryptionOptionsArgs, problem: string) => void,
  args: ClusterEncryptionOptionsArgs,
  table: readonly LongTermRuntime[],
): void {
  const known = table.map(({ key, mode }) => `'${key}' (${mode})`).join(", ");
  if (args.runtimes?.length === 0) refuse("runtimes", `is empty: name at least one of ${known}, or leave it out`);
  const foreign = args.runtimes?.find((key) => !table.some((runtime) => runtime.key === key));
  if (foreign !== undefined)
    refuse("runtimes", `holds '${foreign}', which is no long-term release that the script was tried for: use ${known}`);
  if (args.layers === EncryptionLayers.Vnet) return;
  const chosen = table.filter(({ key }) => args.runtimes?.includes(key));
  const [weakest] = chosen.filter(({ mode }) => mode === NodeTrafficMode.Ctr);
  const [best] = chosen.filter(({ mode }) => mode !== NodeTrafficMode.Ctr);
  if (weakest && best)
    refuse(
      "runtimes",
      `mixes '${weakest.key}', which can do AES-CTR only, with '${best.key}': a policy has one mode, so make a ClusterEncryption for each`,
    );
  if (weakest && !args.allowUnauthenticatedCipher)
    refuse(
      "runtimes",
      `holds '${weakest.key}', on which no cluster would start: its Spark ${weakest.spark} can do AES-CTR only, which does not notice changed bytes; use ${table
        .filter(({ mode }) => mode === NodeTrafficMode.Tls)
        .map((runtime) => `'${runtime.key}'`)
        .join(" or ")}, or accept that with allowUnauthenticatedCipher`,
    );
  if (best && args.allowUnauthenticatedCipher)
    refuse("allowUnauthenticatedCipher", `is true, but '${best.key}' can do ${best.mode}: leave it out, or name runtimes that cannot`);
  const blind = chosen.find((runtime) => isBlind(runtime, args));
  if (blind)
    refuse(
      "allowStandardAccessMode",
      `is true, and '${versionString(blind)}' shows init scripts none of a cluster's variables in standard access mode: the secret would never arrive, and no cluster would start; use dedicated access mode, or an older runtime`,
    );
  if (chosenRuntimes(args, table).length === 0)
    refuse("runtimes", `leaves no release in support that clusters could start on: name one of ${known}`);
}
