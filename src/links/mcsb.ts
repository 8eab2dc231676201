/**
 * Which rules stand for which control of the Microsoft Cloud Security Benchmark, version 1. The controls' numbers and names are from memory
 * of the benchmark; which rule stands for which is this library's own reading.
 */
const rulesOfControl: Record<string, string[]> = {
  // protection of backups
  "BR-2": [
    "L1-delete-lock",
    "L2-cmk-vault-purge",
    "L2-workspace-managed-rg-locked",
    "L5-data-lock",
    "L5-dbfs-sku",
    "L5-kv-purge",
    "L5-storage-softdelete",
  ],
  // threats to sensitive data
  "DP-2": [
    "L2-notebook-export-off",
    "L2-results-download-off",
    "L3-nsg-out-allow-list",
    "L5-storage-copy-scope",
    "L5-storage-no-cross-tenant",
  ],
  // encryption in transit
  "DP-3": [
    "L2-external-metastore",
    "L4-init-script-attached",
    "L4-init-script-hash",
    "L4-init-script-keystore",
    "L4-init-script-source",
    "L4-cluster-complies",
    "L4-no-unrestricted-clusters",
    "L4-not-weakened",
    "L4-other-init-scripts",
    "L4-policy-pins-conf",
    "L4-sql-warehouses",
    "L4-runtime-supported",
    "L4-vnet-encryption-vm-size",
    "L4-wire-shown",
    "L5-abfss-only",
    "L5-jdbc-encrypt",
    "L5-sql-tls12",
    "L5-storage-https",
    "L5-storage-tls12",
  ],
  // encryption at rest
  "DP-4": ["L4-local-disk-encryption", "L5-dbfs-double-encryption", "L5-sql-tde", "L5-storage-double-encryption"],
  // customer-managed keys
  "DP-5": ["L2-managed-services-cmk", "L2-notebook-results-customer", "L4-managed-disk-cmk", "L5-dbfs-cmk", "L5-storage-cmk"],
  // key management
  "DP-6": ["L2-cmk-distinct-keys", "L2-cmk-key-hsm", "L2-cmk-key-rotation", "L2-cmk-key-same-region-tenant", "L2-cmk-key-type"],
  // key and certificate repository
  "DP-8": [
    "L2-cmk-vault-bypass",
    "L2-cmk-vault-purge",
    "L5-kv-default-deny",
    "L5-kv-logs",
    "L5-kv-pe",
    "L5-kv-public-off",
    "L5-kv-purge",
    "L5-kv-rbac",
  ],
  // central identity
  "IM-1": ["L1-workspace-premium", "L2-default-catalog-uc", "L5-kv-rbac", "L5-sql-entra-only", "L5-storage-no-shared-key"],
  // application identities
  "IM-3": ["L5-access-connector-identity", "L5-external-location-private"],
  // no exposed credentials
  "IM-8": [
    "L1-pat-has-expiry",
    "L1-pat-lifetime",
    "L1-pat-restricted",
    "L2-no-plaintext-secrets",
    "L2-secret-scope-kv",
    "L4-init-script-keystore",
    "L4-no-docker-basic-auth",
    "L5-no-mounts",
  ],
  // logging
  "LT-3": ["L1-diagnostics", "L1-esc-monitoring", "L1-verbose-audit", "L5-kv-logs", "L5-sql-auditing"],
  // network logging
  "LT-4": ["L3-firewall-logs", "L3-flow-logs"],
  // log retention
  "LT-6": ["L1-log-retention", "L3-flow-logs"],
  // network segmentation
  "NS-1": [
    "L1-transit-nsg-closed",
    "L3-egress-explicit",
    "L3-lb-not-public",
    "L3-no-public-ip",
    "L3-nsg-deny-internet-out",
    "L3-nsg-no-azuredatabricks-when-pl",
    "L3-nsg-no-inbound-internet",
    "L3-nsg-out-allow-list",
    "L3-nsg-out-required",
    "L3-nsg-regional-tags",
    "L3-nsg-worker-inbound-scoped",
    "L3-pe-nsg-closed",
    "L3-pe-subnet-not-delegated",
    "L3-peering-restricted",
    "L3-subnet-delegation",
    "L3-subnet-no-default-outbound",
    "L3-subnet-nsg",
    "L3-subnet-same-nsg",
    "L3-subnet-size",
    "L3-subnets-exist",
    "L3-vnet-injected",
  ],
  // network controls of cloud services
  "NS-2": [
    "L1-browser-auth-host",
    "L1-browser-auth-pe",
    "L1-frontend-pe",
    "L1-ip-acl-enabled",
    "L1-ip-acl-no-any",
    "L1-pe-approved",
    "L1-public-access-disabled",
    "L1-public-or-acl",
    "L3-backend-private-link",
    "L3-nsgrules-consistent",
    "L3-pe-network-policies",
    "L5-dbfs-firewall",
    "L5-dbfs-pe",
    "L5-kv-default-deny",
    "L5-kv-pe",
    "L5-kv-public-off",
    "L5-ncc-private-endpoints",
    "L5-service-endpoint-policy",
    "L5-service-endpoints",
    "L5-sql-no-wide-firewall",
    "L5-sql-pe",
    "L5-sql-public-off",
    "L5-sql-redirect",
    "L5-sql-vnet-rule",
    "L5-storage-copy-scope",
    "L5-storage-default-deny",
    "L5-storage-no-public-blob",
    "L5-storage-pe",
    "L5-storage-public-network-off",
    "L5-storage-trusted-bypass",
    "L5-storage-vnet-rules-only",
    "L5-target-has-one-path",
  ],
  // firewall at the edge
  "NS-3": [
    "L3-firewall-allow-list",
    "L3-firewall-logs",
    "L3-network-policy-serverless",
    "L3-nsg-deny-internet-out",
    "L3-nsg-regional-tags",
    "L3-udr-firewall",
    "L5-sql-outbound",
  ],
  // no insecure protocols
  "NS-8": [
    "L2-external-metastore",
    "L4-cluster-ssh-off",
    "L5-abfss-only",
    "L5-jdbc-encrypt",
    "L5-sql-tls12",
    "L5-storage-https",
    "L5-storage-sftp-localuser-off",
    "L5-storage-tls12",
  ],
  // DNS security
  "NS-10": ["L1-dns-zone-linked", "L1-pe-dns-zone-group", "L3-backend-dns", "L5-pe-dns", "L5-pe-dns-zone-name"],
  // least privilege
  "PA-7": [
    "L1-no-all-users-manage",
    "L2-cmk-role-least",
    "L2-dbfs-browser-off",
    "L2-filestore-off",
    "L2-secret-scope-acl",
    "L2-secret-scope-role-least",
    "L2-workspace-managed-rg-locked",
    "L3-cluster-policy-required",
    "L4-access-mode",
    "L5-access-connector-rbac",
    "L5-kv-rbac",
    "L5-legacy-dbfs-off",
  ],
  // secure configurations
  "PV-3": ["L1-esc-csp", "L3-nsg-out-required", "L3-nsg-worker-inbound-scoped", "L3-subnet-same-nsg"],
  // remediation of vulnerabilities
  "PV-6": ["L1-esc-auto-update", "L4-autotermination", "L4-runtime-supported"],
};

/** The controls that a rule stands for. */
export function mcsbControls(rule: string): string[] {
  return Object.keys(rulesOfControl).filter((control) => rulesOfControl[control]?.includes(rule));
}

/** Every rule that the table names. */
export const rulesWithControls: string[] = [...new Set(Object.values(rulesOfControl).flat())];
