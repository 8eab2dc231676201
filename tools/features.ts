/** One row of the feature page. */
export interface Feature {
  /** What a peer or a platform engineer would call it. */
  name: string;
  /** Whether it is there without being asked for; `no` where a decision says why not. */
  there: "default" | "by argument" | "no";
  /** The component that builds it. */
  component?: string;
  /** The argument that asks for it or changes it. */
  argument?: string;
  /** Rules or tests that show it: a rule's id, or a file and the name of a test in it. */
  shownBy: string[];
  /** The record that says why it is not there. */
  decision?: string;
}

const networks = "test/unit/components/networks.test.ts";
const components = "test/unit/components/components.test.ts";
const lifecycle = "test/engine/lifecycle.test.ts";

/** What peers deploy, row by row, and what none of them has. */
export const features: { title: string; rows: Feature[] }[] = [
  {
    title: "What peers deploy",
    rows: [
      { name: "VNet injection", there: "default", component: "ClusterNetwork", argument: "addressSpace", shownBy: ["L3-vnet-injected"] },
      {
        name: "Secure cluster connectivity (no public IP)",
        there: "default",
        component: "HardenedWorkspace",
        shownBy: ["L3-no-public-ip"],
      },
      {
        name: "Existing VNet and subnets, checked",
        there: "by argument",
        component: "ExistingClusterNetwork",
        argument: "virtualNetworkId",
        shownBy: [
          `${lifecycle}: goes into a network that another stack owns`,
          "test/unit/network/existing-subnet.test.ts: is told with the remedy",
        ],
      },
      {
        name: "Existing VNet, new subnets",
        there: "by argument",
        component: "ClusterNetwork",
        argument: "virtualNetworkId",
        shownBy: [`${networks}: whose VNet exists gets its subnets there`],
      },
      {
        name: "Explicit NSG rules",
        there: "default",
        component: "ClusterNetwork",
        argument: "allowedDestinations",
        shownBy: ["L3-nsg-out-allow-list", "L3-nsg-out-required"],
      },
      {
        name: "NSG deny rules in both directions",
        there: "default",
        component: "ClusterNetwork",
        shownBy: ["L3-nsg-deny-internet-out", "L3-nsg-no-inbound-internet"],
      },
      {
        name: "No AzureDatabricks rule once a back-end endpoint is there",
        there: "default",
        component: "HardenedWorkspace",
        argument: "requiredNsgRules",
        shownBy: ["L3-nsg-no-azuredatabricks-when-pl"],
      },
      {
        name: "No default outbound access of subnets",
        there: "default",
        component: "ClusterNetwork",
        shownBy: ["L3-subnet-no-default-outbound"],
      },
      {
        name: "Back-end private endpoint",
        there: "default",
        component: "PrivateLink",
        shownBy: ["L3-backend-private-link", "L3-backend-dns"],
      },
      {
        name: "Separate front-end endpoint in a transit network",
        there: "default",
        component: "SharedHub",
        argument: "addressSpace",
        shownBy: ["L1-frontend-pe", "L1-dns-zone-linked"],
      },
      { name: "browser_authentication endpoint", there: "default", component: "WebAuthWorkspace", shownBy: ["L1-browser-auth-pe"] },
      {
        name: "Workspace of its own for web login, one for each region and zone",
        there: "default",
        component: "WebAuthWorkspace",
        shownBy: ["L1-browser-auth-host", `${networks}: have one web login`],
      },
      {
        name: "DBFS root behind its firewall, with access connector",
        there: "default",
        component: "HardenedWorkspace",
        argument: "enableStorageFirewall",
        shownBy: ["L5-dbfs-firewall", "L5-access-connector-identity"],
      },
      { name: "DBFS root's endpoints, dfs and blob", there: "default", component: "HardenedDatabricks", shownBy: ["L5-dbfs-pe"] },
      {
        name: "ADLS Gen2 by private endpoints",
        there: "default",
        component: "DataLake",
        argument: "placement",
        shownBy: ["L5-storage-pe", "L5-target-has-one-path"],
      },
      {
        name: "ADLS Gen2 by service endpoint",
        there: "by argument",
        component: "DataLake",
        argument: "serviceEndpointSubnetIds",
        shownBy: [`${lifecycle}: service-endpoints`, "L5-service-endpoints"],
      },
      {
        name: "Azure SQL by private endpoint",
        there: "by argument",
        component: "SqlServer",
        argument: "placement",
        shownBy: ["L5-sql-pe", `${components}: a SQL server beside the deployment`],
      },
      {
        name: "Azure SQL by service endpoint",
        there: "by argument",
        component: "SqlServer",
        argument: "serviceEndpointSubnetIds",
        shownBy: ["L5-sql-vnet-rule", "L5-sql-redirect"],
      },
      { name: "Event Hubs endpoint", there: "no", shownBy: [], decision: "0012-what-is-left-to-others.md" },
      { name: "Key Vault by private endpoint", there: "default", component: "SecretVault", argument: "placement", shownBy: ["L5-kv-pe"] },
      {
        name: "Key Vault by service endpoint",
        there: "by argument",
        component: "SecretVault",
        argument: "serviceEndpointSubnetIds",
        shownBy: [`${lifecycle}: service-endpoints`, "L5-service-endpoints"],
      },
      {
        name: "Key Vault-backed secret scope with an ACL",
        there: "default",
        component: "VaultSecretScope",
        argument: "readers",
        shownBy: ["L2-secret-scope-kv", "L2-secret-scope-acl"],
      },
      {
        name: "Service endpoints",
        there: "by argument",
        component: "ClusterNetwork",
        argument: "serviceEndpoints",
        shownBy: ["L5-service-endpoints"],
      },
      {
        name: "Service endpoint policy with Databricks' alias",
        there: "by argument",
        component: "ClusterNetwork",
        argument: "serviceEndpoints",
        shownBy: ["L5-service-endpoint-policy"],
      },
      { name: "Private DNS zones, linked", there: "default", component: "PrivateDnsZones", shownBy: ["L5-pe-dns", "L5-pe-dns-zone-name"] },
      {
        name: "Existing private DNS zones",
        there: "by argument",
        component: "HardenedDatabricks",
        argument: "privateDnsZoneIds",
        shownBy: [`${networks}: what exists already is used`],
      },
      {
        name: "Hub and spoke with Azure Firewall",
        there: "by argument",
        component: "HubNetwork",
        argument: "spokeAddressSpaces",
        shownBy: [`${networks}: lets out exactly what the region needs, and no storage`, "L3-nsg-regional-tags"],
      },
      {
        name: "Route 0.0.0.0/0 to a firewall, built or existing",
        there: "by argument",
        component: "ClusterNetwork",
        argument: "applianceIpAddress",
        shownBy: ["L3-udr-firewall"],
      },
      {
        name: "NAT gateway on both subnets",
        there: "default",
        component: "ClusterNetwork",
        argument: "egress",
        shownBy: ["L3-egress-explicit"],
      },
      {
        name: "Customer's key for managed services",
        there: "default",
        component: "CustomerManagedKeys",
        shownBy: ["L2-managed-services-cmk"],
      },
      { name: "Customer's key for disks", there: "default", component: "CustomerManagedKeys", shownBy: ["L4-managed-disk-cmk"] },
      {
        name: "Customer's key for DBFS root, a key of its own",
        there: "by argument",
        component: "CustomerManagedKeys",
        argument: "enableDbfsKey",
        shownBy: ["L5-dbfs-cmk", `${lifecycle}: takes DBFS root's key in its second step`],
      },
      {
        name: "Customer's key for the data lake",
        there: "by argument",
        component: "DataLake",
        argument: "encryptionKey",
        shownBy: ["L5-storage-cmk"],
      },
      {
        name: "Existing keys",
        there: "by argument",
        component: "HardenedDatabricks",
        argument: "keys",
        shownBy: [`${networks}: what exists already is used`],
      },
      {
        name: "Double encryption",
        there: "default",
        component: "HardenedWorkspace",
        argument: "enableInfrastructureEncryption",
        shownBy: ["L5-dbfs-double-encryption", "L5-storage-double-encryption"],
      },
      {
        name: "Diagnostic settings with named categories",
        there: "default",
        component: "AuditTrail",
        argument: "logAnalyticsWorkspaceId",
        shownBy: ["L1-diagnostics", "L5-kv-logs"],
      },
      {
        name: "IP access lists",
        there: "by argument",
        component: "WorkspaceSettings",
        argument: "allowedIpAddresses",
        shownBy: ["L1-ip-acl-enabled", "L1-ip-acl-no-any"],
      },
      {
        name: "Serverless private access (NCC)",
        there: "by argument",
        component: "ServerlessAccess",
        argument: "targets",
        shownBy: ["L5-ncc-private-endpoints", `${networks}: serverless access is bound to its workspace`],
      },
      {
        name: "Serverless egress policy",
        there: "by argument",
        component: "ServerlessAccess",
        argument: "allowedInternetDestinations",
        shownBy: ["L3-network-policy-serverless"],
      },
      {
        name: "Unity Catalog as the default catalog",
        there: "default",
        component: "HardenedWorkspace",
        shownBy: ["L2-default-catalog-uc"],
      },
      { name: "Metastore, catalogs and grants", there: "no", shownBy: [], decision: "0012-what-is-left-to-others.md" },
      {
        name: "Cluster policies for all-purpose clusters, jobs and pipelines",
        there: "default",
        component: "ClusterEncryption",
        argument: "clusterOwners",
        shownBy: ["L4-policy-pins-conf", "L4-cluster-complies", "L3-cluster-policy-required"],
      },
      {
        name: "Init scripts for standard access mode",
        there: "by argument",
        component: "InitScriptAllowlist",
        argument: "artifacts",
        shownBy: ["L4-other-init-scripts"],
      },
      {
        name: "Encryption between nodes (link 4)",
        there: "default",
        component: "ClusterEncryption",
        shownBy: ["L4-init-script-attached", "L4-init-script-hash"],
      },
      {
        name: "A check of what passes between the nodes of one's own workspace",
        there: "by argument",
        component: "HardenedDatabricks",
        argument: "enableNodeTrafficCheck",
        shownBy: ["L4-wire-shown", "test/unit/components/node-traffic-check.test.ts: has a job without a schedule"],
      },
      {
        name: "VNet encryption",
        there: "by argument",
        component: "ClusterNetwork",
        argument: "enableVnetEncryption",
        shownBy: ["L4-vnet-encryption-vm-size"],
      },
      {
        name: "Sizes, pools and flexible node types limited to VNet encryption",
        there: "by argument",
        component: "ClusterEncryption",
        argument: "layers",
        shownBy: ["L4-vnet-encryption-vm-size", "L4-init-script-attached"],
      },
      {
        name: "Compliance security profile and standards",
        there: "by argument",
        component: "HardenedWorkspace",
        argument: "complianceStandards",
        shownBy: ["L1-esc-csp"],
      },
      {
        name: "Security monitoring and automatic updates",
        there: "default",
        component: "HardenedWorkspace",
        argument: "enableEnhancedSecurity",
        shownBy: ["L1-esc-monitoring", "L1-esc-auto-update"],
      },
      { name: "Security Analysis Tool", there: "no", shownBy: [], decision: "0012-what-is-left-to-others.md" },
      { name: "VNet flow logs", there: "default", component: "FlowLogs", argument: "retentionInDays", shownBy: ["L3-flow-logs"] },
      { name: "Network security perimeter, budget, cost estimate", there: "no", shownBy: [], decision: "0012-what-is-left-to-others.md" },
      { name: "Locks", there: "default", component: "HardenedWorkspace", argument: "enableDeleteLock", shownBy: ["L1-delete-lock"] },
      {
        name: "Protection from deletion by Pulumi",
        there: "by argument",
        component: "HardenedDatabricks",
        argument: "deletionProtection",
        shownBy: [`${networks}: protection is passed to what cannot be made again`],
      },
      {
        name: "Role assignments at the narrowest scope",
        there: "default",
        component: "DataLake",
        argument: "readerWriterPrincipalId",
        shownBy: ["L5-access-connector-rbac", "L2-cmk-role-least"],
      },
      { name: "Role assignments for people", there: "no", shownBy: [], decision: "0012-what-is-left-to-others.md" },
      {
        name: "Several workspaces, one hub",
        there: "by argument",
        component: "SharedHub",
        argument: "spokeAddressSpaces",
        shownBy: [`${networks}: share a hub without collisions`, `${lifecycle}: shared-hub`],
      },
      {
        name: "Several regions",
        there: "by argument",
        component: "HardenedDatabricks",
        argument: "location",
        shownBy: ["test/unit/components/profiles.test.ts: two regions in one program"],
      },
      { name: "Tests that can fail, on every change", there: "default", shownBy: [`${lifecycle}: up, up, refresh and destroy`] },
    ],
  },
  {
    title: "Guards that none of them has",
    rows: [
      {
        name: "A firewall of DBFS root only with both endpoints",
        there: "default",
        component: "HardenedDatabricks",
        shownBy: ["L5-dbfs-pe"],
      },
      {
        name: "Public access off only with endpoint, zone and VNet link",
        there: "default",
        component: "HardenedDatabricks",
        shownBy: ["L1-frontend-pe", "L1-dns-zone-linked"],
      },
      {
        name: "Impossible combinations refused where they are written",
        there: "default",
        component: "HardenedWorkspace",
        shownBy: [`${networks}: is refused with a remedy`],
      },
      {
        name: "Notebook results in the customer's account",
        there: "default",
        component: "WorkspaceSettings",
        shownBy: ["L2-notebook-results-customer"],
      },
      {
        name: "Downloads, exports and DBFS off",
        there: "default",
        component: "WorkspaceSettings",
        argument: "enableDownloads",
        shownBy: ["L2-results-download-off", "L5-legacy-dbfs-off"],
      },
      { name: "Spark's channels captured on the wire", there: "default", shownBy: ["test/spark/main.ts: main"] },
    ],
  },
];
