import * as monitor from "@pulumi/azure-native/monitor";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck } from "./arguments";
import { physicalName } from "./naming";

/** Arguments of AuditTrail. */
export interface AuditTrailArgs {
  /** The resource group of the Log Analytics workspace. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** Id of an existing Log Analytics workspace. Defaults to a new one. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** How long a new workspace keeps logs, in days, from 30 to 730. Defaults to 90. */
  retentionInDays?: pulumi.Input<number>;
  /** Tags on the workspace. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Where audit logs go: a Log Analytics workspace, new or existing. */
export class AuditTrail extends pulumi.ComponentResource {
  readonly logAnalyticsWorkspaceId: pulumi.Output<string>;

  /** @throws ArgumentError for a retention outside Azure's limits. */
  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("AuditTrail", name);
    check.between("retentionInDays", args.retentionInDays, 30, 730, "days");
    check.resourceId("logAnalyticsWorkspaceId", args.logAnalyticsWorkspaceId, resourceTypes.logAnalyticsWorkspace);
    super("hardened-databricks:index:AuditTrail", name, {}, opts);
    this.logAnalyticsWorkspaceId = pulumi.output(
      args.logAnalyticsWorkspaceId ??
        new operationalinsights.Workspace(
          `${name}-logs`,
          {
            workspaceName: physicalName("log", name, resourceTypes.logAnalyticsWorkspace),
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { name: "PerGB2018" },
            retentionInDays: args.retentionInDays ?? 90,
            tags: args.tags,
          },
          { parent: this },
        ).id,
    );
    this.registerOutputs({ logAnalyticsWorkspaceId: this.logAnalyticsWorkspaceId });
  }
}

/** Sends log categories of one resource to a Log Analytics workspace. */
export function diagnosticSetting(
  name: string,
  resourceUri: pulumi.Input<string>,
  workspaceId: pulumi.Input<string>,
  categories: string[],
  opts: pulumi.CustomResourceOptions,
): monitor.DiagnosticSetting {
  return new monitor.DiagnosticSetting(
    name,
    { name: "audit", resourceUri, workspaceId, logs: categories.map((category) => ({ category, enabled: true })) },
    opts,
  );
}
