import { formatResourceId, parseResourceId, sameResourceId } from "../azure/resource-id";
import type { ResourceTypeNames } from "../azure/resource-types";
import type { StoredResource, SubscriptionState } from "./store";
import { asList, asProperties, type Properties } from "./unknown";

/** One subscription's resources, with the questions that the resource types ask of them. */
export class SubscriptionView {
  readonly #state: SubscriptionState;
  readonly tenantId: string;

  constructor(state: SubscriptionState, tenantId: string) {
    this.#state = state;
    this.tenantId = tenantId;
  }

  get subscriptionId(): string {
    return this.#state.subscriptionId;
  }

  find(id: string): StoredResource | undefined {
    return this.#state.resources[id.toLowerCase()];
  }

  put(resource: StoredResource): void {
    this.#state.resources[resource.id.toLowerCase()] = resource;
  }

  remove(id: string): void {
    delete this.#state.resources[id.toLowerCase()];
  }

  all(type?: ResourceTypeNames): StoredResource[] {
    return Object.values(this.#state.resources).filter((r) => !type || r.type === type.arm);
  }

  /** The resources whose id lies below this one's. */
  below(id: string): StoredResource[] {
    return this.all().filter((r) => r.id.toLowerCase().startsWith(`${id.toLowerCase()}/`));
  }

  /** The resources of a type whose request names this id anywhere. */
  referring(id: string, type?: ResourceTypeNames): StoredResource[] {
    return this.all(type).filter((r) => !sameResourceId(r.id, id) && idsIn(r.inputs).some((other) => sameResourceId(other, id)));
  }

  resourceGroupOf(id: string): StoredResource | undefined {
    const parsed = parseResourceId(id);
    return parsed?.resourceGroup ? this.find(`/subscriptions/${parsed.subscriptionId}/resourceGroups/${parsed.resourceGroup}`) : undefined;
  }

  /** The subnets of a VNet, declared inline or by themselves. */
  subnetsOf(virtualNetworkId: string): { id: string; properties: Properties }[] {
    const standalone = this.below(virtualNetworkId)
      .filter((r) => /\/subnets\/[^/]+$/i.test(r.id))
      .map((r) => ({ id: r.id, properties: r.outputs }));
    const inline = asList(this.find(virtualNetworkId)?.inputs.subnets)
      .map(asProperties)
      .map((properties) => ({
        id: formatResourceId(virtualNetworkId.split("/providers/")[0] as string, "Microsoft.Network/virtualNetworks/subnets", [
          virtualNetworkId.split("/").pop() as string,
          String(properties.name),
        ]),
        properties,
      }));
    return [...standalone, ...inline.filter((i) => !standalone.some((s) => sameResourceId(s.id, i.id)))];
  }
}

/** Every string in a value that is the id of a resource, with the path at which it stands. */
export function idsWithPaths(value: unknown, path = ""): { id: string; path: string }[] {
  if (typeof value === "string") return parseResourceId(value) ? [{ id: value, path }] : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => idsWithPaths(item, `${path}[${i}]`));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => idsWithPaths(item, path ? `${path}.${key}` : key));
  }
  return [];
}

export function idsIn(value: unknown): string[] {
  return idsWithPaths(value).map((found) => found.id);
}
