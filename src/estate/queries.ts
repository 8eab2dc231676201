import { parentResourceId, sameResourceId } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import { databricksDelegation } from "../azure/subnet-rules";
import { textsIn } from "./references";
import type { Resource } from "./resource";
import type { Scope } from "./scope";
import { find, some, UnknownValueError } from "./value";

/** Whether a workspace is serverless: it has no network, no clusters and no storage of the customer's. */
export function isServerless(workspace: Resource): boolean {
  return workspace.is("computeMode", "Serverless");
}

/** Whether nobody works in a workspace: it only hosts web login, with no public access and no endpoint of the API. */
export function isWebAuthHost(workspace: Resource, scope: Scope): boolean {
  if (!isServerless(workspace) || !workspace.is("publicNetworkAccess", "Disabled")) return false;
  return endpointsTo(scope, workspace.id, "databricks_ui_api").length === 0;
}

/** The hosts of the vaults that a resource names by their addresses, in lower case. */
export function vaultUrisOf(resource: Resource): Set<string> {
  const hosts = [...textsIn(resource.properties)].map((text) => /^https:\/\/([^/]+\.vault[a-z.]*)(\/|$)/i.exec(text)?.[1]?.toLowerCase());
  return new Set(hosts.filter((host) => host !== undefined));
}

/** The subnets that a workspace names, host first; undefined for one that the deployment does not hold. */
export function workspaceSubnets(scope: Scope, workspace: Resource): { name: string | undefined; subnet: Resource | undefined }[] {
  return ["customPublicSubnetName", "customPrivateSubnetName"].map((parameter) => {
    const name = workspace.text(`parameters.${parameter}.value`);
    if (name === undefined) return { name, subnet: undefined };
    const networkId = workspace.text("parameters.customVirtualNetworkId.value");
    if (networkId === undefined) return { name, subnet: undefined };
    return { name, subnet: scope.byId(`${networkId}/subnets/${name}`) };
  });
}

/** The subnets that workspaces run in; where no workspace is in sight, those that are given to Databricks. */
export function allWorkspaceSubnets(scope: Scope): Resource[] {
  if (scope.ofType(resourceTypes.workspace).length === 0)
    return scope
      .ofType(resourceTypes.subnet)
      .filter((subnet) => some(subnet.items("delegations"), (delegation) => delegation.is("serviceName", databricksDelegation)));
  const found = new Map<string, Resource>();
  for (const workspace of scope.ofType(resourceTypes.workspace)) {
    if (isServerless(workspace)) continue;
    for (const { subnet } of workspaceSubnets(scope, workspace)) if (subnet) found.set(subnet.key, subnet);
  }
  return [...found.values()];
}

/** The NSG of a subnet; undefined where it has none. @throws UnknownValueError where the deployment does not hold it. */
export function networkSecurityGroupOf(scope: Scope, subnet: Resource): Resource | undefined {
  const id = subnet.text("networkSecurityGroup.id");
  if (id === undefined) return undefined;
  const group = scope.byId(id);
  if (!group) throw new UnknownValueError(`network security group ${id}`, "outside");
  return group;
}

/** The endpoints that carry traffic to a resource, by itself or by one of its sub-resources: only what is approved does. */
export function endpointsTo(scope: Scope, targetId: string, groupId?: string): Resource[] {
  return scope.ofType(resourceTypes.privateEndpoint).filter((endpoint) =>
    some(connectionsOf(endpoint), (connection) => {
      const target = connection.text("privateLinkServiceId");
      return (
        target !== undefined &&
        sameResourceId(target, targetId) &&
        (groupId === undefined || connection.texts("groupIds").some((group) => group.toLowerCase() === groupId.toLowerCase())) &&
        statusOf(scope, endpoint, connection) === "approved"
      );
    }),
  );
}

const isByHand = (connection: Resource): boolean => connection.key.includes("#manualPrivateLinkServiceConnections");

/** The state of a connection, in lower case: as the endpoint tells it, or the target. What approves itself is approved until somebody tells otherwise. */
export function statusOf(scope: Scope, endpoint: Resource, connection: Resource): string {
  const told = connection.text("privateLinkServiceConnectionState.status");
  const atTarget = connectionTypes
    .flatMap((type) => scope.ofType(type))
    .filter((other) => endpoint.knownId !== undefined && sameResourceId(other.text("privateEndpoint.id") ?? "", endpoint.knownId))
    .map((other) => other.text("privateLinkServiceConnectionState.status"))
    .find((status) => status?.toLowerCase() !== "approved");
  return (atTarget ?? told ?? (isByHand(connection) ? "pending" : "approved")).toLowerCase();
}

/** What targets tell of the endpoints that lead to them. */
export const connectionTypes = [
  resourceTypes.workspaceConnection,
  resourceTypes.storageConnection,
  resourceTypes.vaultConnection,
  resourceTypes.sqlConnection,
];

/** The connections of an endpoint, approved by themselves or by hand. */
export function connectionsOf(endpoint: Resource): Resource[] {
  return [...endpoint.items("privateLinkServiceConnections"), ...endpoint.items("manualPrivateLinkServiceConnections")];
}

