import { parentResourceId, resourceIdKey } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import { connectionsOf } from "./queries";
import type { Resource } from "./resource";
import type { Scope } from "./scope";
import { UnknownValueError } from "./value";

const everyLink = [1, 2, 3, 4, 5];
const arm = (...names: (keyof typeof resourceTypes)[]) => new Set(names.map((name) => resourceTypes[name].arm));

const data = arm(
  "storageAccount",
  "storageConnection",
  "blobService",
  "blobContainer",
  "sqlServer",
  "sqlConnection",
  "sqlDatabase",
  "sqlFirewallRule",
  "sqlIpv6FirewallRule",
  "sqlVirtualNetworkRule",
  "accessConnector",
);
const vaults = arm("vault", "vaultConnection", "key", "secret");
const firewalls = arm("azureFirewall", "firewallPolicy", "firewallRuleCollectionGroup", "ipGroup");
const zones = arm("dnsZone", "dnsZoneLink");
const networks = arm(
  "virtualNetwork",
  "subnet",
  "networkSecurityGroup",
  "securityRule",
  "routeTable",
  "route",
  "natGateway",
  "peering",
  "serviceEndpointPolicy",
  "serviceEndpointPolicyDefinition",
);

/** Says which links a modelled resource is part of: what is not read and touches it makes those unknown. */
export class TouchedLinks {
  readonly #scope: Scope;
  /** The links that run through each VNet, by its id's key. */
  readonly #networks = new Map<string, Set<number>>();
  /** The VNets in which what is attached to subnets takes part. */
  readonly #attached = new Map<string, Set<string>>();

  constructor(scope: Scope) {
    this.#scope = scope;
    for (const workspace of scope.ofType(resourceTypes.workspace))
      this.#run(
        known(() => workspace.text("parameters.customVirtualNetworkId.value")),
        3,
        5,
      );
    for (const endpoint of scope.ofType(resourceTypes.privateEndpoint)) {
      const network = parentResourceId(known(() => endpoint.text("subnet.id")) ?? "");
      // In the clusters' own VNet an endpoint of the workspace serves the clusters, elsewhere users.
      const isClusters = network !== undefined && (this.#networks.get(resourceIdKey(network))?.has(3) ?? false);
      this.#run(network, ...linksOfEndpoint(endpoint).filter((link) => link === 5 || (link === 1 && !isClusters)));
    }
    for (const firewall of scope.ofType(resourceTypes.azureFirewall))
      for (const configuration of known(() => firewall.items("ipConfigurations")) ?? [])
        this.#run(parentResourceId(known(() => configuration.text("subnet.id")) ?? ""), 3);
    for (const subnet of scope.ofType(resourceTypes.subnet)) {
      const network = known(() => subnet.parentId);
      for (const path of ["networkSecurityGroup.id", "routeTable.id", "natGateway.id"])
        this.#attach(
          known(() => subnet.text(path)),
          network,
        );
      for (const policy of known(() => subnet.items("serviceEndpointPolicies")) ?? [])
        this.#attach(
          known(() => policy.text("id")),
          network,
        );
    }
  }

  /** The links that a resource is part of; none for one that no workspace has to do with. */
  of(resource: Resource): readonly number[] {
    const { type } = resource;
    if (type === resourceTypes.workspace.arm || type === resourceTypes.workspaceConnection.arm) return everyLink;
    if (data.has(type)) return [5];
    if (vaults.has(type)) return [2, 4, 5];
    if (firewalls.has(type)) return [3];
    if (type === resourceTypes.privateEndpoint.arm) return linksOfEndpoint(resource);
    if (type === resourceTypes.dnsZoneGroup.arm) {
      const endpoint = this.#scope.byId(parentResourceId(resource.knownId ?? ""));
      return endpoint ? linksOfEndpoint(endpoint) : [1, 3, 5];
    }
    if (zones.has(type)) return /azuredatabricks/i.test(resource.knownId ?? resource.name) ? [1, 3] : [5];
    if (networks.has(type)) return this.#ofNetworkPart(resource);
    return [];
  }

  #ofNetworkPart(resource: Resource): number[] {
    const own = resource.knownId;
    if (own === undefined) return [1, 3, 5];
    const whole = parentResourceId(own) ?? own;
    const networks = this.#attached.get(resourceIdKey(whole)) ?? new Set([resourceIdKey(whole)]);
    return [...new Set([...networks].flatMap((network) => [...(this.#networks.get(network) ?? [])]))];
  }

  #run(network: string | undefined, ...links: number[]): void {
    if (!network) return;
    const key = resourceIdKey(network);
    const own = this.#networks.get(key) ?? new Set();
    for (const link of links) own.add(link);
    this.#networks.set(key, own);
  }

  #attach(part: string | undefined, network: string | undefined): void {
    if (!part || !network) return;
    const key = resourceIdKey(part);
    this.#attached.set(key, (this.#attached.get(key) ?? new Set()).add(resourceIdKey(network)));
  }
}

/** An endpoint of a workspace serves users or clusters; any other leads to data. */
function linksOfEndpoint(endpoint: Resource): number[] {
  const groups = known(() => connectionsOf(endpoint).flatMap((connection) => connection.texts("groupIds"))) ?? [];
  return groups.some((group) => /^(databricks_ui_api|browser_authentication)$/i.test(group)) ? [1, 3] : [5];
}

/** What is unknown tells nothing of where a resource stands. */
function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}
