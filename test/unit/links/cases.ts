import { databricksTypes } from "../../../src/azure/databricks-types";
import { resourceTypes } from "../../../src/azure/resource-types";
import type { Profile } from "../../../src/estate/profile";
import type { Value } from "../../../src/estate/value";
import type { Edit } from "../../support/edit";
import { limit, policies } from "../../support/policy-edit";
import { link4Cases } from "./link4-cases";

/** How to bring a good deployment to each verdict of one rule. */
export interface RuleCase {
  fail: Record<string, (edit: Edit) => unknown>;
  unknown: (edit: Edit) => unknown;
  notApplicable: (edit: Edit) => unknown;
  profile?: Profile;
  /** Other links that the failing edit breaks too, with good reason. */
  alsoBreaks?: number[];
  /** Whether no answer of the rule is a pass: where it has nothing against a resource, it does not apply. */
  neverPasses?: boolean;
  /** What makes the rule pass, where the good deployment does not. */
  prepare?: (edit: Edit) => unknown;
}

const W = "lakehouse-workspace";
const web = "lakehouse-transit-web-auth-workspace";
const host = "lakehouse-network-host";
const group = "lakehouse-network-nsg";
const lake = "lakehouse-lake-account";
const keys = "lakehouse-keys-vault-vault";
const secrets = "lakehouse-secrets-vault";
const backend = "lakehouse-backend-databricks-ui-api";
const frontend = "lakehouse-frontend-databricks-ui-api";
const login = "lakehouse-transit-web-auth-link-browser-authentication";

/** A rule about one value of one resource: wrong values fail, an unknown one is unknown, and without such resources it does not apply. */
function value(name: string, path: string, wrong: Value[], none: (edit: Edit) => unknown, extra: Partial<RuleCase> = {}): RuleCase {
  return {
    fail: Object.fromEntries(
      wrong.map((bad) => [`${path} ${JSON.stringify(bad) ?? "missing"}`, (edit: Edit) => edit.set(name, path, bad)]),
    ),
    unknown: (edit) => edit.blur(name, path),
    notApplicable: none,
    ...extra,
  };
}

const settings = "lakehouse-settings-conf";
const serverless = (edit: Edit) => edit.set(W, "computeMode", "Serverless");

/** A rule about one setting of the workspace. */
function setting(name: string, wrong: Value[], extra: Partial<RuleCase> = {}): RuleCase {
  return value(settings, `customConfig.${name}`, wrong, serverless, extra);
}

const noWorkspace = (edit: Edit) => edit.removeType(resourceTypes.workspace);
/** A rule that nothing fails: what is not read leaves the link unknown. */
const everythingRead: RuleCase = {
  fail: {},
  unknown: (edit) =>
    edit.add(
      "Microsoft.Resources/deployments",
      "landing-zone",
      `${edit.get("lakehouse-group").id}/providers/Microsoft.Resources/deployments/lz`,
      {},
    ),
  notApplicable: (edit) => noWorkspace(edit).removeType(resourceTypes.subnet),
};
const noStorage = (edit: Edit) => edit.removeType(resourceTypes.storageAccount);
const noVaults = (edit: Edit) => edit.removeType(resourceTypes.vault);
const noSql = (edit: Edit) => edit.removeType(resourceTypes.sqlServer);
const noKeys = (edit: Edit) => edit.set(W, "encryption", undefined);
const noEndpoints = (edit: Edit) => edit.removeType(resourceTypes.privateEndpoint);

const noScopes = (edit: Edit) => edit.removeType(databricksTypes.secretScope);

function rule(edit: Edit, name: string, properties: Record<string, Value>) {
  const id = `${edit.get(group).id}/securityRules/${name}`;
  return edit.add(resourceTypes.securityRule, name, id, {
    name,
    access: "Allow",
    direction: "Inbound",
    priority: 300,
    protocol: "Tcp",
    sourceAddressPrefix: "VirtualNetwork",
    sourcePortRange: "*",
    destinationAddressPrefix: "VirtualNetwork",
    destinationPortRange: "443",
    ...properties,
  });
}

const noCode = (edit: Edit) =>
  edit.removeType(databricksTypes.cluster).removeType(databricksTypes.job).removeType(databricksTypes.clusterPolicy);
const noSqlRules = (edit: Edit) => edit.removeType(resourceTypes.sqlVirtualNetworkRule);

/** A setting of the job's cluster. */
const conf = (edit: Edit, name: string, setting: string) =>
  edit.set("job", "tasks", [{ newCluster: { policyId: edit.get(policies.job).id, sparkConf: { [name]: setting } } }]);
const metastore = (edit: Edit, url: string) => conf(edit, "spark.hadoop.javax.jdo.option.ConnectionURL", url);

/** A parameter of the job's notebook. */
const parameter = (edit: Edit, text: string) => edit.set("job", "tasks", [{ notebookTask: { baseParameters: { source: text } } }]);

/** A second NSG with the same rules on the container subnet. */
function twoGroups(edit: Edit): void {
  const id = edit.get(group).id as string;
  edit.add(resourceTypes.networkSecurityGroup, `${group}-2`, `${id}2`, edit.get(group).properties);
  edit.set("lakehouse-network-container", "networkSecurityGroup.id", `${id}2`);
  for (const record of edit.records.filter((r) => r.type === resourceTypes.securityRule.arm && r.id?.startsWith(`${id}/`)))
    edit.add(record.type, `${record.name}-2`, (record.id as string).replace(`${id}/`, `${id}2/`), record.properties);
}

