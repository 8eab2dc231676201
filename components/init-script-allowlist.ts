import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentCheck, plain } from "./arguments";

/** Arguments of InitScriptAllowlist. */
export interface InitScriptAllowlistArgs {
  /**
   * Every path prefix from which clusters in standard access mode may run init scripts, those of other teams included: scripts of a
   * ClusterEncryption (its scriptPath), volumes such as `/Volumes/main/security/scripts/`, or `abfss://` addresses. Whoever may write
   * below one of them is root on the nodes of every such cluster: name whole scripts where you can.
   */
  artifacts: pulumi.Input<string>[];
  /**
   * Id of the list that stands already, `METASTORE_ID|INIT_SCRIPT`, for the first `up`: Pulumi then takes it over, and refuses where what
   * stands differs from `artifacts`, so that nobody's entry is lost; add your own with the next `up`. Print it with `databricks artifact-allowlists get INIT_SCRIPT`.
   * Defaults to none: what stands is replaced without a question.
   */
  existingAllowlistId?: string;
}

/**
 * The init scripts that clusters in standard access mode may run. A metastore has one such list, shared by all its workspaces, and each
 * write replaces it whole: declare it once for a metastore, in the stack of whoever owns the metastore, and with every entry. A destroy
 * leaves the list as it is, since an empty one would stop everybody's clusters. Needs a Databricks provider of a workspace of the
 * metastore, as metastore administrator or with MANAGE ALLOWLIST.
 */
export class InitScriptAllowlist extends pulumi.ComponentResource {
  /** Id of the metastore that the list belongs to. */
  readonly metastoreId: pulumi.Output<string>;

  /** @throws ArgumentError for an empty list, a path that no standard cluster runs scripts from, or one that is named twice. */
  constructor(name: string, args: InitScriptAllowlistArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("InitScriptAllowlist", name);
    check.required("artifacts", args.artifacts, "list every path prefix that may be used");
    if (args.artifacts.length === 0) check.refuse("artifacts", "is empty: that would stop every cluster that runs a script from the list");
    check.distinct("artifacts", args.artifacts);
    for (const [i, artifact] of args.artifacts.entries()) {
      const path = plain<string>(artifact);
      if (path !== undefined && !/^(\/Volumes\/[^/]+|abfss:\/\/[^/@]+@[^/]+\/)/.test(path))
        check.refuse(`artifacts[${i}]`, `is '${path}': pass a path below /Volumes/, or an abfss:// address`);
    }
    if (args.existingAllowlistId !== undefined && !/^[0-9a-f-]{36}\|INIT_SCRIPT$/i.test(args.existingAllowlistId))
      check.refuse("existingAllowlistId", `is '${args.existingAllowlistId}': pass METASTORE_ID|INIT_SCRIPT`);
    super("hardened-databricks:index:InitScriptAllowlist", name, {}, opts);
    const allowlist = new databricks.ArtifactAllowlist(
      `${name}-allowlist`,
      {
        artifactType: "INIT_SCRIPT",
        artifactMatchers: args.artifacts.map((artifact) => ({ artifact, matchType: "PREFIX_MATCH" })),
      },
      { parent: this, retainOnDelete: true, ...(args.existingAllowlistId ? { import: args.existingAllowlistId } : {}) },
    );
    this.metastoreId = allowlist.metastoreId;
    this.registerOutputs({ metastoreId: this.metastoreId });
  }
}
