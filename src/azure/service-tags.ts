import { tagSuffix } from "./regions";

/** A destination of cluster nodes that Azure names by a service tag. */
export interface ServiceTagDestination {
  /** What it is for, in letters and digits; part of a rule's name. */
  name: string;
  /** The tag, without a region. */
  tag: string;
  /** Whether Azure has the tag for each region. */
  isRegional: boolean;
  ports: string[];
  why: string;
}

/** The tags of Azure services that accept data from anybody with an account there: narrow them to a region where they are used. */
export const regionalTags = ["Storage", "Sql", "EventHub"];

/**
 * What clusters reach through a firewall, by service tag: the rows of the firewall form of Databricks' Security Reference
 * Architecture, and the rows of the page on user-defined routes.
 */
export const clusterDestinations: ServiceTagDestination[] = [
  { name: "Metastore", tag: "Sql", isRegional: true, ports: ["3306"], why: "The Hive metastore that each workspace has." },
  { name: "Telemetry", tag: "EventHub", isRegional: true, ports: ["9093"], why: "Databricks' own logs and metrics." },
  { name: "EntraId", tag: "AzureActiveDirectory", isRegional: false, ports: ["443"], why: "Tokens for storage, Key Vault and SQL." },
];

/** What clusters reach beside that where they have no back-end private endpoint. */
export const controlPlaneDestination: ServiceTagDestination = {
  name: "ControlPlane",
  tag: "AzureDatabricks",
  isRegional: false,
  ports: ["443", "3306", "8443-8451"],
  why: "API, relay and metastore service, since no private endpoint leads there.",
};

/** The artifact, log and system accounts of Databricks by their tag: every account of the region, so a way out for data. */
export const regionalStorageDestination: ServiceTagDestination = {
  name: "RegionalStorage",
  tag: "Storage",
  isRegional: true,
  ports: ["443"],
  why: "Databricks' artifacts and logs, by the tag that every account of the region has.",
};

/** The alias in a service endpoint policy that stands for the storage accounts that Databricks itself needs. */
export const databricksServiceAlias = "/services/Azure/Databricks";

/** A tag narrowed to a region where Azure allows that. */
export function tagIn({ tag, isRegional }: ServiceTagDestination, region: string): string {
  return isRegional ? `${tag}.${tagSuffix(region)}` : tag;
}

/** The services that a subnet can reach by service endpoint, as the library uses them. */
export const ServiceEndpoint = { Storage: "Microsoft.Storage", Sql: "Microsoft.Sql", KeyVault: "Microsoft.KeyVault" } as const;
export type ServiceEndpoint = (typeof ServiceEndpoint)[keyof typeof ServiceEndpoint];

/** What a subnet's NSG must let out for a service endpoint beyond what Databricks writes itself. */
export const serviceEndpointDestinations: Record<ServiceEndpoint, ServiceTagDestination | undefined> = {
  "Microsoft.Storage": undefined,
  "Microsoft.Sql": {
    name: "SqlDatabase",
    tag: "Sql",
    isRegional: true,
    ports: ["1433", "11000-11999"],
    why: "Azure SQL by service endpoint; inside Azure it redirects to the second range.",
  },
  "Microsoft.KeyVault": { name: "KeyVault", tag: "AzureKeyVault", isRegional: true, ports: ["443"], why: "Key Vault by service endpoint." },
};
