import type { ResourceTypeNames } from "../azure/resource-types";
import type { StoredResource } from "./store";
import type { SubscriptionView } from "./subscription-view";
import type { Properties } from "./unknown";

/** One write that the local Azure is asked to do. */
export interface WriteRequest {
  id: string;
  /** The last segment of the id. */
  name: string;
  inputs: Properties;
  /** The region: asked for, or the resource group's. */
  location?: string;
  /** What stands there already; undefined for a create. */
  existing?: { inputs: Properties; outputs: Properties };
}

/** How the local Azure treats one resource type, beyond what the shape says. */
export interface ResourceTypeModel {
  type: ResourceTypeNames;
  /** The inputs that name it, outermost first; the last may be left out and is then made up. */
  names: string[];
  /** The input that holds the scope, for types that extend another resource; the resource group otherwise. */
  scopeInput?: string;
  /** The names of the id's segments, where they are not simply those inputs (a parent that exists once, called `default`). */
  segments?(names: string[]): string[];
  /** Whether the name is made up as a UUID rather than from the logical name. */
  uuidName?: boolean;
  /** Whether it has no region of its own. */
  regionless?: boolean;
  /** Inputs of which a change replaces the resource, beside the names (azure-native's own table). */
  forceNew?: string[];
  /** Values that Azure fills in where the request leaves them out. */
  defaults?: Properties;
  /** The documented rules of a write; throws an AzureError. */
  check?(request: WriteRequest, view: SubscriptionView): void;
  /** What must not be written at the same time: ids. A second writer gets Azure's 409 or 429. */
  exclusive?(request: WriteRequest): string[];
  /** What Azure answers beyond an echo of the request. */
  outputs?(request: WriteRequest, view: SubscriptionView): Properties;
  /** What Azure answers to a program that only reads the resource, where that is more than what its own request made. */
  onRead?(found: StoredResource, view: SubscriptionView): Properties;
  /** What else a write brings about. */
  afterWrite?(request: WriteRequest, view: SubscriptionView): void;
  /** The documented rules of a delete; throws an AzureError. */
  checkDelete?(id: string, view: SubscriptionView): void;
  /** What else a delete takes away. */
  afterDelete?(id: string, view: SubscriptionView): void;
  /** Strings in the request that look like ids but name what Azure makes itself or has built in: top-level input names. */
  unchecked?: string[];
}
