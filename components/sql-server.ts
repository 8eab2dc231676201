import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { sqlLogCategories } from "../src/azure/log-categories";
import { resourceTypes } from "../src/azure/resource-types";
import { ArgumentCheck, plain } from "./arguments";
import { diagnosticSetting } from "./audit-trail";
import { checkDataPath } from "./data-path";
import { deleteLock } from "./delete-lock";
import { uniqueName } from "./naming";
import { type PrivateEndpointPlacementArgs, PrivateLink } from "./private-link";

/** Arguments of SqlServer. */
export interface SqlServerArgs {
  /** The resource group of the server. */
  resourceGroupName: pulumi.Input<string>;
  /** The region. Defaults to the resource group's. */
  location?: pulumi.Input<string>;
  /** The server's name, 1 to 63 lower-case letters, digits and `-`, unique in all of Azure. Defaults to one made from the component's name with a random end. */
  serverName?: pulumi.Input<string>;
  /** Name of the Entra ID group that administers the server. There are no SQL logins. */
  administratorGroupName: pulumi.Input<string>;
  /** Object id of that group. */
  administratorGroupId: pulumi.Input<string>;
  /** Names of databases to make. Defaults to none. */
  databaseNames?: string[];
  /** The size of the databases, such as `S0` or `GP_S_Gen5_2`. Defaults to `GP_S_Gen5_2`, serverless, which costs by use. */
  databaseSku?: pulumi.Input<string>;
  /** Where the server's private endpoint stands. Needed, unless serviceEndpointSubnetIds are passed. */
  placement?: PrivateEndpointPlacementArgs;
  /** Ids of the subnets that reach the server by service endpoint instead: those of the clusters, and no others. */
  serviceEndpointSubnetIds?: pulumi.Input<string>[];
  /** Id of the Log Analytics workspace that gets the server's audit log. Defaults to no audit log, which breaks link 5. */
  logAnalyticsWorkspaceId?: pulumi.Input<string>;
  /** Whether Pulumi refuses to delete the server and its databases. Defaults to false; a lock keeps others from it in any case. */
  deletionProtection?: boolean;
  /** Tags on every resource. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** An Azure SQL server that only clusters reach, by private endpoint or by service endpoint: Entra ID logins only, TLS 1.2 at least, no way out to other servers. */
export class SqlServer extends pulumi.ComponentResource {
  readonly serverId: pulumi.Output<string>;
  readonly serverName: pulumi.Output<string>;
  /** Where clusters find the server, such as `server.database.windows.net`. Connect with `encrypt=true;trustServerCertificate=false`. */
  readonly hostName: pulumi.Output<string>;

  /** @throws ArgumentError for a bad name, or a group that is no GUID. */
  constructor(name: string, args: SqlServerArgs, opts?: pulumi.ComponentResourceOptions) {
    const check = new ArgumentCheck("SqlServer", name);
    check.required("resourceGroupName", args.resourceGroupName, "pass the name of a resource group");
    check.required(
      "administratorGroupName",
      args.administratorGroupName,
      "pass the name of the Entra ID group that administers the server",
    );
    check.required("administratorGroupId", args.administratorGroupId, "pass the object id of that group");
    check.guid("administratorGroupId", args.administratorGroupId, "pass the object id of the Entra ID group");
    const given = plain<string>(args.serverName);
    if (given !== undefined && !/^[a-z0-9](-?[a-z0-9])*$/.test(given))
      check.refuse("serverName", `is '${given}': use lower-case letters, digits and single '-'`);
    if (given !== undefined && given.length > 63) check.refuse("serverName", `has ${given.length} characters: at most 63 are allowed`);
    const databaseNames = args.databaseNames ?? [];
    for (const database of databaseNames) {
      if (!/^[A-Za-z0-9_-]{1,128}$/.test(database))
        check.refuse("databaseNames", `holds '${database}': use 1 to 128 letters, digits, '_' and '-'`);
    }
    if (new Set(databaseNames).size !== databaseNames.length)
      check.refuse("databaseNames", `names a database twice: ${databaseNames.join(", ")}`);
    checkDataPath(check, args);
    check.resourceId("logAnalyticsWorkspaceId", args.logAnalyticsWorkspaceId, resourceTypes.logAnalyticsWorkspace);
    super("hardened-databricks:index:SqlServer", name, {}, opts);
    const child = { parent: this };
    const common = { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags };

    const serverName =
      args.serverName ??
      uniqueName("sql", name, new random.RandomString(`${name}-suffix`, { length: 6, special: false, upper: false }, child).result, "-");
    const server = new sql.Server(
      `${name}-server`,
      {
        serverName,
        ...common,
        version: "12.0",
        publicNetworkAccess: args.serviceEndpointSubnetIds ? "Enabled" : "Disabled",
        minimalTlsVersion: "1.2",
        restrictOutboundNetworkAccess: "Enabled",
        administrators: {
          administratorType: "ActiveDirectory",
          azureADOnlyAuthentication: true,
          principalType: "Group",
          login: args.administratorGroupName,
          sid: args.administratorGroupId,
        },
      },
      { ...child, protect: args.deletionProtection },
    );
    const databases = databaseNames.map(
      (databaseName) =>
        new sql.Database(
          `${name}-${databaseName}`,
          { databaseName, serverName: server.name, ...common, sku: { name: args.databaseSku ?? "GP_S_Gen5_2" } },
          { ...child, protect: args.deletionProtection },
        ),
    );
    if (args.placement)
      new PrivateLink(`${name}-link`, { ...common, resourceId: server.id, groupIds: ["sqlServer"], placement: args.placement }, child);
    const below: pulumi.Resource[] = [...databases];
    for (const [i, virtualNetworkSubnetId] of (args.serviceEndpointSubnetIds ?? []).entries()) {
      below.push(
        new sql.VirtualNetworkRule(
          `${name}-subnet${i}`,
          {
            virtualNetworkRuleName: `subnet${i}`,
            serverName: server.name,
            resourceGroupName: args.resourceGroupName,
            virtualNetworkSubnetId,
            ignoreMissingVnetServiceEndpoint: false,
          },
          // One after another: the server takes one change at a time.
          { ...child, dependsOn: [...below] },
        ),
      );
    }
    if (args.logAnalyticsWorkspaceId) below.push(...auditing(name, args, server, child));
    deleteLock(`${name}-lock`, server.id, "Data cannot be made again.", { ...child, dependsOn: below });

    this.serverId = server.id;
    this.serverName = server.name;
    this.hostName = server.fullyQualifiedDomainName;
    this.registerOutputs({ serverId: this.serverId, serverName: this.serverName, hostName: this.hostName });
  }
}

/** The server's audit log, sent to Log Analytics: Azure takes it from the diagnostic settings of the database `master`. */
function auditing(name: string, args: SqlServerArgs, server: sql.Server, child: pulumi.CustomResourceOptions): pulumi.Resource[] {
  const policy = new sql.ExtendedServerBlobAuditingPolicy(
    `${name}-auditing`,
    {
      blobAuditingPolicyName: "default",
      serverName: server.name,
      resourceGroupName: args.resourceGroupName,
      state: "Enabled",
      isAzureMonitorTargetEnabled: true,
    },
    child,
  );
  const log = diagnosticSetting(
    `${name}-audit`,
    pulumi.interpolate`${server.id}/databases/master`,
    args.logAnalyticsWorkspaceId as pulumi.Input<string>,
    sqlLogCategories,
    child,
  );
  return [policy, log];
}
