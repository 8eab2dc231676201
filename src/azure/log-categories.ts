/** The audit log categories of a Databricks workspace that `L1-diagnostics` asks for. */
export const databricksLogCategories = [
  "accounts",
  "clusters",
  "notebook",
  "jobs",
  "workspace",
  "secrets",
  "sqlPermissions",
  "unityCatalog",
  "iamRole",
  "globalInitScripts",
];

/** The audit log category of a key vault. */
export const keyVaultLogCategories = ["AuditEvent"];

/** The log categories of an Azure Firewall that show what passed and what was refused, from memory of its monitoring page. */
export const firewallLogCategories = ["AZFWNetworkRule", "AZFWApplicationRule", "AZFWThreatIntel", "AZFWDnsQuery"];

/** The audit log category of a SQL server, on its database `master`. */
export const sqlLogCategories = ["SQLSecurityAuditEvents"];
