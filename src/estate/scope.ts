import { resourceIdKey, sameResourceId } from "../azure/resource-id";
import type { ResourceTypeNames } from "../azure/resource-types";
import { inlinePath } from "./inline-children";
import { mergeRecords } from "./merge-records";
import type { Profile } from "./profile";
import { Resource, type ResourceRecord } from "./resource";

const keyOfType = (type: ResourceTypeNames | string): string => (typeof type === "string" ? type : type.arm).toLowerCase();

/** What rules are given: the resources of a deployment and how they refer to each other. */
export class Scope {
  readonly name: string;
  readonly profile: Profile;
  /** What it was made from. */
  readonly records: readonly ResourceRecord[];
  readonly resources: readonly Resource[];
  readonly #byId = new Map<string, Resource>();
  readonly #byType = new Map<string, Resource[]>();

  constructor(name: string, records: readonly ResourceRecord[], profile: Profile = "private") {
    this.name = name;
    this.profile = profile;
    this.records = records;
    this.resources = mergeRecords(records).map((record) => new Resource(record));
    for (const resource of this.resources) {
      if (resource.knownId) this.#byId.set(resourceIdKey(resource.knownId), resource);
      const key = keyOfType(resource.type);
      const ofType = this.#byType.get(key);
      if (ofType) ofType.push(resource);
      else this.#byType.set(key, [resource]);
    }
  }

  /** The resources of a type. */
  ofType(type: ResourceTypeNames | string): Resource[] {
    return this.#byType.get(keyOfType(type)) ?? [];
  }

  /** The resource with an id, or undefined where the scope holds none: it may exist outside. */
  byId(id: string | undefined): Resource | undefined {
    return id === undefined ? undefined : this.#byId.get(resourceIdKey(id));
  }

  /** The resources of a type that are part of another one. @throws UnknownValueError where that cannot be told. */
  partsOf(parent: Resource, type: ResourceTypeNames): Resource[] {
    // A list that is unknown may hold any.
    const inline = inlinePath(parent.type, type);
    if (inline !== undefined && parent.unread === undefined) parent.list(inline);
    return this.ofType(type).filter((r) => r.parentId !== undefined && sameResourceId(r.parentId, parent.id));
  }

  /** The extension resources of a type that are attached to a resource. @throws UnknownValueError where that cannot be told. */
  attachedTo(resource: Resource, type: ResourceTypeNames): Resource[] {
    return this.ofType(type).filter((r) => sameResourceId(r.scopeId, resource.id));
  }
}
