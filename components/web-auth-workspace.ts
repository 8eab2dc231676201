import * as databricks from "@pulumi/azure-native/databricks";
import * as pulumi from "@pulumi/pulumi";
import { databricksLogCategories } from "../src/azure/log-categories";
import { normalRegion } from "../src/azure/regions";
import { ArgumentCheck, plain } from "./arguments";
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
  /** Whether Pulumi refuses to delete the workspace. Defaults to false; a lock keeps others from it in any case. */
  deletionProtection?: boolean;
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

  /** @throws ArgumentError for a bad name, or a second one for a region and zone that have one in this program. */
  constructor(name: string, args: WebAuthWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("WebAuthWorkspace", name);
    check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
    refuseSecond(check, name, args);
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
      { ...child, protect: args.deletionProtection },
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

/** The web logins of this process: by what stands for their DNS zone, then by region. */
const claimed = new WeakMap<object, Map<string, string>>();

/**
 * Refuses a second web login for one region and DNS zone, where the program shows that it is one: both would write the same DNS record.
 * Two that get their zone by ids from elsewhere are refused by Azure, or found by the rule L1-browser-auth-pe.
 */
function refuseSecond(check: ArgumentCheck, name: string, args: WebAuthWorkspaceArgs): void {
  const zones = args.placement.zoneIds;
  const region = plain<string>(args.location);
  if (zones === undefined || region === undefined) return;
  const zone = pulumi.Output.isInstance(zones) ? zones : plain<Record<string, unknown>>(zones)?.browser_authentication;
  const key = typeof zone === "object" && zone !== null ? zone : undefined;
  if (!key) return;
  const regions = claimed.get(key) ?? new Map<string, string>();
  const first = regions.get(normalRegion(region));
  if (first !== undefined)
    check.refuse(
      "placement",
      `has the DNS zone in which '${first}' serves web login in ${region} already: one is enough for every workspace of a region, so leave this one out`,
    );
  claimed.set(key, regions.set(normalRegion(region), name));
}
