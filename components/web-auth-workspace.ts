import * as databricks from "@pulumi/azure-native/databricks";
import * as pulumi from "@pulumi/pulumi";
import { databricksLogCategories } from "../src/azure/log-categories";
import { ArgumentCheck } from "./arguments";
import { diagnosticSetting } from "./audit-trail";
import { deleteLock } from "./delete-lock";
import { type PrivateEndpointPlacementArgs, PrivateLink } from "./private-link";

/** Arguments of WebAuthWorkspace. */
export interface WebAuthWorkspaceArgs {
  /** The resource group of the workspace and its endpoint. */
  resourceGroupName: pulumi.Input<string>;
  /** The region whose logins it serves. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** The workspace's name. Defaults to `WEB_AUTH_DO_NOT_DELETE_` and the component's name. */
  workspaceName?: pulumi.Input<string>;
  /** Where the endpoint stands: the transit network. */
  placement: PrivateEndpointPlacementArgs;
  /** Id of the Log Analytics workspace that gets the audit log. Defaults to none. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Tags on the workspace and its endpoint. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The workspace that hosts the `browser_authentication` endpoint: one for each region and private DNS zone, shared by all
 * workspaces there. Nobody works in it; deleting it breaks the web login of the whole region, so it is locked.
 */
export class WebAuthWorkspace extends pulumi.ComponentResource {
  readonly workspaceId: pulumi.Output<string>;
  /** The id of the browser_authentication endpoint; known once its DNS record exists. */
  readonly endpointId: pulumi.Output<string>;

  /** @throws ArgumentError for a bad name. */
  constructor(name: string, args: WebAuthWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("WebAuthWorkspace", name);
    check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
    super("hardened-databricks:index:WebAuthWorkspace", name, {}, opts);
    const child = { parent: this };

    const workspace = new databricks.Workspace(
      `${name}-workspace`,
      {
        workspaceName: args.workspaceName ?? `WEB_AUTH_DO_NOT_DELETE_${name}`.slice(0, 64),
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        sku: { name: "premium" },
        // Without clusters of its own it needs no VNet; Databricks' own reference does the same.
        computeMode: "Serverless",
        publicNetworkAccess: "Disabled",
        tags: args.tags,
      },
      child,
    );
    const link = new PrivateLink(
      `${name}-link`,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        resourceId: workspace.id,
        groupIds: ["browser_authentication"],
        placement: args.placement,
        tags: args.tags,
      },
      child,
    );
    const audit = args.logAnalyticsWorkspaceId
      ? [diagnosticSetting(`${name}-audit`, workspace.id, args.logAnalyticsWorkspaceId, databricksLogCategories, child)]
      : [];
    deleteLock(`${name}-lock`, workspace.id, "Web login of every workspace in the region goes through it.", { ...child, dependsOn: audit });

    this.workspaceId = workspace.id;
    this.endpointId = link.endpointIds.apply((ids) => ids.browser_authentication as string);
    this.registerOutputs({ workspaceId: this.workspaceId, endpointId: this.endpointId });
  }
}
