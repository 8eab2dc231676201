import { isModelledDatabricksType } from "../azure/databricks-types";
import { canonicalType, isModelledType } from "../azure/dialects";
import { isAtOrBelow, resourceIdKey } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import { inertReason } from "./inert";
import { holdsUnknown, idAndAbove, idsIn, textsIn } from "./references";
import type { Resource } from "./resource";
import type { Scope } from "./scope";
import { TouchedLinks } from "./touched-links";

/** A resource that no rule looks at, though it may open or cut a link. */
export interface Unread {
  resource: Resource;
  links: readonly number[];
  /** Why it matters, as it would stand after its name. */
  reason: string;
}

const everyLink = [1, 2, 3, 4, 5];

/** What may put resources in place, or change them, without a record of its own for each. */
const carriers: [type: RegExp, links: readonly number[], reason: string][] = [
  [
    /^Microsoft\.Resources\/(deployments|deploymentStacks|deploymentScripts|templateSpecs)(\/|$)/i,
    everyLink,
    "deploys what is not in this input",
  ],
  [/^Microsoft\.Blueprint\//i, everyLink, "deploys what is not in this input"],
  [/^Microsoft\.Network\/networkManagers(\/|$)/i, [3, 5], "connects networks, and its admin rules go before every NSG"],
  [/^databricks:index\/\w*[mM]ount:/, [5], "mounts storage, and no rule looks at how"],
];

const found = new WeakMap<Scope, Unread[]>();

/** What a scope holds unread, found once. */
export function unreadIn(scope: Scope): readonly Unread[] {
  const before = found.get(scope);
  if (before) return before;
  const now = unreadOf(scope);
  found.set(scope, now);
  return now;
}

/** What names, contains or stands below something that links are made of, or could carry it. */
function unreadOf(scope: Scope): Unread[] {
  const managed = managedGroups(scope);
  const others = scope.resources.filter(
    (resource) => isOther(resource) && !managed.some((group) => resource.knownId !== undefined && isAtOrBelow(resource.knownId, group)),
  );
  if (others.length === 0) return [];
  const touched = new TouchedLinks(scope);
  const namedBy = namesOfModelled(scope);
  return others.flatMap((resource): Unread[] => {
    const carrier = carriers.find(([type]) => type.test(resource.type));
    if (carrier) return [{ resource, links: carrier[1], reason: carrier[2] }];
    const touches = new Map<Resource, string>();
    for (const key of resource.knownId ? idAndAbove(resource.knownId) : []) {
      const other = scope.byId(key);
      if (other && other !== resource && !isOther(other)) {
        touches.set(other, "stands below");
        break;
      }
      for (const by of namedBy.get(key) ?? []) touches.set(by, "is named by");
    }
    for (const id of idsIn(resource.properties))
      for (const key of idAndAbove(id)) {
        const other = scope.byId(key);
        if (other && other !== resource && !isOther(other)) touches.set(other, "names");
      }
    // What a provider that is not read makes of a known type is part of the links that the type is part of.
    if (resource.unread !== undefined && isModelledType(resource.type)) touches.set(resource, "is");
    const links = [...new Set([...touches.keys()].flatMap((other) => [...touched.of(other)]))].sort();
    if (links.length > 0) {
      const [first, how] = [...touches].find(([other]) => touched.of(other).length > 0) as [Resource, string];
      return [{ resource, links, reason: resource.unread ?? `${how} ${first.label}, and is not read` }];
    }
    return unplaced(resource);
  });
}

/** A resource that does not tell where it stands may stand anywhere. */
function unplaced(resource: Resource): Unread[] {
  const { type, properties } = resource;
  if (type.startsWith("databricks:")) return [{ resource, links: everyLink, reason: "is of a kind that no rule knows" }];
  if (resource.knownId !== undefined && !type.includes(":")) return [];
  if (resource.unread !== undefined) return [{ resource, links: everyLink, reason: resource.unread }];
  const runs = [...textsIn(properties)].some((text) => /(^|[\s;&|/])(az|databricks|terraform|pulumi|azd)(\.exe)?\s/.test(text));
  if (runs) return [{ resource, links: everyLink, reason: "runs commands that change Azure or Databricks" }];
  if (type.startsWith("azure-native") && holdsUnknown(properties))
    return [{ resource, links: everyLink, reason: "is not read, and what it names is not known yet" }];
  return isKnownProvider(type) ? [] : [{ resource, links: everyLink, reason: "is of a provider that nobody here knows" }];
}

/** Providers whose resources count only where they name something. */
const isKnownProvider = (type: string): boolean => /^(azure-native|azapi|command|pulumi-(nodejs|python|go|dotnet|yaml))/.test(type);

/** Whether no rule looks at a resource, and nobody has said why that does no harm. */
export function isOther(resource: Resource): boolean {
  if (resource.unread !== undefined) return true;
  const type = canonicalType(resource.type);
  return !isModelledType(type) && !isModelledDatabricksType(type) && inertReason(type) === undefined;
}

/** What stands in a workspace's managed group is Databricks' own, and a deny assignment keeps everybody else out. */
function managedGroups(scope: Scope): string[] {
  return scope.ofType(resourceTypes.workspace).flatMap((workspace) => {
    const group = workspace.properties.managedResourceGroupId;
    return typeof group === "string" ? [group] : [];
  });
}

/** What the modelled resources name that is not modelled itself, by key. */
function namesOfModelled(scope: Scope): Map<string, Resource[]> {
  const named = new Map<string, Resource[]>();
  for (const resource of scope.resources) {
    if (isOther(resource)) continue;
    for (const id of idsIn(resource.properties)) {
      const key = resourceIdKey(id);
      if (!scope.byId(key)) continue;
      const by = named.get(key);
      if (by) by.push(resource);
      else named.set(key, [resource]);
    }
  }
  return named;
}