/** Everything that leaves goes through a firewall. */
function firewalled(edit: Edit): void {
  const network = `${(edit.get("lakehouse-group").id as string).replace(/\/$/, "")}/providers/Microsoft.Network`;
  const everything = { addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.40.0.4" };
  edit.add(resourceTypes.routeTable, "routes", `${network}/routeTables/rt`, { disableBgpRoutePropagation: true, routes: [everything] });
  edit.add(resourceTypes.firewallRuleCollectionGroup, "rules", `${network}/firewallPolicies/p/ruleCollectionGroups/g`, {
    ruleCollections: [
      { action: { type: "Allow" }, rules: [{ ruleType: "NetworkRule", name: "sql", destinationAddresses: ["Sql.WestEurope"] }] },
    ],
  });
  for (const subnet of [host, "lakehouse-network-container"]) edit.set(subnet, "routeTable.id", `${network}/routeTables/rt`);
}

/** An Azure Firewall with its policy and log. */
function withFirewall(edit: Edit): void {
  firewalled(edit);
  const network = `${(edit.get("lakehouse-group").id as string).replace(/\/$/, "")}/providers/Microsoft.Network`;
  edit
    .add(resourceTypes.firewallPolicy, "firewall-policy", `${network}/firewallPolicies/p`, { threatIntelMode: "Deny" })
    .add(resourceTypes.azureFirewall, "firewall", `${network}/azureFirewalls/f`, {
      firewallPolicy: { id: `${network}/firewallPolicies/p` },
    })
    .add(
      resourceTypes.diagnosticSetting,
      "firewall-log",
      `${network}/azureFirewalls/f/providers/Microsoft.Insights/diagnosticSettings/log`,
      {
        workspaceId: edit.get("lakehouse-audit-logs").id,
        logs: [{ categoryGroup: "allLogs", enabled: true }],
      },
    );
  firewallRule(edit, { sourceAddresses: ["10.20.0.0/22"], destinationAddresses: ["Sql.WestEurope"], destinationPorts: ["3306"] });
}

const firewallRule = (edit: Edit, rule: Record<string, Value>) =>
  edit.set("rules", "ruleCollections", [{ action: { type: "Allow" }, rules: [{ ruleType: "NetworkRule", name: "r", ...rule }] }]);

export const cases: Record<string, RuleCase> = {
  "L1-everything-read": everythingRead,
  "L2-everything-read": everythingRead,
  "L3-everything-read": everythingRead,
  "L4-everything-read": everythingRead,
  "L5-everything-read": everythingRead,
  "L1-workspace-premium": value(W, "sku.name", ["standard", undefined], noWorkspace),
  "L1-public-access-disabled": value(W, "publicNetworkAccess", ["Enabled", undefined], noWorkspace),
  "L1-public-or-acl": {
    profile: "hybrid",
    prepare: (e) => e.set(W, "publicNetworkAccess", "Enabled").set(settings, "customConfig.enableIpAccessLists", "true"),
    fail: {
      "lists not enforced": (e) => e.set(settings, "customConfig.enableIpAccessLists", "false"),
      "no ALLOW list": (e) => e.set("office", "listType", "BLOCK"),
    },
    unknown: (e) => e.blur(settings, "customConfig.enableIpAccessLists"),
    notApplicable: noWorkspace,
  },
  "L1-frontend-pe": {
    fail: {
      removed: (e) => e.remove(frontend),
      "moved into the workspace's VNet": (e) => e.set(frontend, "subnet.id", e.get("lakehouse-network-pe").id),
    },
    unknown: (e) => e.blur(frontend, "subnet.id"),
    notApplicable: noWorkspace,
    // An endpoint in the clusters' VNet that registers in the users' zone does not resolve there either.
    alsoBreaks: [3],
  },
  "L1-browser-auth-pe": {
    fail: {
      removed: (e) => e.remove(login),
      "a second one": (e) => e.add(resourceTypes.privateEndpoint, "second", `${e.get(login).id}2`, e.get(login).properties),
    },
    unknown: (e) => e.blur(login, "location"),
    notApplicable: (e) => e.set(W, "publicNetworkAccess", "Enabled"),
  },
  "L1-browser-auth-host": {
    fail: {
      "no lock": (e) => e.remove("lakehouse-transit-web-auth-lock"),
      "serves users too": (e) => {
        e.add(resourceTypes.privateEndpoint, "users", `${e.get(login).id}2`, {
          location: "westeurope",
          subnet: { id: e.get("lakehouse-transit-network-pe").id },
          privateLinkServiceConnections: [{ name: "users", privateLinkServiceId: e.get(web).id, groupIds: ["databricks_ui_api"] }],
        });
      },
    },
    unknown: (e) => e.remove(web),
    notApplicable: (e) => e.remove(login),
  },
  "L1-pe-approved": {
    fail: {
      "waits for approval": (e) =>
        e.set(frontend, "manualPrivateLinkServiceConnections", [{ privateLinkServiceId: e.get(W).id, groupIds: ["databricks_ui_api"] }]),
      rejected: (e) =>
        e.set(frontend, "privateLinkServiceConnections", [
          { privateLinkServiceId: e.get(W).id, groupIds: ["databricks_ui_api"], privateLinkServiceConnectionState: { status: "Rejected" } },
        ]),
    },
    unknown: (e) => e.blur(frontend, "manualPrivateLinkServiceConnections"),
    notApplicable: noEndpoints,
  },
  "L1-pe-dns-zone-group": {
    fail: {
      removed: (e) => e.remove(`${frontend}-dns`),
      "another zone": (e) => e.set(`${frontend}-dns`, "privateDnsZoneConfigs", [{ privateDnsZoneId: e.get("lakehouse-dns-blob").id }]),
    },
    unknown: (e) => e.blur(`${frontend}-dns`, "privateDnsZoneConfigs"),
    notApplicable: noEndpoints,
  },
  "L1-dns-zone-linked": {
    fail: {
      removed: (e) => e.remove("lakehouse-transit-dns-azuredatabricks-link"),
      "linked elsewhere": (e) =>
        e.set("lakehouse-transit-dns-azuredatabricks-link", "virtualNetwork.id", e.get("lakehouse-network-vnet").id),
      "registers machines": (e) => e.set("lakehouse-transit-dns-azuredatabricks-link", "registrationEnabled", true),
    },
    unknown: (e) => e.blur("lakehouse-transit-dns-azuredatabricks-link", "virtualNetwork"),
    notApplicable: noEndpoints,
  },
  "L1-ip-acl-no-any": {
    fail: {
      "0.0.0.0/0": (e) => e.set("office", "ipAddresses", ["0.0.0.0/0"]),
      "half of the internet": (e) => e.set("office", "ipAddresses", ["198.51.100.0/24", "128.0.0.0/1"]),
    },
    unknown: (e) => e.blur("office", "ipAddresses"),
    notApplicable: (e) => e.set("office", "listType", "BLOCK"),
  },
  "L1-ip-acl-enabled": setting("enableIpAccessLists", ["false", undefined], {
    profile: "hybrid",
    prepare: (e) => e.set(settings, "customConfig.enableIpAccessLists", "true"),
  }),
  "L1-pat-lifetime": setting("maxTokenLifetimeDays", ["0", "365", undefined]),
  "L1-pat-restricted": setting("enableTokensConfig", ["true", undefined]),
  "L1-verbose-audit": setting("enableVerboseAuditLogs", ["false", undefined]),
  "L2-notebook-results-customer": setting("storeInteractiveNotebookResultsInCustomerAccount", ["false", undefined]),
  "L2-results-download-off": setting("enableResultsDownloading", ["true", undefined]),
  "L2-notebook-export-off": setting("enableNotebookTableClipboard", ["true", undefined]),
  "L2-dbfs-browser-off": setting("enableDbfsFileBrowser", ["true", undefined]),
  "L2-filestore-off": setting("enableFileStoreEndpoint", ["true", undefined]),
  "L1-diagnostics": {
    fail: {
      removed: (e) => e.remove("lakehouse-audit"),
      "one category": (e) => e.set("lakehouse-audit", "logs", [{ category: "clusters", enabled: true }]),
      disabled: (e) => e.set("lakehouse-audit", "logs", [{ categoryGroup: "allLogs", enabled: false }]),
    },
    unknown: (e) => e.blur("lakehouse-audit", "logs"),
    notApplicable: noWorkspace,
  },
  "L1-delete-lock": {
    fail: { removed: (e) => e.remove("lakehouse-lock"), "other level": (e) => e.set("lakehouse-lock", "level", "NotSpecified") },
    unknown: (e) => e.blur("lakehouse-lock", "level"),
    notApplicable: noWorkspace,
  },
  "L1-esc-monitoring": value(W, "enhancedSecurityCompliance.enhancedSecurityMonitoring.value", ["Disabled", undefined], serverless),
  "L1-esc-auto-update": value(W, "enhancedSecurityCompliance.automaticClusterUpdate.value", ["Disabled", undefined], serverless),
  "L1-esc-csp": value(W, "enhancedSecurityCompliance.complianceSecurityProfile.value", ["Disabled", undefined], serverless, {
    profile: "regulated",
    prepare: (e) => e.set(W, "enhancedSecurityCompliance.complianceSecurityProfile.value", "Enabled"),
  }),
  "L2-managed-services-cmk": {
    fail: {
      removed: (e) => e.set(W, "encryption.entities.managedServices", undefined),
      "Microsoft's key": (e) => e.set(W, "encryption.entities.managedServices.keySource", "Default"),
      "no version": (e) => e.set(W, "encryption.entities.managedServices.keyVaultProperties.keyVersion", undefined),
    },
    unknown: (e) => e.blur(W, "encryption.entities.managedServices"),
    notApplicable: (e) => e.remove(W),
  },
  "L2-cmk-key-same-region-tenant": value(keys, "location", ["northeurope"], noKeys),
  "L2-cmk-vault-purge": value(keys, "enablePurgeProtection", [false, undefined], noKeys),
  "L2-cmk-vault-bypass": value(keys, "networkAcls.bypass", ["None", undefined], noKeys),
  "L2-cmk-key-type": {
    fail: {
      "elliptic curve": (e) => e.set("lakehouse-keys-managed-services", "kty", "EC"),
      "1024 bits": (e) => e.set("lakehouse-keys-managed-services", "keySize", 1024),
      "cannot unwrap": (e) => e.set("lakehouse-keys-managed-services", "keyOps", ["wrapKey"]),
    },
    unknown: (e) => e.blur("lakehouse-keys-managed-services", "kty"),
    notApplicable: noKeys,
  },
  "L2-cmk-key-hsm": value("lakehouse-keys-managed-services", "kty", ["RSA"], noKeys, { profile: "regulated" }),
  "L2-cmk-key-rotation": {
    fail: {
      "no policy": (e) => e.set("lakehouse-keys-managed-services", "rotationPolicy", undefined),
      "never expires": (e) => e.set("lakehouse-keys-managed-services", "rotationPolicy.attributes", undefined),
      "only notifies": (e) => e.set("lakehouse-keys-managed-services", "rotationPolicy.lifetimeActions", [{ action: { type: "notify" } }]),
    },
    unknown: (e) => e.blur("lakehouse-keys-managed-services", "rotationPolicy"),
    notApplicable: noKeys,
  },
  "L2-cmk-role-least": {
    fail: {
      "a wider role": (e) =>
        e.set(
          "lakehouse-keys-managed-services-access",
          "roleDefinitionId",
          "/providers/Microsoft.Authorization/roleDefinitions/00482a5a-887f-4fb3-b363-3b7fe8e74483",
        ),
      "on the vault": (e) => {
        e.get("lakehouse-keys-managed-services-access").id = `${e.get(keys).id}/providers/Microsoft.Authorization/roleAssignments/x`;
      },
    },
    unknown: (e) => e.blur("lakehouse-keys-managed-services-access", "roleDefinitionId"),
    notApplicable: noKeys,
  },
  "L2-cmk-distinct-keys": {
    profile: "regulated",
    fail: { "one key": (e) => e.set(W, "encryption.entities.managedDisk.keyVaultProperties.keyName", "managed-services") },
    unknown: (e) => e.blur(W, "encryption.entities.managedDisk.keyVaultProperties"),
    notApplicable: noKeys,
  },
  "L2-default-catalog-uc": value(W, "defaultCatalog.initialType", ["HiveMetastore", undefined], serverless),
  "L2-workspace-managed-rg-locked": {
    fail: {
      missing: (e) => e.set(W, "managedResourceGroupId", undefined),
      "its own group": (e) => e.set(W, "managedResourceGroupId", e.get("lakehouse-group").id),
    },
    unknown: (e) => e.blur(W, "managedResourceGroupId"),
    notApplicable: serverless,
    // DBFS root's account is named by the managed group: its endpoints lead elsewhere then.
    alsoBreaks: [5],
  },
  "L3-vnet-injected": value(W, "parameters.customVirtualNetworkId.value", [undefined], serverless, { alsoBreaks: [5] }),
  "L3-no-public-ip": value(W, "parameters.enableNoPublicIp.value", [false, undefined], serverless),
  "L3-backend-private-link": {
    fail: { removed: (e) => e.remove(backend), "all rules": (e) => e.set(W, "requiredNsgRules", "AllRules") },
    unknown: (e) => e.blur(backend, "privateLinkServiceConnections"),
    notApplicable: serverless,
  },
  "L3-backend-dns": {
    fail: {
      "link removed": (e) => e.remove("lakehouse-dns-azuredatabricks-link"),
      "no zone group": (e) => e.remove(`${backend}-dns`),
    },
    unknown: (e) => e.unborn(`${backend}-dns`),
    notApplicable: (e) => e.remove(backend),
  },
  "L3-nsgrules-consistent": {
    fail: { "AllRules beside the endpoint": (e) => e.set(W, "requiredNsgRules", "AllRules"), "no endpoint": (e) => e.remove(backend) },
    unknown: (e) => e.blur(W, "requiredNsgRules"),
    notApplicable: serverless,
  },
  "L3-subnet-delegation": {
    fail: {
      removed: (e) => e.set(host, "delegations", []),
      "another service too": (e) =>
        e.set(host, "delegations", [{ serviceName: "Microsoft.Databricks/workspaces" }, { serviceName: "Microsoft.Web/serverFarms" }]),
    },
    unknown: (e) => e.blur(host, "delegations"),
    notApplicable: serverless,
  },
  "L3-subnet-nsg": value(host, "networkSecurityGroup", [undefined], serverless),
  "L3-subnets-exist": {
    fail: {
      "no such subnet": (e) => e.set(W, "parameters.customPrivateSubnetName.value", "nowhere"),
      "one twice": (e) => e.set(W, "parameters.customPrivateSubnetName.value", e.get(host).properties.name),
      "shared with another workspace": (e) => e.add(resourceTypes.workspace, "twin", `${e.get(W).id}-twin`, e.get(W).properties),
    },
    unknown: (e) => e.blur(W, "parameters.customPrivateSubnetName"),
    notApplicable: serverless,
  },
  "L3-subnet-size": value(host, "addressPrefix", ["10.20.0.0/27"], serverless),
  "L3-nsg-no-inbound-internet": {
    fail: Object.fromEntries(
      ["*", "Internet", "0.0.0.0/0", "198.51.100.7"].map((source) => [
        `from ${source}`,
        (e: Edit) => e.set("lakehouse-transit-network-allow-users-in", "sourceAddressPrefix", source),
      ]),
    ),
    unknown: (e) => e.blur("lakehouse-transit-network-allow-users-in", "sourceAddressPrefix"),
    // The users' endpoint stands there.
    alsoBreaks: [1],
    notApplicable: (e) => e.removeType(resourceTypes.networkSecurityGroup),
  },
  "L3-nsg-worker-inbound-scoped": {
    fail: { "from on-premises": (e) => rule(e, "ssh", { sourceAddressPrefix: "192.168.0.0/16", destinationPortRange: "22" }) },
    unknown: (e) => e.blur("lakehouse-network-deny-all-in", "access"),
    notApplicable: (e) =>
      e.set(host, "networkSecurityGroup", undefined).set("lakehouse-network-container", "networkSecurityGroup", undefined),
  },
  "L3-nsg-out-allow-list": {
    fail: {
      "to a public address": (e) => rule(e, "out", { direction: "Outbound", destinationAddressPrefix: "198.51.100.0/24" }),
      "to the internet": (e) => rule(e, "out", { direction: "Outbound", destinationAddressPrefix: "Internet" }),
      "to a tag on another port": (e) =>
        rule(e, "out", { direction: "Outbound", destinationAddressPrefix: "Storage", destinationPortRange: "445" }),
    },
    unknown: (e) => e.blur("lakehouse-network-allow-entra-id", "destinationAddressPrefix"),
    notApplicable: (e) =>
      e.set(host, "networkSecurityGroup", undefined).set("lakehouse-network-container", "networkSecurityGroup", undefined),
  },
  "L3-nsg-deny-internet-out": {
    fail: {
      removed: (e) => e.remove("lakehouse-network-deny-internet-out"),
      "one protocol only": (e) => e.set("lakehouse-network-deny-internet-out", "protocol", "Tcp"),
    },
    unknown: (e) => e.blur("lakehouse-network-deny-internet-out", "protocol"),
    notApplicable: (e) =>
      e.set(host, "networkSecurityGroup", undefined).set("lakehouse-network-container", "networkSecurityGroup", undefined),
  },
  "L3-nsg-no-azuredatabricks-when-pl": {
    fail: { allowed: (e) => rule(e, "webapp", { direction: "Outbound", destinationAddressPrefix: "AzureDatabricks" }) },
    unknown: (e) => e.blur(W, "requiredNsgRules"),
    notApplicable: (e) => e.set(W, "requiredNsgRules", "AllRules"),
  },
  "L3-subnet-no-default-outbound": value(host, "defaultOutboundAccess", [true, undefined], serverless),
  "L3-egress-explicit": {
    fail: { removed: (e) => e.set(host, "natGateway", undefined) },
    unknown: (e) => e.blur(host, "natGateway"),
    notApplicable: serverless,
  },
  "L3-lb-not-public": {
    fail: {
      "a load balancer": (e) => e.set(W, "parameters.loadBalancerId.value", "/subscriptions/x"),
      "a public address": (e) => e.set(W, "parameters.publicIpName.value", "pip"),
    },
    unknown: (e) => e.blur(W, "parameters.loadBalancerId"),
    notApplicable: serverless,
  },
  "L3-pe-network-policies": value("lakehouse-network-pe", "privateEndpointNetworkPolicies", ["Disabled", undefined], noEndpoints),
  "L3-pe-subnet-not-delegated": {
    fail: { delegated: (e) => e.set("lakehouse-network-pe", "delegations", [{ serviceName: "Microsoft.Web/serverFarms" }]) },
    unknown: (e) => e.blur("lakehouse-network-pe", "delegations"),
    notApplicable: noEndpoints,
  },
  "L3-peering-restricted": {
    fail: {
      forwards: (e) => e.set("peering", "allowForwardedTraffic", true),
      transit: (e) => e.set("peering", "allowGatewayTransit", true),
    },
    unknown: (e) => e.blur("peering", "allowForwardedTraffic"),
    notApplicable: (e) => e.remove("peering"),
  },
  "L2-secret-scope-kv": value("lakehouse-traffic-scope", "backendType", ["DATABRICKS", undefined], noScopes),
  "L2-secret-scope-acl": {
    fail: {
      "all users manage": (e) => e.set("lakehouse-traffic-scope", "initialManagePrincipal", "users"),
      "all users read": (e) => e.set("lakehouse-traffic-reader0", "principal", "users"),
    },
    unknown: (e) => e.blur("lakehouse-traffic-reader0", "principal"),
    notApplicable: noScopes,
  },
  ...link4Cases,
  "L5-dbfs-firewall": {
    fail: { off: (e) => e.set(W, "defaultStorageFirewall", "Disabled"), "no connector": (e) => e.set(W, "accessConnector", undefined) },
    unknown: (e) => e.blur(W, "defaultStorageFirewall"),
    notApplicable: serverless,
  },
  "L5-dbfs-pe": {
    fail: { "no dfs": (e) => e.remove("lakehouse-dbfs-dfs"), "no blob": (e) => e.remove("lakehouse-dbfs-blob") },
    unknown: (e) => e.blur("lakehouse-dbfs-blob", "subnet"),
    notApplicable: serverless,
  },
  "L5-dbfs-double-encryption": value(W, "parameters.requireInfrastructureEncryption.value", [false, undefined], serverless),
  "L5-access-connector-identity": value("lakehouse-connector", "identity.type", ["None", undefined], (e) =>
    e.removeType(resourceTypes.accessConnector),
  ),
  "L5-access-connector-rbac": {
    fail: {
      owner: (e) =>
        e.set(
          "lakehouse-lake-data-access",
          "roleDefinitionId",
          "/providers/Microsoft.Authorization/roleDefinitions/b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ),
      "on the resource group": (e) => {
        e.get("lakehouse-lake-data-access").id = `${e.get("lakehouse-group").id}/providers/Microsoft.Authorization/roleAssignments/x`;
      },
    },
    unknown: (e) => e.blur("lakehouse-lake-data-access", "roleDefinitionId"),
    notApplicable: (e) => e.remove("lakehouse-lake-data-access"),
  },
  "L5-storage-https": value(lake, "supportsHttpsTrafficOnly", [false, undefined], noStorage),
  "L5-storage-tls12": value(lake, "minimumTlsVersion", ["TLS1_0", "TLS1_1", undefined], noStorage),
  "L5-storage-no-public-blob": value(lake, "allowBlobPublicAccess", [true, undefined], noStorage),
  "L5-storage-public-network-off": value(lake, "publicNetworkAccess", ["Enabled", undefined], noStorage),
  "L5-storage-default-deny": value(lake, "networkAcls.defaultAction", ["Allow", undefined], noStorage),
  "L5-storage-vnet-rules-only": {
    fail: {
      "an address": (e) => e.set(lake, "networkAcls.ipRules", [{ value: "198.51.100.7" }]),
      "another network": (e) =>
        e.set("lake-by-subnet", "networkAcls.virtualNetworkRules", [{ id: e.get("lakehouse-transit-network-pe").id }]),
    },
    unknown: (e) => e.blur(lake, "networkAcls"),
    notApplicable: noStorage,
  },
  "L5-storage-no-shared-key": value(lake, "allowSharedKeyAccess", [true, undefined], noStorage),
  "L5-storage-pe": {
    fail: { "no dfs": (e) => e.remove("lakehouse-lake-link-dfs"), "no blob": (e) => e.remove("lakehouse-lake-link-blob") },
    unknown: (e) => e.blur("lakehouse-lake-link-dfs", "privateLinkServiceConnections"),
    notApplicable: (e) => e.set(lake, "isHnsEnabled", false),
  },
  "L5-storage-cmk": value(lake, "encryption.keySource", ["Microsoft.Storage", undefined], noStorage, {
    profile: "regulated",
    prepare: (e) => {
      const { vaultUri } = e.get(keys).properties as { vaultUri: string };
      for (const account of [lake, "lake-by-subnet"])
        e.set(account, "encryption.keySource", "Microsoft.Keyvault")
          .set(account, "encryption.keyVaultProperties", { keyVaultUri: vaultUri, keyName: "data-lake" })
          .set(account, "encryption.identity", { userAssignedIdentity: "id" });
    },
  }),
  "L5-storage-double-encryption": value(lake, "encryption.requireInfrastructureEncryption", [false, undefined], noStorage),
  "L5-storage-no-cross-tenant": value(lake, "allowCrossTenantReplication", [true, undefined], noStorage),
  "L5-storage-softdelete": {
    fail: {
      "3 days": (e) => e.set("lakehouse-lake-blob-service", "deleteRetentionPolicy.days", 3),
      off: (e) => e.set("lakehouse-lake-blob-service", "deleteRetentionPolicy.enabled", false),
      undeclared: (e) => e.remove("lakehouse-lake-blob-service"),
    },
    unknown: (e) => e.blur("lakehouse-lake-blob-service", "deleteRetentionPolicy"),
    notApplicable: noStorage,
  },
  "L5-storage-trusted-bypass": value(lake, "networkAcls.bypass", ["AzureServices", undefined], noStorage),
  "L5-storage-copy-scope": value(lake, "allowedCopyScope", [undefined], noStorage),
  "L5-storage-sftp-localuser-off": {
    fail: { "local users": (e) => e.set(lake, "isLocalUserEnabled", true), SFTP: (e) => e.set(lake, "isSftpEnabled", true) },
    unknown: (e) => e.blur(lake, "isLocalUserEnabled"),
    notApplicable: noStorage,
  },
  "L5-kv-purge": {
    fail: {
      off: (e) => e.set(secrets, "enablePurgeProtection", undefined),
      "1 day": (e) => e.set(secrets, "softDeleteRetentionInDays", 1),
    },
    unknown: (e) => e.blur(secrets, "enablePurgeProtection"),
    notApplicable: (e) => e.remove(secrets),
  },
  "L5-kv-rbac": value(secrets, "enableRbacAuthorization", [false, undefined], noVaults),
  "L5-kv-public-off": value(secrets, "publicNetworkAccess", ["Enabled", undefined], noVaults),
  "L5-kv-default-deny": value(secrets, "networkAcls.defaultAction", ["Allow", undefined], noVaults),
  "L5-kv-pe": {
    fail: { removed: (e) => e.remove("lakehouse-secrets-link-vault") },
    unknown: (e) => e.blur("lakehouse-secrets-link-vault", "privateLinkServiceConnections"),
    notApplicable: noVaults,
  },
  "L5-kv-logs": {
    fail: {
      removed: (e) => e.remove("lakehouse-secrets-audit"),
      disabled: (e) => e.set("lakehouse-secrets-audit", "logs", [{ category: "AuditEvent", enabled: false }]),
    },
    unknown: (e) => e.blur("lakehouse-secrets-audit", "logs"),
    notApplicable: noVaults,
  },
  "L5-sql-public-off": value("sql", "publicNetworkAccess", ["Enabled", undefined], noSql),
  "L5-sql-no-wide-firewall": {
    prepare: (e) =>
      e
        .add(resourceTypes.sqlFirewallRule, "office", `${e.get("sql").id}/firewallRules/office`, {
          startIpAddress: "198.51.100.1",
          endIpAddress: "198.51.100.9",
        })
        .remove("sql-by-subnet"),
    fail: {
      "all of Azure": (e) =>
        Object.assign(e.records.find((r) => r.id?.endsWith("/firewallRules/office"))?.properties ?? {}, {
          startIpAddress: "0.0.0.0",
          endIpAddress: "0.0.0.0",
        }),
      "a wide range": (e) =>
        Object.assign(e.records.find((r) => r.id?.endsWith("/firewallRules/office"))?.properties ?? {}, { endIpAddress: "198.51.200.0" }),
    },
    unknown: (e) =>
      Object.assign(e.records.find((r) => r.id?.endsWith("/firewallRules/office"))?.properties ?? {}, { endIpAddress: undefined }),
    notApplicable: (e) => e.removeType(resourceTypes.sqlFirewallRule),
  },
  "L5-sql-tls12": value("sql", "minimalTlsVersion", ["1.0", "1.1", "None", undefined], noSql),
  "L5-sql-entra-only": value("sql", "administrators.azureADOnlyAuthentication", [false, undefined], noSql),
  "L5-sql-pe": {
    fail: { removed: (e) => e.remove("sql-endpoint") },
    unknown: (e) => e.blur("sql-endpoint", "privateLinkServiceConnections"),
    notApplicable: noSql,
  },
  "L5-sql-vnet-rule": {
    fail: {
      "another network": (e) => e.set("sql-subnet-rule", "virtualNetworkSubnetId", e.get("lakehouse-transit-network-pe").id),
      "without the endpoint": (e) => e.set("sql-subnet-rule", "ignoreMissingVnetServiceEndpoint", true),
    },
    unknown: (e) => e.blur("sql-subnet-rule", "virtualNetworkSubnetId"),
    notApplicable: (e) => e.remove("sql-subnet-rule"),
  },
  "L5-target-has-one-path": {
    fail: {
      "a public account": (e) => e.set(lake, "publicNetworkAccess", "Enabled").set(lake, "networkAcls.defaultAction", "Allow"),
      "a vault without a path": (e) => e.remove("lakehouse-secrets-link-vault"),
      "a server without a path": (e) => e.remove("sql-subnet-rule"),
    },
    unknown: (e) => e.blur(lake, "publicNetworkAccess"),
    notApplicable: (e) => noSql(noStorage(noVaults(e) as Edit) as Edit),
  },
  "L5-pe-dns": {
    fail: {
      "link removed": (e) => e.remove("lakehouse-dns-dfs-link"),
      "no zone group": (e) => e.remove("lakehouse-secrets-link-vault-dns"),
      "another zone": (e) =>
        e.set("lakehouse-dbfs-blob-dns", "privateDnsZoneConfigs", [{ privateDnsZoneId: e.get("lakehouse-dns-dfs").id }]),
    },
    unknown: (e) => e.blur("lakehouse-dns-dfs-link", "virtualNetwork"),
    notApplicable: noEndpoints,
  },
  "L5-pe-dns-zone-name": {
    fail: { misspelt: (e) => e.set("lakehouse-dns-dfs", "name", "privatelink.dfs.core.windows.com") },
    unknown: (e) => e.blur("lakehouse-dns-dfs", "name"),
    notApplicable: (e) => e.removeType(resourceTypes.dnsZone),
  },
  "L1-pat-has-expiry": value("token", "lifetimeSeconds", [undefined, 0, 31536000], (e) => e.remove("token")),
  "L1-no-all-users-manage": {
    fail: {
      "users manage": (e) => e.set("permissions", "accessControls", [{ groupName: "users", permissionLevel: "CAN_MANAGE" }]),
      "everybody owns": (e) => e.set("permissions", "accessControls", [{ groupName: "account users", permissionLevel: "IS_OWNER" }]),
    },
    unknown: (e) => e.blur("permissions", "accessControls"),
    notApplicable: (e) => e.removeType(databricksTypes.permissions),
  },
  "L2-no-plaintext-secrets": {
    fail: {
      "a password of the metastore": (e) => conf(e, "spark.hadoop.javax.jdo.option.ConnectionPassword", "hunter2"),
      "an account key": (e) => conf(e, "fs.azure.account.key.lake.dfs.core.windows.net", "c2VjcmV0"),
      "a SAS in a parameter": (e) => parameter(e, "https://lake.blob.core.windows.net/data?sv=1&sig=abc"),
      "a token in an environment variable": (e) => e.set("cluster", "sparkEnvVars", { TOKEN: `dapi${"0".repeat(32)}` }),
      "a fixed secret in a policy": (e) => limit("spark_env_vars.DB_PASSWORD", { type: "fixed", value: "hunter2" })(e),
    },
    unknown: (e) => e.blur("job", "tasks"),
    notApplicable: noCode,
  },
  "L2-external-metastore": {
    fail: {
      "without TLS": (e) => metastore(e, "jdbc:sqlserver://meta.database.windows.net;encrypt=false"),
      "any certificate": (e) => metastore(e, "jdbc:sqlserver://meta.database.windows.net;encrypt=true;trustServerCertificate=true"),
      "MySQL without TLS": (e) => metastore(e, "jdbc:mysql://meta.mysql.database.azure.com:3306/hive"),
      "somebody's server": (e) => metastore(e, "jdbc:sqlserver://evil.example.com;encrypt=true"),
    },
    unknown: (e) => e.blur("job", "tasks"),
    notApplicable: noCode,
    alsoBreaks: [5],
  },
  "L3-subnet-same-nsg": {
    prepare: twoGroups,
    fail: {
      "one rule more": (e) =>
        e.add(resourceTypes.securityRule, "odd", `${e.get(group).id}2/securityRules/odd`, {
          name: "odd",
          access: "Allow",
          direction: "Outbound",
          priority: 300,
          protocol: "Tcp",
          sourceAddressPrefix: "VirtualNetwork",
          destinationAddressPrefix: "10.0.0.0/24",
          destinationPortRange: "443",
        }),
    },
    unknown: (e) => e.blur(`${group}-2`, "securityRules"),
    notApplicable: serverless,
  },
  "L3-nsg-out-required": {
    fail: {
      "no allow": (e) => e.remove("lakehouse-network-allow-entra-id"),
      "behind a deny": (e) => e.set("lakehouse-network-deny-internet-out", "priority", 150),
      "another port": (e) => e.set("lakehouse-network-allow-entra-id", "destinationPortRanges", ["8443"]),
    },
    unknown: (e) => e.blur("lakehouse-network-allow-entra-id", "destinationAddressPrefix"),
    notApplicable: serverless,
  },
  "L3-nsg-regional-tags": {
    profile: "exfiltrationProtected",
    prepare: firewalled,
    fail: {
      "Storage of all regions in the NSG": (e) => rule(e, "wide", { direction: "Outbound", destinationAddressPrefix: "Storage" }),
      "EventHub of all regions in the firewall": (e) =>
        e.set("rules", "ruleCollections", [
          { action: { type: "Allow" }, rules: [{ ruleType: "NetworkRule", name: "wide", destinationAddresses: ["EventHub"] }] },
        ]),
    },
    unknown: (e) => e.blur("rules", "ruleCollections"),
    notApplicable: (e) => serverless(e).remove("rules"),
  },
  "L3-udr-firewall": {
    profile: "exfiltrationProtected",
    prepare: firewalled,
    fail: {
      "no route table": (e) => e.set(host, "routeTable", undefined),
      "to the internet": (e) => e.set("routes", "routes", [{ addressPrefix: "0.0.0.0/0", nextHopType: "Internet" }]),
      "a route around it": (e) =>
        e.set("routes", "routes", [
          { addressPrefix: "0.0.0.0/0", nextHopType: "VirtualAppliance", nextHopIpAddress: "10.40.0.4" },
          { addressPrefix: "AzureDatabricks", nextHopType: "Internet" },
        ]),
      "routes of gateways": (e) => e.set("routes", "disableBgpRoutePropagation", false),
    },
    unknown: (e) => e.blur("routes", "routes"),
    notApplicable: serverless,
  },
  "L3-flow-logs": {
    fail: {
      removed: (e) => e.remove("lakehouse-flows-log"),
      disabled: (e) => e.set("lakehouse-flows-log", "enabled", false),
      "a week": (e) => e.set("lakehouse-flows-log", "retentionPolicy.days", 7),
      "of another network": (e) => e.set("lakehouse-flows-log", "targetResourceId", e.get("lakehouse-transit-network-vnet").id),
    },
    unknown: (e) => e.blur("lakehouse-flows-log", "targetResourceId"),
    notApplicable: (e) => e.removeType(resourceTypes.virtualNetwork),
    // Without its flow log the account that keeps the logs counts as one that clusters use.
    alsoBreaks: [5],
  },
  "L3-network-policy-serverless": {
    fail: {
      "no policy": (e) => e.remove("serverless-option"),
      open: (e) => e.set("serverless-policy", "egress.networkAccess.restrictionMode", "FULL_ACCESS"),
      "only logs": (e) => e.set("serverless-policy", "egress.networkAccess.policyEnforcement.enforcementMode", "DRY_RUN"),
      "another policy": (e) => e.set("serverless-option", "networkPolicyId", "default-policy"),
    },
    unknown: (e) => e.blur("serverless-policy", "egress.networkAccess.restrictionMode"),
    notApplicable: (e) => e.remove("serverless"),
  },
  "L3-cluster-policy-required": value("analysts", "allowClusterCreate", [true], (e) => e.remove("analysts"), { alsoBreaks: [4] }),
  "L5-dbfs-cmk": {
    profile: "regulated",
    prepare: (e) =>
      e.set(W, "parameters.prepareEncryption", { value: true }).set(W, "parameters.encryption", {
        value: { keySource: "Microsoft.Keyvault", keyName: "k", keyVersion: "1", keyVaultUri: "https://kv.vault.azure.net/" },
      }),
    fail: {
      "only prepared": (e) => e.set(W, "parameters.encryption", undefined),
      "not prepared": (e) => e.set(W, "parameters.prepareEncryption", undefined),
      "Microsoft's key": (e) => e.set(W, "parameters.encryption", { value: { keySource: "Default" } }),
    },
    unknown: (e) => e.blur(W, "parameters.encryption"),
    notApplicable: serverless,
  },
  "L5-dbfs-sku": value(W, "parameters.storageAccountSkuName.value", ["Standard_LRS", "Premium_LRS"], serverless),
  "L5-legacy-dbfs-off": value("lakehouse-settings-legacy-dbfs", "disableLegacyDbfs.value", [false, undefined], serverless),
  "L5-no-mounts": {
    fail: {
      "an account key": (e) => e.set("mount", "wasb", { authType: "ACCESS_KEY" }),
      "a SAS": (e) => e.set("mount", "extraConfigs", { "fs.azure.sas.data.lake": "x" }),
      "a service principal": (e) => e.set("mount", "abfs.clientSecretScope", "scope"),
    },
    unknown: (e) => e.blur("mount", "extraConfigs"),
    notApplicable: (e) => e.remove("mount"),
  },
  "L5-sql-outbound": value("sql", "restrictOutboundNetworkAccess", ["Disabled", undefined], noSql),
  "L5-sql-auditing": {
    fail: {
      removed: (e) => e.remove("sql-auditing"),
      disabled: (e) => e.set("sql-auditing", "state", "Disabled"),
      "to nowhere": (e) => e.set("sql-auditing", "isAzureMonitorTargetEnabled", undefined),
      "a week": (e) =>
        e
          .set("sql-auditing", "isAzureMonitorTargetEnabled", undefined)
          .set("sql-auditing", "storageEndpoint", "https://a")
          .set("sql-auditing", "retentionDays", 7),
    },
    unknown: (e) => e.blur("sql-auditing", "state"),
    notApplicable: noSql,
  },
  "L5-sql-tde": value("tde", "state", ["Disabled"], (e) => e.remove("database")),
  "L5-sql-redirect": {
    fail: {
      "no rule": (e) => e.remove("allow-sql"),
      "1433 alone": (e) => e.set("allow-sql", "destinationPortRanges", ["1433"]),
    },
    unknown: (e) => e.blur("allow-sql", "destinationPortRanges"),
    notApplicable: noSqlRules,
  },
  "L5-service-endpoints": {
    fail: {
      "no endpoint": (e) => e.set(host, "serviceEndpoints", [{ service: "Microsoft.Sql" }]),
    },
    unknown: (e) => e.blur(host, "serviceEndpoints"),
    notApplicable: (e) => e.removeType(resourceTypes.storageAccount).removeType(resourceTypes.sqlServer),
  },
  "L5-service-endpoint-policy": {
    fail: {
      "no policy": (e) => e.set(host, "serviceEndpointPolicies", undefined),
      "a whole subscription": (e) =>
        e.set("endpoint-policy-entry", "serviceResources", [
          "/services/Azure/Databricks",
          "/subscriptions/11111111-2222-4333-8444-555555555555",
        ]),
      "without the alias": (e) => e.set("endpoint-policy-entry", "serviceResources", [e.get(lake).id]),
    },
    unknown: (e) => e.blur("endpoint-policy-entry", "serviceResources"),
    notApplicable: serverless,
  },
  "L5-external-location-private": {
    fail: {
      "a service principal": (e) => e.set("credential", "azureServicePrincipal", { applicationId: "x" }),
      nothing: (e) => e.set("credential", "azureManagedIdentity", undefined),
    },
    unknown: (e) => e.blur("credential", "azureManagedIdentity"),
    notApplicable: (e) => e.remove("credential"),
  },
  "L5-ncc-private-endpoints": {
    fail: {
      "no blob": (e) => e.remove("serverless-0-blob"),
      "of another configuration": (e) => e.set("serverless-0-dfs", "networkConnectivityConfigId", "other"),
    },
    unknown: (e) => e.blur("serverless-0-dfs", "groupId"),
    notApplicable: (e) => e.remove("serverless"),
  },
  "L5-jdbc-encrypt": {
    fail: {
      "without TLS": (e) => parameter(e, "jdbc:sqlserver://sql.database.windows.net;encrypt=false"),
      "any certificate": (e) => parameter(e, "jdbc:sqlserver://sql.database.windows.net;encrypt=true;trustServerCertificate=true"),
      PostgreSQL: (e) => parameter(e, "jdbc:postgresql://db.postgres.database.azure.com/x?sslmode=require"),
    },
    unknown: (e) => e.blur("job", "tasks"),
    notApplicable: noCode,
  },
  "L5-abfss-only": {
    fail: {
      "clear text": (e) => parameter(e, "abfs://data@lake.dfs.core.windows.net/orders"),
      "by account key": (e) => parameter(e, "wasbs://data@lake.blob.core.windows.net/orders"),
      http: (e) => parameter(e, "http://lake.blob.core.windows.net/data"),
    },
    unknown: (e) => e.blur("job", "tasks"),
    notApplicable: noCode,
  },
  "L1-log-retention": value("lakehouse-audit-logs", "retentionInDays", [undefined, 30, 89], (e) => e.remove("lakehouse-audit-logs")),
  "L1-transit-nsg-closed": {
    fail: {
      "no deny": (e) => e.remove("lakehouse-transit-network-deny-all-in"),
      "every port": (e) => e.set("lakehouse-transit-network-allow-users-in", "destinationPortRanges", ["*"]),
      "every protocol": (e) => e.set("lakehouse-transit-network-allow-users-in", "protocol", "*"),
    },
    unknown: (e) => e.blur("lakehouse-transit-network-deny-all-in", "access"),
    notApplicable: noEndpoints,
  },
  "L2-secret-scope-role-least": {
    fail: {
      "an officer": (e) =>
        e.set(
          "lakehouse-secret-scope-access",
          "roleDefinitionId",
          "/subscriptions/0/providers/Microsoft.Authorization/roleDefinitions/b86a8fe4",
        ),
      "the resource group": (e) => {
        const assignment = e.get("lakehouse-secret-scope-access");
        const group = (e.get("lakehouse-group").id as string).replace(/\/$/, "");
        assignment.id = `${group}/providers/Microsoft.Authorization/roleAssignments/${assignment.id?.split("/").pop()}`;
      },
    },
    unknown: (e) => e.blur("lakehouse-secret-scope-scope", "keyvaultMetadata"),
    notApplicable: noScopes,
  },
  "L3-pe-nsg-closed": {
    fail: {
      "no deny": (e) => e.remove("lakehouse-network-pe-deny-all-in"),
      "every port": (e) => e.set("lakehouse-network-pe-allow-clusters-in", "destinationPortRanges", ["0-65535"]),
      "every peered network": (e) =>
        e
          .set("lakehouse-network-pe-allow-clusters-in", "sourceAddressPrefixes", undefined)
          .set("lakehouse-network-pe-allow-clusters-in", "sourceAddressPrefix", "VirtualNetwork"),
      "another network": (e) => e.set("lakehouse-network-pe-allow-clusters-in", "sourceAddressPrefixes", ["10.99.0.0/24"]),
    },
    unknown: (e) => e.blur("lakehouse-network-pe-allow-clusters-in", "sourceAddressPrefixes"),
    notApplicable: noEndpoints,
  },
  "L3-firewall-allow-list": {
    profile: "exfiltrationProtected",
    prepare: withFirewall,
    fail: {
      "no policy": (e) => e.set("firewall", "firewallPolicy", undefined),
      "only alerts": (e) => e.set("firewall-policy", "threatIntelMode", "Alert"),
      "all of Azure": (e) => firewallRule(e, { destinationAddresses: ["AzureCloud"], destinationPorts: ["443"] }),
      "another port": (e) => firewallRule(e, { destinationAddresses: ["Sql.WestEurope"], destinationPorts: ["*"] }),
      "every name": (e) => firewallRule(e, { targetFqdns: ["*"] }),
      "from anywhere": (e) => firewallRule(e, { sourceAddresses: ["*"], targetFqdns: ["pypi.org"] }),
    },
    unknown: (e) => e.blur("rules", "ruleCollections"),
    notApplicable: (e) => e.remove("firewall"),
  },
  "L3-firewall-logs": {
    profile: "exfiltrationProtected",
    prepare: withFirewall,
    fail: {
      removed: (e) => e.remove("firewall-log"),
      "to nowhere": (e) => e.set("firewall-log", "workspaceId", undefined),
      "one category": (e) => e.set("firewall-log", "logs", [{ category: "AZFWNetworkRule", enabled: true }]),
    },
    unknown: (e) => e.blur("firewall-log", "logs"),
    notApplicable: (e) => e.remove("firewall"),
  },
  "L5-data-lock": {
    fail: {
      removed: (e) => e.remove("lakehouse-lake-lock"),
      "of the server": (e) => e.remove("data-lock-0"),
      "other level": (e) => e.set("lakehouse-lake-lock", "level", "NotSpecified"),
    },
    unknown: (e) => e.blur("lakehouse-lake-lock", "level"),
    notApplicable: (e) => e.removeType(resourceTypes.storageAccount).removeType(resourceTypes.sqlServer),
  },
};
