import { cloudOfRegion, zoneOfGroupId } from "../azure/clouds";
import { sameResourceId } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import type { Deployment } from "../deployment/deployment";
import {
  allWorkspaceSubnets,
  connectionsOf,
  dnsProblem,
  endpointsTo,
  isInWorkspaceNetwork,
  isLogAccount,
  isServerless,
  networkOfEndpoint,
  networkSecurityGroupOf,
  type SecurityRuleView,
  securityRulesOf,
  vaultOfUri,
  workspaceKeys,
} from "../deployment/queries";
import type { DeployedResource } from "../deployment/resource";
import { find, some, UnknownValueError, type Value } from "../deployment/value";
import { AddressRange } from "../network/address-range";
import { fail, notApplicable, type Outcome, pass, unknown } from "./rule";

/** Every workspace. */
export const workspaces = (deployment: Deployment) => deployment.ofType(resourceTypes.workspace);

type Judge = (subject: DeployedResource, deployment: Deployment) => Outcome;

/** Judges workspaces that have clusters in a network; a serverless one has none of what the rule is about. */
export function unlessServerless(judge: Judge): Judge {
  return (workspace, deployment) =>
    isServerless(workspace)
      ? notApplicable(`${workspace.label} is serverless: it has no clusters, network or DBFS root of its own`)
      : judge(workspace, deployment);
}

/** Whether nobody works in a workspace: it only hosts web login, with no public access and no endpoint of the API. */
export function isWebAuthHost(workspace: DeployedResource, deployment: Deployment): boolean {
  if (!isServerless(workspace) || workspace.text("publicNetworkAccess") !== "Disabled") return false;
  return endpointsTo(deployment, workspace.id, "databricks_ui_api").length === 0;
}

/** The endpoints of workspaces, those of web login included. */
export function workspaceEndpoints(deployment: Deployment): DeployedResource[] {
  return deployment
    .ofType(resourceTypes.privateEndpoint)
    .filter((endpoint) => groupIdsOf(endpoint).some((group) => ["databricks_ui_api", "browser_authentication"].includes(group)));
}

/** The sub-resources that an endpoint leads to. */
export function groupIdsOf(endpoint: DeployedResource): string[] {
  return connectionsOf(endpoint).flatMap((connection) => connection.texts("groupIds"));
}

/** The endpoints of workspaces through which users come: those outside every workspace's own VNet. */
export function frontendEndpoints(deployment: Deployment): DeployedResource[] {
  return workspaceEndpoints(deployment).filter((endpoint) => !isInAnyWorkspaceNetwork(endpoint, deployment));
}

/** Whether an endpoint stands in the VNet of a workspace of the deployment. */
export function isInAnyWorkspaceNetwork(endpoint: DeployedResource, deployment: Deployment): boolean {
  return some(
    workspaces(deployment).filter((workspace) => !isServerless(workspace)),
    (workspace) => isInWorkspaceNetwork(endpoint, workspace),
  );
}

/** Judges the NSG of each workspace subnet by its rules; one without an NSG is `L3-subnet-nsg`'s. */
export function judgeSecurityRules(judge: (rules: SecurityRuleView[], subnet: DeployedResource, deployment: Deployment) => Outcome): Judge {
  return (subnet, deployment) => {
    const group = networkSecurityGroupOf(deployment, subnet);
    if (!group) return notApplicable(`${subnet.label} has no network security group: L3-subnet-nsg judges that`);
    return judge(securityRulesOf(deployment, group), subnet, deployment);
  };
}

export { allWorkspaceSubnets };

/** The storage accounts of the deployment; DBFS root's is Databricks' own and judged by the workspace's settings. */
export const storageAccounts = (deployment: Deployment) => deployment.ofType(resourceTypes.storageAccount);

/** The storage accounts that clusters read and write: not those that only keep flow logs. */
export function dataAccounts(deployment: Deployment): DeployedResource[] {
  return storageAccounts(deployment).filter((account) => !isLogAccount(deployment, account));
}

/** The customer-managed keys that workspaces of the deployment use. */
export function keysOfWorkspaces(deployment: Deployment): DeployedResource[] {
  const found = new Set<DeployedResource>();
  for (const key of workspaces(deployment).flatMap(workspaceKeys)) {
    const vault = vaultOfUri(deployment, key.vaultUri);
    const resource = find(deployment.partsOf(vault, resourceTypes.key), (candidate) =>
      candidate.id.toLowerCase().endsWith(`/keys/${key.keyName.toLowerCase()}`),
    );
    if (!resource) throw new UnknownValueError(`key ${key.keyName} of ${vault.label}, which is outside this deployment,`);
    found.add(resource);
  }
  return [...found];
}

