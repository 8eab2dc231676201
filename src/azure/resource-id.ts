/** An Azure resource id, taken apart. */
export interface ResourceId {
  subscriptionId: string;
  /** Undefined for an id at subscription level. */
  resourceGroup?: string;
  /** The full type, such as `Microsoft.Network/virtualNetworks/subnets`. */
  type: string;
  /** The names of each segment, outermost first. */
  names: string[];
  /** The id of what the last `/providers/` segment extends; the resource group for ordinary resources. */
  scope: string;
}

const idPattern = /^\/subscriptions\/[^/]+(\/|$)/i;

/** Whether a string has the form of an Azure resource id. */
export function isResourceId(text: string): boolean {
  return idPattern.test(text);
}

/**
 * Takes a resource id apart, extension resources (`…/providers/A/b/c/providers/D/e/f`) included.
 * Undefined where the text is not the id of a resource, a resource group or a subscription.
 */
export function parseResourceId(id: string): ResourceId | undefined {
  if (!isResourceId(id)) return undefined;
  const lower = id.toLowerCase();
  const at = lower.lastIndexOf("/providers/");
  const head = (at < 0 ? id : id.slice(0, at)).split("/").filter(Boolean);
  const subscriptionId = head[1] as string;
  const resourceGroup = head[2]?.toLowerCase() === "resourcegroups" ? head[3] : undefined;
  const base = { subscriptionId, ...(resourceGroup ? { resourceGroup } : {}) };
  if (at < 0) {
    if (resourceGroup)
      return { ...base, type: "Microsoft.Resources/resourceGroups", names: [resourceGroup], scope: `/subscriptions/${subscriptionId}` };
    return { ...base, type: "Microsoft.Resources/subscriptions", names: [subscriptionId], scope: "" };
  }
  const [namespace, ...rest] = id.slice(at + "/providers/".length).split("/");
  if (!namespace || rest.length < 2 || rest.length % 2 !== 0 || rest.includes("")) return undefined;
  return {
    ...base,
    type: [namespace, ...rest.filter((_, i) => i % 2 === 0)].join("/"),
    names: rest.filter((_, i) => i % 2 === 1),
    scope: id.slice(0, at),
  };
}

/** Writes the id of a resource of a type below a scope (a resource group's id, or what an extension resource extends). */
export function formatResourceId(scope: string, type: string, names: string[]): string {
  const [namespace, ...segments] = type.split("/");
  return `${scope}/providers/${namespace}${segments.map((segment, i) => `/${segment}/${names[i]}`).join("")}`;
}

/** The id of the resource that this one is a child of (a subnet's VNet), or undefined for a resource without one. */
export function parentResourceId(id: string): string | undefined {
  const parsed = parseResourceId(id);
  if (!parsed || parsed.names.length < 2) return undefined;
  return id.split("/").slice(0, -2).join("/");
}

/** Whether two ids name the same resource: Azure compares ids without regard to case. */
export function sameResourceId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
