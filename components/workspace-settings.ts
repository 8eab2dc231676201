import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { AddressRange } from "../src/network/address-range";
import { ArgumentCheck, plain } from "./arguments";

/** Arguments of WorkspaceSettings. */
export interface WorkspaceSettingsArgs {
  /**
   * Address blocks that users and tools come from, such as `198.51.100.0/24`; none wider than /8. Others are then refused on the public
   * address; private endpoints are not affected. Include the address that `pulumi up` comes from, or it locks itself out. Defaults to
   * no list, which fits a workspace without public access only.
   */
  allowedIpAddresses?: pulumi.Input<string>[];
  /** Whether users may make personal access tokens. Defaults to false: tools sign in with Entra ID. True leaves long-lived passwords in scripts. */
  enablePersonalAccessTokens?: boolean;
  /** The longest life of a personal access token, in days, from 1 to 90. Defaults to 30. */
  maxTokenLifetimeDays?: pulumi.Input<number>;
  /** Whether users may download results, export notebooks and copy tables. Defaults to false. True opens a way out for data through the browser. */
  enableDownloads?: boolean;
  /** Whether users may browse and upload to DBFS root. Defaults to false. True brings back a place that every user reads and writes. */
  enableDbfsBrowser?: boolean;
  /** Whether notebooks and jobs may use DBFS root and mounts. Defaults to false: data lies in Unity Catalog. True brings back paths that every user reads. */
  enableLegacyDbfs?: boolean;
}

/**
 * The settings of a workspace that matter for links 1 and 2: IP access lists, tokens, where results are kept, downloads, verbose audit
 * logs. Needs a Databricks provider for the workspace.
 */
export class WorkspaceSettings extends pulumi.ComponentResource {
  /** Whether IP access lists are enforced. */
  readonly enforcesIpAccessLists: pulumi.Output<boolean>;

  /** @throws ArgumentError for a malformed or too wide block, or a token lifetime outside its limits. */
  constructor(name: string, args: WorkspaceSettingsArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("WorkspaceSettings", name);
    checkAllowedIpAddresses(check, args.allowedIpAddresses);
    check.between("maxTokenLifetimeDays", args.maxTokenLifetimeDays, 1, 90, "days");
    super("hardened-databricks:index:WorkspaceSettings", name, {}, opts);
    const child = { parent: this };
    const addresses = args.allowedIpAddresses ?? [];
    const list =
      addresses.length > 0
        ? [
            new databricks.IpAccessList(
              `${name}-allow`,
              { label: `${name}-allow`, listType: "ALLOW", enabled: true, ipAddresses: addresses },
              child,
            ),
          ]
        : [];
    const onOff = (on: boolean | undefined) => String(on ?? false);
    new databricks.WorkspaceConf(
      `${name}-conf`,
      {
        customConfig: {
          enableIpAccessLists: String(addresses.length > 0),
          enableTokensConfig: onOff(args.enablePersonalAccessTokens),
          maxTokenLifetimeDays: pulumi.output(args.maxTokenLifetimeDays).apply((days) => String(days ?? 30)),
          storeInteractiveNotebookResultsInCustomerAccount: "true",
          enableResultsDownloading: onOff(args.enableDownloads),
          enableExportNotebook: onOff(args.enableDownloads),
          enableNotebookTableClipboard: onOff(args.enableDownloads),
          enableDbfsFileBrowser: onOff(args.enableDbfsBrowser),
          enableFileStoreEndpoint: onOff(args.enableDbfsBrowser),
          enableVerboseAuditLogs: "true",
        },
      },
      // Enforced only once the list is there: the other way round, nobody gets in.
      { ...child, dependsOn: list },
    );
    new databricks.DisableLegacyDbfsSetting(`${name}-legacy-dbfs`, { disableLegacyDbfs: { value: args.enableLegacyDbfs !== true } }, child);
    this.enforcesIpAccessLists = pulumi.output(addresses.length > 0);
    this.registerOutputs({ enforcesIpAccessLists: this.enforcesIpAccessLists });
  }
}

/** Refuses blocks that are malformed, or so wide that the list is none. */
export function checkAllowedIpAddresses(check: ArgumentCheck, addresses: pulumi.Input<string>[] | undefined): void {
  for (const [i, address] of (addresses ?? []).entries()) {
    const text = plain<string>(address);
    if (text === undefined) continue;
    const range = AddressRange.tryParse(text.includes("/") ? text : `${text}/32`);
    if (!range) check.refuse(`allowedIpAddresses[${i}]`, `is '${text}', which is no IPv4 address or block such as 198.51.100.0/24`);
    if (range.prefixLength < 8)
      check.refuse(`allowedIpAddresses[${i}]`, `is '${text}', which lets in ${range.size} addresses: use blocks of /8 or narrower`);
  }
}