/** The approved connections of a target whose endpoint is in nobody's sight. */
export function strangersAt(scope: Scope, target: Resource): Resource[] {
  return connectionTypes
    .flatMap((type) => scope.ofType(type))
    .filter((connection) => connection.parentId !== undefined && sameResourceId(connection.parentId, target.id))
    .filter((connection) => connection.is("privateLinkServiceConnectionState.status", "Approved"))
    .filter((connection) => !scope.byId(connection.text("privateEndpoint.id")));
}

/** The VNet that an endpoint stands in. */
export function networkOfEndpoint(endpoint: Resource): string | undefined {
  const subnetId = endpoint.text("subnet.id");
  return subnetId === undefined ? undefined : parentResourceId(subnetId);
}

/** Whether an endpoint stands in the VNet that a workspace's clusters run in. */
export function isInWorkspaceNetwork(endpoint: Resource, workspace: Resource): boolean {
  const own = workspace.text("parameters.customVirtualNetworkId.value");
  const network = networkOfEndpoint(endpoint);
  return own !== undefined && network !== undefined && sameResourceId(own, network);
}

/** The key vault behind a URI. @throws UnknownValueError where the deployment does not hold it. */
export function vaultOfUri(scope: Scope, uri: string): Resource {
  const wanted = uri.toLowerCase().replace(/\/$/, "");
  const vault = find(
    scope.ofType(resourceTypes.vault),
    (candidate) => candidate.text("vaultUri")?.toLowerCase().replace(/\/$/, "") === wanted,
  );
  if (!vault) throw new UnknownValueError(`key vault ${uri}`, "outside");
  return vault;
}

/** The keys that a workspace encrypts with, by what they encrypt. */
export function workspaceKeys(
  workspace: Resource,
): { entity: "managedServices" | "managedDisk" | "dbfsRoot"; vaultUri: string; keyName: string }[] {
  return (["managedServices", "managedDisk", "dbfsRoot"] as const).flatMap((entity) => {
    const at = entity === "dbfsRoot" ? "parameters.encryption.value" : `encryption.entities.${entity}.keyVaultProperties`;
    const vaultUri = workspace.text(`${at}.keyVaultUri`);
    const keyName = workspace.text(`${at}.keyName`);
    return vaultUri && keyName ? [{ entity, vaultUri, keyName }] : [];
  });
}

/** The vaults that hold the deployment's customer-managed keys. */
export function keyVaultsOfWorkspaces(scope: Scope): Resource[] {
  const vaults = scope
    .ofType(resourceTypes.workspace)
    .flatMap(workspaceKeys)
    .map((key) => vaultOfUri(scope, key.vaultUri));
  return [...new Set(vaults)];
}

/**
 * Whether a storage account only keeps flow logs: Azure's network watcher writes it, and no cluster reads it. One that is a lake, that an
 * endpoint leads to, or whose firewall lets a subnet in, is more than that.
 */
export function isLogAccount(scope: Scope, account: Resource): boolean {
  const keepsLogs = some(scope.ofType(resourceTypes.flowLog), (flowLog) => sameResourceId(flowLog.text("storageId") ?? "", account.id));
  if (!keepsLogs || account.value("isHnsEnabled") === true || account.list("networkAcls.virtualNetworkRules").length > 0) return false;
  return endpointsTo(scope, account.id).length === 0;
}

/**
 * The resources of a type of the Databricks provider that live in a workspace. An id that only an update will know is that of the one
 * workspace of the deployment, since another that exists already would be known.
 * @throws UnknownValueError where there are several workspaces and the input does not say which one is meant.
 */
export function inWorkspace(scope: Scope, workspace: Resource, type: string): Resource[] {
  return scope.ofType(type).filter((resource) => {
    const home = workspaceOf(scope, resource);
    if (home === "unknown" && scope.otherWorkspaces.length > 0) throw new UnknownValueError(`the workspace of ${resource.label}`);
    return home === "unknown" || home === workspace;
  });
}

/**
 * The workspace that an object of the Databricks provider lives in, by its provider's workspace id or host; undefined for one outside of the
 * input, `unknown` where the input does not say.
 */
export function workspaceOf(scope: Scope, resource: Resource): Resource | undefined | "unknown" {
  const { workspaceId, workspaceHost } = resource;
  if (typeof workspaceId === "string") return scope.byId(workspaceId);
  if (typeof workspaceHost !== "string") return "unknown";
  const wanted = hostOf(workspaceHost);
  const candidates = scope.ofType(resourceTypes.workspace);
  const found = candidates.find(
    (candidate) => typeof candidate.properties.workspaceUrl === "string" && hostOf(candidate.properties.workspaceUrl) === wanted,
  );
  // A workspace that does not tell its own address may be the one.
  return found ?? (candidates.some((candidate) => typeof candidate.properties.workspaceUrl !== "string") ? "unknown" : undefined);
}

const hostOf = (address: string): string =>
  address
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/.*$/, "");
