import { parentResourceId, parseResourceId, resourceIdKey } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import { vaultUrisOf } from "./queries";
import { idAndAbove, idsIn, textsIn, valueHolds } from "./references";
import type { Resource } from "./resource";
import type { Scope } from "./scope";
import { contradictedValue, unknownValue } from "./value";

const arm = (...names: (keyof typeof resourceTypes)[]) => new Set<string>(names.map((name) => resourceTypes[name].arm));

/** What holds for whatever stands below it: everybody's. */
const everybodys = arm("lock", "roleAssignment", "resourceGroup");
/** What many share, and what therefore leads to nothing else. */
const ends = arm("logAnalyticsWorkspace", "publicIpAddress", "dnsZoneLink", "lock", "resourceGroup", "ipGroup", "natGateway");
const dataTargets = arm("storageAccount", "sqlServer", "vault");
const firewalls = arm("azureFirewall", "firewallPolicy", "firewallRuleCollectionGroup");

/** How the resources of an estate name each other, found once. */
export class Relations {
  readonly #whole: Scope;
  /** Who names an id, or one below it. */
  readonly #namedBy = new Map<string, Set<Resource>>();
  /** What stands below an id: children, and what extends it. */
  readonly #below = new Map<string, Set<Resource>>();
  readonly #byPrincipal = new Map<string, Resource[]>();

