/** What opens no path and closes none, whatever it says: a reason for each, since what stands here is passed over in silence. */
const inertArm: [type: RegExp, reason: string][] = [
  [/^Microsoft\.(Consumption|CostManagement|Billing)\//i, "counts costs"],
  [/^Microsoft\.(Advisor|Security|PolicyInsights|Maintenance)\//i, "watches and advises"],
  [/^Microsoft\.Portal\//i, "is a dashboard"],
  [/^Microsoft\.(OperationalInsights|OperationsManagement|AlertsManagement)\//i, "keeps or searches logs"],
  [/^Microsoft\.Insights\/(?!diagnosticSettings)/i, "watches metrics and logs"],
  [
    /^Microsoft\.Authorization\/(policy\w*|roleDefinitions|roleManagementPolicies|roleManagementPolicyAssignments)$/i,
    "shows in what it changes",
  ],
  [/^Microsoft\.Resources\/(tags|providers|subscriptions|features)$/i, "names and labels"],
  [/^Microsoft\.ManagedIdentity\//i, "is an identity, which role assignments give power to"],
  [
    /^Microsoft\.Network\/(networkWatchers|ddosProtectionPlans|applicationSecurityGroups|publicIPPrefixes)$/i,
    "does nothing until something names it",
  ],
  [/^Microsoft\.Network\/networkWatchers\/(connectionMonitors|packetCaptures)$/i, "watches"],
  [/^Microsoft\.Network\/networkManagers\/(ipamPools|verifierWorkspaces)(\/|$)/i, "plans addresses or checks them"],
  [/^Microsoft\.Network\/privateDnsZones\/SOA$/i, "is a zone's own record"],
  [
    /^Microsoft\.Compute\/(disks|snapshots|images|galleries|availabilitySets|proximityPlacementGroups|sshPublicKeys|diskEncryptionSets)(\/|$)/i,
    "has no network of its own",
  ],
  [
    /^Microsoft\.Storage\/storageAccounts\/(managementPolicies|inventoryPolicies|encryptionScopes|queueServices|tableServices|fileServices)(\/|$)/i,
    "keeps data, and has its account's firewall",
  ],
  [
    /^Microsoft\.Sql\/servers\/(administrators|securityAlertPolicies|vulnerabilityAssessments|sqlVulnerabilityAssessments|advisors|keys|encryptionProtector|elasticPools|devOpsAuditingSettings)$/i,
    "has its server's firewall",
  ],
  [/^Microsoft\.Sql\/servers\/databases\/(?!transparentDataEncryption)/i, "has its server's firewall"],
];

/** Databricks objects that start no nodes, open no network and hold no key. */
const inertDatabricks =
  /^databricks:index\/(alert|alertV2|artifactAllowlist|budget|budgetPolicy|catalog|catalogWorkspaceBinding|dashboard|defaultNamespaceSetting|directory|entity\w*|feature\w*|grant|grants|groupInstanceProfile|groupMember|groupRole|lakeviewDashboard|metastore|metastoreAssignment|metastoreDataAccess|mlflow\w*|notebook|notificationDestination|permissionAssignment|policyInfo|query|queryV2|registeredModel|repo|schema|secret|sqlAlert|sqlDashboard|sqlPermissions|sqlQuery|sqlTable|sqlVisualization|sqlWidget|systemSchema|tag\w*|userRole|volume|workspaceBinding|gitCredential|servicePrincipalRole|aibi\w*|mwsPermissionAssignment|mwsNetworkConnectivityConfig):/;

/** Providers whose resources are in another cloud, or nowhere. */
const elsewhere =
  /^(archive|auth0|aws|aws-native|awsx|azuread|azuredevops|cloudflare|cloudinit|confluentcloud|consul|datadog|docker|docker-build|eks|fastly|gcp|github|gitlab|google-native|grafana|helm|http|kafka|kubernetes|local|mongodbatlas|mysql|newrelic|null|okta|opsgenie|pagerduty|postgresql|pulumiservice|sentry|slack|snowflake|std|synced-folder|vault):/;

/** Why a type opens nothing; undefined where it may. */
export function inertReason(type: string): string | undefined {
  if (inertDatabricks.test(type)) return "starts no nodes and opens nothing";
  if (elsewhere.test(type)) return "is in another cloud, or nowhere";
  return inertArm.find(([pattern]) => pattern.test(type))?.[1];
}
