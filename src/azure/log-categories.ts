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