  constructor(whole: Scope) {
    this.#whole = whole;
    const add = (index: Map<string, Set<Resource>>, key: string, resource: Resource) =>
      index.set(key, (index.get(key) ?? new Set()).add(resource));
    for (const resource of whole.resources) {
      const own = resource.knownId === undefined ? undefined : resourceIdKey(resource.knownId);
      if (own !== undefined) for (const key of idAndAbove(own)) if (key !== own) add(this.#below, key, resource);
      for (const id of idsIn(resource.properties)) for (const key of idAndAbove(id)) if (key !== own) add(this.#namedBy, key, resource);
      const { principalId } = resource.properties;
      if (resource.type === resourceTypes.roleAssignment.arm && typeof principalId === "string")
        this.#byPrincipal.set(principalId, [...(this.#byPrincipal.get(principalId) ?? []), resource]);
    }
  }

  /**
   * What a workspace has to do with: itself, what it refers to, what refers to it, and what those stand on. Undefined where something that
   * is not known yet, or told in two ways, leaves that open.
   * @param hosts - the workspaces that only host web login: those that its endpoints lead to are its own, or all where none of those is.
   * @param others - what counts as its own beside itself: its Databricks objects, and data that nobody else uses.
   */
  of(workspace: Resource, hosts: readonly Resource[], others: readonly Resource[]): Set<Resource> | undefined {
    const related = this.#reach(workspace, hosts, others);
    const all = hosts.some((host) => related.has(host)) ? related : this.#reach(workspace, hosts, [...others, ...hosts]);
    for (const resource of all) if (valueHolds(resource.properties, (v) => v === unknownValue || v === contradictedValue)) return undefined;
    return all;
  }

  #reach(workspace: Resource, hosts: readonly Resource[], others: readonly Resource[]): Set<Resource> {
    const related = new Set<Resource>();
    const queue: Resource[] = [];
    const add = (resource: Resource | undefined) => {
      if (!resource || related.has(resource)) return;
      related.add(resource);
      queue.push(resource);
    };
    add(workspace);
    for (const resource of [...others, ...this.#whole.resources.filter((other) => everybodys.has(other.type))]) add(resource);
    const own = new Set([workspace, ...hosts]);
    const clusterNetwork = textAt(workspace, "customVirtualNetworkId");
    for (let resource = queue.shift(); resource !== undefined; resource = queue.shift()) {
      if (resource.type === resourceTypes.workspace.arm && !own.has(resource)) {
        related.delete(resource);
        continue;
      }
      for (const next of this.#nextTo(resource, clusterNetwork)) add(next);
    }
    return related;
  }

  *#nextTo(resource: Resource, clusterNetwork: string | undefined): Generator<Resource | undefined> {
    const { type } = resource;
    if (ends.has(type)) return;
    const id = resource.knownId;
    const names = (within: Iterable<string> = idsIn(resource.properties)) => [...within].map((other) => this.#nearest(other));
    if (type === resourceTypes.roleAssignment.arm) return;
    if (id !== undefined) yield* this.#below.get(resourceIdKey(id)) ?? [];
    switch (type) {
      case resourceTypes.workspace.arm: {
        yield* names();
        yield* this.#naming(id);
        yield* this.#naming(clusterNetwork);
        const account = textAt(resource, "storageAccountName");
        const group = resource.properties.managedResourceGroupId;
        if (account !== undefined && typeof group === "string")
          yield* this.#naming(`${group}/providers/${resourceTypes.storageAccount.arm}/${account}`);
        yield* this.#vaults(resource);
        return;
      }
      case resourceTypes.virtualNetwork.arm:
        // Endpoints and firewalls that stand here, zones that are linked here, flow logs; of a peered network only those.
        for (const other of this.#naming(id)) if (other.type !== resourceTypes.peering.arm || isSame(id, clusterNetwork)) yield other;
        return;
      case resourceTypes.peering.arm:
        if (isSame(parentResourceId(id ?? ""), clusterNetwork)) yield* names();
        return;
      case resourceTypes.subnet.arm:
        yield* names();
        yield id === undefined ? undefined : this.#whole.byId(parentResourceId(id));
        return;
      case resourceTypes.flowLog.arm:
        yield* names();
        return;
      case resourceTypes.accessConnector.arm:
      case resourceTypes.userAssignedIdentity.arm:
        yield* names();
        for (const assignment of this.#assignmentsOf(resource)) yield* this.#targetsBelow(assignment);
        return;
    }
    if (dataTargets.has(type)) {
      for (const other of this.#naming(id)) if (other.type !== resourceTypes.flowLog.arm) yield other;
      yield* this.#vaults(resource);
    }
    if (id !== undefined && parentResourceId(id) !== undefined) yield this.#whole.byId(parentResourceId(id));
    yield* names();
  }

  /**
   * Whether somebody else uses data, or a firewall, that no workspace has to do with: another resource names it, by its id or by its own name
   * in a text such as a connection string, or it stands in a network of theirs. What nobody names may be the clusters'.
   */
  isSomebodyElses(target: Resource, ours: ReadonlySet<Resource>): boolean {
    if (!(dataTargets.has(target.type) || firewalls.has(target.type)) || target.knownId === undefined) return true;
    if (firewalls.has(target.type)) return [...idsIn(target.properties)].some((id) => this.#nearest(id)?.type === resourceTypes.subnet.arm);
    const key = resourceIdKey(target.knownId);
    const below = this.#below.get(key);
    for (const other of this.#namedBy.get(key) ?? []) if (!ours.has(other) && !below?.has(other) && !ends.has(other.type)) return true;
    const name = target.knownId.split("/").pop()?.toLowerCase() ?? "";
    return this.#whole.resources.some(
      (other) =>
        !ours.has(other) &&
        other !== target &&
        !below?.has(other) &&
        !ends.has(other.type) &&
        !other.type.startsWith("databricks:") &&
        [...textsIn(other.properties)].some((text) => text.toLowerCase().includes(name)),
    );
  }

  #naming(id: string | undefined): Iterable<Resource> {
    return id === undefined ? [] : (this.#namedBy.get(resourceIdKey(id)) ?? []);
  }

  /** The resource with an id, or the one that it stands below. */
  #nearest(id: string): Resource | undefined {
    for (const key of idAndAbove(id)) {
      const found = this.#whole.byId(key);
      if (found) return found;
    }
    return undefined;
  }

  #vaults(resource: Resource): (Resource | undefined)[] {
    const uris = vaultUrisOf(resource);
    return this.#whole
      .ofType(resourceTypes.vault)
      .filter((vault) => typeof vault.properties.vaultUri === "string" && uris.has(hostOf(vault.properties.vaultUri)));
  }

  #assignmentsOf(resource: Resource): Resource[] {
    const identity = resource.properties.identity;
    const principals = [
      resource.properties.principalId,
      typeof identity === "object" && identity !== null && !Array.isArray(identity) ? identity.principalId : undefined,
    ];
    return principals.flatMap((principal) => (typeof principal === "string" ? (this.#byPrincipal.get(principal) ?? []) : []));
  }

  /** The data that a role is on: the account of a container, or all below a group. */
  *#targetsBelow(assignment: Resource): Generator<Resource | undefined> {
    const scope = assignment.knownId === undefined ? undefined : parseResourceId(assignment.knownId)?.scope;
    if (scope === undefined) return;
    const nearest = this.#nearest(scope);
    if (nearest) yield nearest;
    else
      for (const target of this.#whole.resources)
        if (dataTargets.has(target.type) && target.knownId?.toLowerCase().startsWith(`${resourceIdKey(scope)}/`)) yield target;
  }
}

const isSame = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && resourceIdKey(a) === resourceIdKey(b);

const hostOf = (uri: string): string =>
  uri
    .toLowerCase()
    .replace(/^https:\/\//, "")
    .replace(/\/.*$/, "");

/** A parameter of a workspace, where it is known. */
function textAt(workspace: Resource, parameter: string): string | undefined {
  const parameters = workspace.properties.parameters;
  const held = typeof parameters === "object" && parameters !== null && !Array.isArray(parameters) ? parameters[parameter] : undefined;
  const value = typeof held === "object" && held !== null && !Array.isArray(held) ? held.value : undefined;
  return typeof value === "string" ? value : undefined;
}
