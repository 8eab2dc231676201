import { cloudOfRegion, zoneOfGroupId } from "../azure/clouds";
import { sameResourceId } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import { dnsProblem } from "../estate/endpoint-dns";
import {
  allWorkspaceSubnets,
  connectionsOf,
  endpointsTo,
  isInWorkspaceNetwork,
  isLogAccount,
  isServerless,
  networkOfEndpoint,
  networkSecurityGroupOf,
  vaultOfUri,
  workspaceKeys,
} from "../estate/queries";
import type { Resource } from "../estate/resource";
import type { Scope } from "../estate/scope";
import { type SecurityRuleView, securityRulesOf } from "../estate/security-rules";
import { find, some, UnknownValueError } from "../estate/value";
import { AddressRange } from "../network/address-range";
import { fail, notApplicable, type Outcome, pass, unknown } from "./rule";

/** Every workspace. */
export const workspaces = (scope: Scope) => scope.ofType(resourceTypes.workspace);

type Judge = (subject: Resource, scope: Scope) => Outcome;

/** Judges workspaces that have clusters in a network; a serverless one has none of what the rule is about. */
export function unlessServerless(judge: Judge): Judge {
  return (workspace, scope) =>
    isServerless(workspace)
      ? notApplicable(`${workspace.label} is serverless: it has no clusters, network or DBFS root of its own`)
      : judge(workspace, scope);
}

/** The endpoints of workspaces, those of web login included. */
export function workspaceEndpoints(scope: Scope): Resource[] {
  return scope
    .ofType(resourceTypes.privateEndpoint)
    .filter((endpoint) => groupIdsOf(endpoint).some((group) => ["databricks_ui_api", "browser_authentication"].includes(group)));
}

/** The sub-resources that an endpoint leads to. */
export function groupIdsOf(endpoint: Resource): string[] {
  return connectionsOf(endpoint).flatMap((connection) => connection.texts("groupIds"));
}

/** The endpoints of workspaces through which users come: those outside every workspace's own VNet. */
export function frontendEndpoints(scope: Scope): Resource[] {
  return workspaceEndpoints(scope).filter((endpoint) => !isInAnyWorkspaceNetwork(endpoint, scope));
}

/** Whether an endpoint stands in the VNet of a workspace of the deployment. */
export function isInAnyWorkspaceNetwork(endpoint: Resource, scope: Scope): boolean {
  return some(
    workspaces(scope).filter((workspace) => !isServerless(workspace)),
    (workspace) => isInWorkspaceNetwork(endpoint, workspace),
  );
}

/** Judges the NSG of each workspace subnet by its rules; one without an NSG is `L3-subnet-nsg`'s. */
export function judgeSecurityRules(judge: (rules: SecurityRuleView[], subnet: Resource, scope: Scope) => Outcome): Judge {
  return (subnet, scope) => {
    const group = networkSecurityGroupOf(scope, subnet);
    if (!group) return notApplicable(`${subnet.label} has no network security group: L3-subnet-nsg judges that`);
    return judge(securityRulesOf(scope, group), subnet, scope);
  };
}

export { allWorkspaceSubnets };

/** The storage accounts of the deployment; DBFS root's is Databricks' own and judged by the workspace's settings. */
export const storageAccounts = (scope: Scope) => scope.ofType(resourceTypes.storageAccount);

/** The storage accounts that clusters read and write: not those that only keep flow logs. */
export function dataAccounts(scope: Scope): Resource[] {
  return storageAccounts(scope).filter((account) => !isLogAccount(scope, account));
}

/** The customer-managed keys that workspaces of the deployment use. */
export function keysOfWorkspaces(scope: Scope): Resource[] {
  const found = new Set<Resource>();
  for (const key of workspaces(scope).flatMap(workspaceKeys)) {
    const vault = vaultOfUri(scope, key.vaultUri);
    const resource = find(scope.partsOf(vault, resourceTypes.key), (candidate) =>
      candidate.id.toLowerCase().endsWith(`/keys/${key.keyName.toLowerCase()}`),
    );
    if (!resource) throw new UnknownValueError(`key ${key.keyName} of ${vault.label}`, "outside");
    found.add(resource);
  }
  return [...found];
}

/** The service tags whose sources are the deployment's own, or the platform's: every other tag takes in strangers' machines. */
const ownTags = ["virtualnetwork", "azureloadbalancer", "azuredatabricks"];

/** Whether a source of an NSG rule takes in public addresses, or machines of other customers by a service tag. */
export function isPublicSource(source: string): boolean {
  const range = AddressRange.tryParse(source.includes("/") ? source : `${source}/32`);
  return range ? !range.isPrivate : !ownTags.includes(source.toLowerCase());
}

/** Whether a diagnostic setting sends what it collects anywhere. */
export function hasDestination(setting: Resource): boolean {
  return ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"].some(
    (name) => setting.text(name) !== undefined,
  );
}