/** A key's property: azure-native asks for it under `properties` and answers without. */
export function keyProperty(key: DeployedResource, name: string): Value {
  return key.value(name) ?? key.value(`properties.${name}`);
}

/** The service tags whose sources are the deployment's own, or the platform's: every other tag takes in strangers' machines. */
const ownTags = ["virtualnetwork", "azureloadbalancer", "azuredatabricks"];

/** Whether a source of an NSG rule takes in public addresses, or machines of other customers by a service tag. */
export function isPublicSource(source: string): boolean {
  const range = AddressRange.tryParse(source.includes("/") ? source : `${source}/32`);
  return range ? !range.isPrivate : !ownTags.includes(source.toLowerCase());
}

/** Whether a diagnostic setting sends what it collects anywhere. */
export function hasDestination(setting: DeployedResource): boolean {
  return ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"].some(
    (name) => setting.text(name) !== undefined,
  );
}

/** Judges the NSG of a subnet of endpoints: it lets in what it names, and nothing else that Azure's own rules would. */
export function judgeClosedSubnet(subnet: DeployedResource, deployment: Deployment): Outcome {
  const group = networkSecurityGroupOf(deployment, subnet);
  if (!group) return notApplicable(`${subnet.label} has no network security group: L3-pe-network-policies judges that`);
  const inbound = securityRulesOf(deployment, group).filter((rule) => rule.direction === "Inbound");
  const deny = inbound.find(
    (rule) =>
      rule.access === "Deny" &&
      rule.sources.some((s) => ["*", "0.0.0.0/0"].includes(s)) &&
      rule.ports.includes("*") &&
      rule.protocol === "*" &&
      rule.destinations.includes("*"),
  );
  if (!deny) return fail("no rule denies what is not allowed: Azure's own lets in every peered network", "an inbound Deny of everything");
  const wide = inbound.find(
    (rule) => rule.access === "Allow" && (rule.ports.some((port) => port === "*" || port.startsWith("0-")) || rule.protocol === "*"),
  );
  return wide
    ? fail(`rule ${wide.name} allows every port or protocol`, "the ports of the endpoints, by TCP")
    : pass(`rule ${deny.name} denies the rest`);
}

/** The service tags that clusters need, with their ports. */
const serviceTags: [tag: RegExp, ports: string[]][] = [
  [/^VirtualNetwork$/i, ["*"]],
  [/^AzureDatabricks$/i, ["443", "3306", "8443-8451"]],
  [/^Sql(\.\w+)?$/i, ["3306", "1433", "11000-11999"]],
  [/^Storage(\.\w+)?$/i, ["443"]],
  [/^EventHub(\.\w+)?$/i, ["9093"]],
  [/^AzureActiveDirectory$/i, ["443"]],
  [/^AzureFrontDoor\.Frontend$/i, ["443"]],
  [/^AzureKeyVault(\.\w+)?$/i, ["443"]],
];

/** Whether an outbound allow goes to a service that clusters need, on its ports, or to private addresses. */
export function isAllowedDestination(destination: string, ports: string[]): boolean {
  const range = AddressRange.tryParse(destination.includes("/") ? destination : `${destination}/32`);
  if (range) return range.isPrivate;
  const allowed = serviceTags.find(([tag]) => tag.test(destination))?.[1];
  return allowed !== undefined && (allowed.includes("*") || ports.every((port) => allowed.includes(port)));
}

/** Where a subnet's default route leads, if to a firewall; undefined otherwise. */
export function firewallRoute(deployment: Deployment, subnet: DeployedResource): string | undefined {
  const id = subnet.text("routeTable.id");
  if (id === undefined) return undefined;
  const table = deployment.byId(id);
  if (!table) throw new UnknownValueError(`route table ${id}, which is outside this deployment,`);
  const routes = [...table.items("routes"), ...deployment.partsOf(table, resourceTypes.route)];
  const route = find(
    routes,
    (candidate) => candidate.text("addressPrefix") === "0.0.0.0/0" && candidate.text("nextHopType") === "VirtualAppliance",
  );
  return route?.text("nextHopIpAddress");
}

/** The subnets of those private endpoints that answer a question with yes. */
export function subnetsOfEndpoints(deployment: Deployment, question: (endpoint: DeployedResource) => boolean): DeployedResource[] {
  const ids = deployment
    .ofType(resourceTypes.privateEndpoint)
    .filter(question)
    .map((endpoint) => endpoint.text("subnet.id"));
  return [...new Set(ids.map((id) => deployment.byId(id)).filter((subnet) => subnet !== undefined))];
}

