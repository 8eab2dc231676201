import { resourceIdKey, sameResourceId } from "../azure/resource-id";
import type { ResourceTypeNames } from "../azure/resource-types";
import type { WireResult } from "../wire/result";
import { inlinePath } from "./inline-children";
import type { Profile } from "./profile";
import type { Resource, ResourceRecord } from "./resource";

const keyOfType = (type: ResourceTypeNames | string): string => (typeof type === "string" ? type : type.arm).toLowerCase();

/** What a scope is beside its resources. */
export interface ScopeOptions {
  /** What it is held to. Defaults to `private`. */
  profile?: Profile;
  /** The workspace that it is about; undefined for a deployment without one. */
  workspace?: Resource;
  /** Why the input does not tell everything, as sentences. Defaults to none. */
  gaps?: readonly string[];
  /** The other workspaces of the estate that people work in. Defaults to none. */
  otherWorkspaces?: readonly Resource[];
  /** What the estate was made from, for who changes it and makes another. Defaults to none. */
  records?: readonly ResourceRecord[];
}

/** What rules are given: one workspace, and the resources that it has to do with. */
export class Scope {
  readonly name: string;
  readonly profile: Profile;
  readonly resources: readonly Resource[];
  readonly workspace: Resource | undefined;
  readonly gaps: readonly string[];
  readonly otherWorkspaces: readonly Resource[];
  readonly records: readonly ResourceRecord[];
  /** What NodeTrafficCheck recorded on its workspace, and the day on which that is judged, as YYYY-MM-DD; undefined where no result was given. */
  wire?: { result: WireResult; day: string };
  readonly #byId = new Map<string, Resource>();
  readonly #byType = new Map<string, Resource[]>();

  constructor(name: string, resources: readonly Resource[], options: ScopeOptions = {}) {
    this.name = name;
    this.resources = resources;
    this.profile = options.profile ?? "private";
    this.workspace = options.workspace;
    this.gaps = options.gaps ?? [];
    this.otherWorkspaces = options.otherWorkspaces ?? [];
    this.records = options.records ?? [];
    for (const resource of resources) {
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
