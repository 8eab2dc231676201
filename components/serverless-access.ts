import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentCheck, plain } from "./arguments";

/** One thing that serverless compute reaches by a private endpoint of Databricks'. */
export interface ServerlessTargetArgs {
  /** Azure's id of the storage account, vault or SQL server. */
  resourceId: pulumi.Input<string>;
  /** Its sub-resource: `dfs`, `blob`, `vault` or `sqlServer`. A data lake needs one target with `dfs` and one with `blob`. */
  groupId: pulumi.Input<string>;
}

/** Arguments of ServerlessAccess. */
export interface ServerlessAccessArgs {
  /** The region of the workspace. A region takes ten configurations at most. */
  location: pulumi.Input<string>;
  /** The workspace's own number, such as HardenedDatabricks' databricksWorkspaceId. */
  databricksWorkspaceId: pulumi.Input<string>;
  /** What serverless compute reaches by private endpoint, at least one. Approve the connection at the resource afterwards. */
  targets: ServerlessTargetArgs[];
  /** Host names on the internet that serverless compute may reach. Each opens a way out for data. Defaults to none. */
  allowedInternetDestinations?: pulumi.Input<string>[];
}

/**
 * Serverless compute's way to data: a network connectivity configuration with private endpoints, and a policy that lets it reach
 * nothing else. Needs a Databricks provider of the account, not of the workspace. **It outlives a destroy**: Databricks cannot take a
 * configuration away from a workspace again, keeps a deleted endpoint for days, and leaves its connection on the storage account
 * (databricks/terraform-provider-databricks #3741, #5386, #5292). That is why it is a component of its own, and never built unasked.
 */
export class ServerlessAccess extends pulumi.ComponentResource {
  readonly networkConnectivityConfigId: pulumi.Output<string>;
  readonly networkPolicyId: pulumi.Output<string>;

  /** @throws ArgumentError for no target, an unknown sub-resource, or the Azure id in place of the workspace's number. */
  constructor(name: string, args: ServerlessAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("ServerlessAccess", name, 30);
    check.required("location", args.location, "pass the workspace's region");
    check.required("databricksWorkspaceId", args.databricksWorkspaceId, "pass HardenedDatabricks' databricksWorkspaceId");
    const id = plain<string>(args.databricksWorkspaceId);
    if (id !== undefined && !/^\d+$/.test(id))
      check.refuse("databricksWorkspaceId", `is '${id}': pass the workspace's number, such as HardenedDatabricks' databricksWorkspaceId`);
    if (args.targets.length === 0) check.refuse("targets", "is empty: name at least one resource, or leave the component out");
    for (const [i, target] of args.targets.entries())
      check.oneOf(`targets[${i}].groupId`, target.groupId, { dfs: "dfs", blob: "blob", vault: "vault", sqlServer: "sqlServer" });
    super("hardened-databricks:index:ServerlessAccess", name, {}, opts);
    const child = { parent: this };

    const config = new databricks.MwsNetworkConnectivityConfig(`${name}-ncc`, { name: `${name}-ncc`, region: args.location }, child);
    const rules = args.targets.map(
      (target, i) =>
        new databricks.MwsNccPrivateEndpointRule(
          `${name}-endpoint${i}`,
          { networkConnectivityConfigId: config.networkConnectivityConfigId, resourceId: target.resourceId, groupId: target.groupId },
          child,
        ),
    );
    const policy = new databricks.AccountNetworkPolicy(
      `${name}-policy`,
      {
        networkPolicyId: `${name}-policy`,
        egress: {
          networkAccess: {
            restrictionMode: "RESTRICTED_ACCESS",
            policyEnforcement: { enforcementMode: "ENFORCED" },
            allowedInternetDestinations: (args.allowedInternetDestinations ?? []).map((destination) => ({
              destination,
              internetDestinationType: "DNS_NAME",
            })),
          },
        },
      },
      child,
    );
    const workspaceId = args.databricksWorkspaceId;
    // The endpoints come first: a workspace that is bound before has serverless compute without a way to its data.
    new databricks.MwsNccBinding(
      `${name}-binding`,
      { networkConnectivityConfigId: config.networkConnectivityConfigId, workspaceId },
      { ...child, dependsOn: rules },
    );
    new databricks.WorkspaceNetworkOption(
      `${name}-option`,
      { workspaceId, networkPolicyId: policy.networkPolicyId.apply((policyId) => policyId as string) },
      child,
    );

    this.networkConnectivityConfigId = config.networkConnectivityConfigId;
    this.networkPolicyId = policy.networkPolicyId.apply((policyId) => policyId as string);
    this.registerOutputs({
      networkConnectivityConfigId: this.networkConnectivityConfigId,
      networkPolicyId: this.networkPolicyId,
    });
  }
}
