import { sameResourceId } from "../azure/resource-id";
import type { ResourceTypeNames } from "../azure/resource-types";
import type { WireResult } from "../wire/result";
import { DeployedResource, type ResourceRecord } from "./resource";

/** What a deployment is held to: the profile decides which rules apply. */
export const profiles = ["private", "hybrid", "exfiltrationProtected", "regulated"] as const;
export type Profile = (typeof profiles)[number];

/** The resources of one deployment and how they refer to each other. Every reader makes this, and every rule reads it. */
export class Deployment {
  readonly name: string;
  readonly profile: Profile;
  readonly resources: DeployedResource[];
  /** What NodeTrafficCheck recorded on its workspace, and the day on which that is judged, as YYYY-MM-DD; undefined where no result was given. */
  wire?: { result: WireResult; day: string };
  readonly #byId: Map<string, DeployedResource>;

  constructor(name: string, records: ResourceRecord[], profile: Profile = "private") {
    this.name = name;
    this.profile = profile;
    this.resources = records.map((record) => new DeployedResource(record));
    this.#byId = new Map(this.resources.filter((r) => r.knownId).map((r) => [(r.knownId as string).toLowerCase(), r]));
  }

  /** The resources of a type. */
  ofType(type: ResourceTypeNames | string): DeployedResource[] {
    const wanted = (typeof type === "string" ? type : type.arm).toLowerCase();
    return this.resources.filter((r) => r.type.toLowerCase() === wanted);
  }

  /** The resource with an id, or undefined where the deployment holds none: it may exist outside. */
  byId(id: string | undefined): DeployedResource | undefined {
    return id === undefined ? undefined : this.#byId.get(id.toLowerCase());
  }

  /** The resources of a type that are part of another one. @throws UnknownValueError where that cannot be told. */
  partsOf(parent: DeployedResource, type: ResourceTypeNames): DeployedResource[] {
    return this.ofType(type).filter((r) => r.parentId !== undefined && sameResourceId(r.parentId, parent.id));
  }

  /** The extension resources of a type that are attached to a resource. @throws UnknownValueError where that cannot be told. */
  attachedTo(resource: DeployedResource, type: ResourceTypeNames): DeployedResource[] {
    return this.ofType(type).filter((r) => sameResourceId(r.scopeId, resource.id));
  }
}