/** The subnets that private endpoints stand in. */
export const endpointSubnets = (deployment: Deployment): DeployedResource[] => subnetsOfEndpoints(deployment, () => true);

/** What clusters read and write: storage accounts, key vaults and SQL servers. */
export function dataTargets(deployment: Deployment): DeployedResource[] {
  return [...dataAccounts(deployment), ...[resourceTypes.vault, resourceTypes.sqlServer].flatMap((type) => deployment.ofType(type))];
}

/** The endpoints of data targets that stand in a workspace's VNet. */
export function dataEndpoints(deployment: Deployment): DeployedResource[] {
  return deployment.ofType(resourceTypes.privateEndpoint).filter((endpoint) => {
    const data = groupIdsOf(endpoint).some((group) => ["dfs", "blob", "vault", "sqlServer"].includes(group));
    return data && isInAnyWorkspaceNetwork(endpoint, deployment);
  });
}

/** Judges whether an endpoint's name resolves to it in its own VNet: zone group, zone of its sub-resource, and the zone's link. */
export function judgeEndpointDns(endpoint: DeployedResource, deployment: Deployment): Outcome {
  const zone = zoneOfGroupId(groupIdsOf(endpoint)[0] ?? "", cloudOfRegion(endpoint.text("location") ?? ""));
  const network = networkOfEndpoint(endpoint);
  if (zone === undefined || network === undefined) return unknown("its sub-resource or subnet is not given");
  const problem = dnsProblem(deployment, endpoint, zone, network);
  return problem
    ? fail(problem, `${zone} linked to ${network.split("/").pop()}`)
    : pass(`${zone} is linked to ${network.split("/").pop()}`);
}

/** How a data target can be reached: by a private path from a workspace's VNet, and by a public one, in words. */
export function pathsTo(deployment: Deployment, target: DeployedResource): { private?: string; public?: string } {
  const endpoint = find(endpointsTo(deployment, target.id), (candidate) => isInAnyWorkspaceNetwork(candidate, deployment));
  const result: { private?: string; public?: string } = endpoint ? { private: endpoint.label } : {};
  const isVault = target.type === resourceTypes.vault.arm;
  const access = target.text(isVault ? "properties.publicNetworkAccess" : "publicNetworkAccess") ?? "Enabled";
  if (["disabled", "securedbyperimeter"].includes(access.toLowerCase())) return result;
  if (target.type === resourceTypes.sqlServer.arm) {
    const rules = deployment.partsOf(target, resourceTypes.sqlVirtualNetworkRule);
    const open = deployment.partsOf(target, resourceTypes.sqlFirewallRule);
    if (open.length > 0) return { ...result, public: `${open[0]?.label} lets addresses in` };
    return rules.length > 0 ? { private: `${rules.length} subnets by service endpoint`, ...result } : result;
  }
  const acls = isVault ? "properties.networkAcls" : "networkRuleSet";
  if (target.text(`${acls}.defaultAction`) !== "Deny")
    return { ...result, public: `publicNetworkAccess is '${access}' and the firewall allows by default` };
  const addresses = target.list(`${acls}.ipRules`).length;
  if (addresses > 0) return { ...result, public: `${addresses} ipRules let addresses in` };
  const networks = target.list(`${acls}.virtualNetworkRules`).length;
  return networks > 0 ? { private: `${networks} subnets by service endpoint`, ...result } : result;
}

/** Judges a reference to a key: vault, name and version must be there, since Azure's own key is used otherwise. */
export function expectKey(workspace: DeployedResource, path: string): Outcome {
  const missing = ["keyVaultUri", "keyName", "keyVersion"].find((name) => !workspace.text(`${path}.${name}`));
  return missing
    ? fail(`${path}.${missing} is not set`, "vault, name and version of a key")
    : pass(`key ${workspace.text(`${path}.keyName`)}`);
}

/** The lock that keeps a resource from being deleted: its own, or its resource group's. */
export function lockOf(deployment: Deployment, target: DeployedResource): DeployedResource | undefined {
  const scopes = [target.id, target.id.split("/providers/")[0] as string];
  return find(
    deployment.ofType(resourceTypes.lock),
    (candidate) =>
      scopes.some((scope) => sameResourceId(scope, candidate.scopeId)) &&
      ["CanNotDelete", "ReadOnly"].includes(candidate.text("level") ?? ""),
  );
}
