import * as sql from "@pulumi/azure-native/sql";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { ArgumentCheck, plain } from "./arguments";
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
  /** Where the server's private endpoint stands. */
  placement: PrivateEndpointPlacementArgs;
  /** Tags on every resource. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** An Azure SQL server that only its private endpoint leads to: Entra ID logins only, TLS 1.2 at least, no way out to other servers. */
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
        publicNetworkAccess: "Disabled",
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
      child,
    );
    const databases = databaseNames.map(
      (databaseName) =>
        new sql.Database(
          `${name}-${databaseName}`,
          { databaseName, serverName: server.name, ...common, sku: { name: args.databaseSku ?? "GP_S_Gen5_2" } },
          child,
        ),
    );
    new PrivateLink(`${name}-link`, { ...common, resourceId: server.id, groupIds: ["sqlServer"], placement: args.placement }, child);
    deleteLock(`${name}-lock`, server.id, "Data cannot be made again.", { ...child, dependsOn: databases });

    this.serverId = server.id;
    this.serverName = server.name;
    this.hostName = server.fullyQualifiedDomainName;
    this.registerOutputs({ serverId: this.serverId, serverName: this.serverName, hostName: this.hostName });
  }
}