/** Judges the NSG of a subnet of endpoints: it lets in what it names, and nothing else that Azure's own rules would. */
export function judgeClosedSubnet(subnet: Resource, scope: Scope): Outcome {
  const group = networkSecurityGroupOf(scope, subnet);
  if (!group) return notApplicable(`${subnet.label} has no network security group: L3-pe-network-policies judges that`);
  const inbound = securityRulesOf(scope, group).filter((rule) => rule.direction === "Inbound");
  const deny = inbound.find(
    (rule) =>
      rule.access === "Deny" &&
      rule.sources.some((s) => ["*", "0.0.0.0/0"].includes(s)) &&
      rule.sourcePorts.includes("*") &&
      rule.ports.includes("*") &&
      rule.protocol === "*" &&
      rule.destinations.includes("*"),
  );
  if (!deny) return fail("no rule denies what is not allowed: Azure's own lets in every peered network", "an inbound Deny of everything");
  const wide = inbound.find(
    (rule) => rule.access === "Allow" && (rule.ports.some((port) => port === "*" || port.startsWith("0-")) || rule.protocol === "*"),
  );
  const open = inbound.find((rule) => rule.access === "Allow" && rule.sources.some(isPublicSource));
  if (open) return fail(`rule ${open.name} allows ${open.sources.join(", ")}`, "private sources only");
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

/** The subnets of those private endpoints that answer a question with yes. */
export function subnetsOfEndpoints(scope: Scope, question: (endpoint: Resource) => boolean): Resource[] {
  const ids = scope
    .ofType(resourceTypes.privateEndpoint)
    .filter(question)
    .map((endpoint) => endpoint.text("subnet.id"));
  return [...new Set(ids.map((id) => scope.byId(id)).filter((subnet) => subnet !== undefined))];
}

/** The subnets that private endpoints stand in. */
export const endpointSubnets = (scope: Scope): Resource[] => subnetsOfEndpoints(scope, () => true);

/** What clusters read and write: storage accounts, key vaults and SQL servers. */
export function dataTargets(scope: Scope): Resource[] {
  return [...dataAccounts(scope), ...[resourceTypes.vault, resourceTypes.sqlServer].flatMap((type) => scope.ofType(type))];
}

/** The endpoints of data targets that stand in a workspace's VNet. */
export function dataEndpoints(scope: Scope): Resource[] {
  return scope.ofType(resourceTypes.privateEndpoint).filter((endpoint) => {
    const data = groupIdsOf(endpoint).some((group) => ["dfs", "blob", "vault", "sqlServer"].includes(group));
    return data && isInAnyWorkspaceNetwork(endpoint, scope);
  });
}

/** Judges whether an endpoint's name resolves to it in its own VNet: zone group, zone of its sub-resource, and the zone's link. */
export function judgeEndpointDns(endpoint: Resource, scope: Scope): Outcome {
  const zone = zoneOfGroupId(groupIdsOf(endpoint)[0] ?? "", cloudOfRegion(endpoint.text("location") ?? ""));
  const network = networkOfEndpoint(endpoint);
  if (zone === undefined || network === undefined) return unknown("its sub-resource or subnet is not given");
  const problem = dnsProblem(scope, endpoint, zone, network);
  return problem
    ? fail(problem, `${zone} linked to ${network.split("/").pop()}`)
    : pass(`${zone} is linked to ${network.split("/").pop()}`);
}

/** How a data target can be reached: by a private path from a workspace's VNet, and by a public one, in words. */
export function pathsTo(scope: Scope, target: Resource): { private?: string; public?: string } {
  const endpoint = find(endpointsTo(scope, target.id), (candidate) => isInAnyWorkspaceNetwork(candidate, scope));
  const result: { private?: string; public?: string } = endpoint ? { private: endpoint.label } : {};
  const access = target.text("publicNetworkAccess") ?? "Enabled";
  if (["disabled", "securedbyperimeter"].includes(access.toLowerCase())) return result;
  if (target.type === resourceTypes.sqlServer.arm) {
    const ipv6 = scope.partsOf(target, resourceTypes.sqlIpv6FirewallRule);
    if (ipv6.length > 0) return { ...result, public: `${ipv6[0]?.label} lets addresses in` };
    const rules = scope.partsOf(target, resourceTypes.sqlVirtualNetworkRule);
    const open = scope.partsOf(target, resourceTypes.sqlFirewallRule);
    if (open.length > 0) return { ...result, public: `${open[0]?.label} lets addresses in` };
    return rules.length > 0 ? { private: `${rules.length} subnets by service endpoint`, ...result } : result;
  }
  if (!target.is("networkAcls.defaultAction", "Deny"))
    return { ...result, public: `publicNetworkAccess is '${access}' and the firewall allows by default` };
  const addresses = target.list("networkAcls.ipRules").length;
  if (addresses > 0) return { ...result, public: `${addresses} ipRules let addresses in` };
  const networks = target.list("networkAcls.virtualNetworkRules").length;
  return networks > 0 ? { private: `${networks} subnets by service endpoint`, ...result } : result;
}

/** Judges a reference to a key: vault, name and version must be there, since Azure's own key is used otherwise. */
export function expectKey(workspace: Resource, path: string): Outcome {
  const missing = ["keyVaultUri", "keyName", "keyVersion"].find((name) => !workspace.text(`${path}.${name}`));
  return missing
    ? fail(`${path}.${missing} is not set`, "vault, name and version of a key")
    : pass(`key ${workspace.text(`${path}.keyName`)}`);
}

/** The lock that keeps a resource from being deleted: its own, or its resource group's. */
export function lockOf(scope: Scope, target: Resource): Resource | undefined {
  const scopes = [target.id, target.id.split("/providers/")[0] as string];
  return find(
    scope.ofType(resourceTypes.lock),
    (candidate) =>
      scopes.some((candidateScope) => sameResourceId(candidateScope, candidate.scopeId)) &&
      candidate.is("level", "CanNotDelete", "ReadOnly"),
  );
}
