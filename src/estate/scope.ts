import { sameResourceId } from "../azure/resource-id";
import type { ResourceTypeNames } from "../azure/resource-types";
import { Resource, type ResourceRecord } from "./resource";

/** What a deployment is held to: the profile decides which rules apply. */
export const profiles = ["private", "hybrid", "exfiltrationProtected", "regulated"] as const;
export type Profile = (typeof profiles)[number];

/** The resources of one deployment and how they refer to each other. Every reader makes this, and every rule reads it. */
export class Scope {
  readonly name: string;
  readonly profile: Profile;
  readonly resources: Resource[];
  readonly #byId: Map<string, Resource>;

  constructor(name: string, records: ResourceRecord[], profile: Profile = "private") {
    this.name = name;
    this.profile = profile;
    this.resources = records.map((record) => new Resource(record));
    this.#byId = new Map(this.resources.filter((r) => r.knownId).map((r) => [(r.knownId as string).toLowerCase(), r]));
  }

  /** The resources of a type. */
  ofType(type: ResourceTypeNames | string): Resource[] {
    const wanted = (typeof type === "string" ? type : type.arm).toLowerCase();
    return this.resources.filter((r) => r.type.toLowerCase() === wanted);
  }

  /** The resource with an id, or undefined where the deployment holds none: it may exist outside. */
  byId(id: string | undefined): Resource | undefined {
    return id === undefined ? undefined : this.#byId.get(id.toLowerCase());
  }

  /** The resources of a type that are part of another one. @throws UnknownValueError where that cannot be told. */
  partsOf(parent: Resource, type: ResourceTypeNames): Resource[] {
    return this.ofType(type).filter((r) => r.parentId !== undefined && sameResourceId(r.parentId, parent.id));
  }

  /** The extension resources of a type that are attached to a resource. @throws UnknownValueError where that cannot be told. */
  attachedTo(resource: Resource, type: ResourceTypeNames): Resource[] {
    return this.ofType(type).filter((r) => sameResourceId(r.scopeId, resource.id));
  }
}
