const idPattern = /^\/subscriptions\/[^/]+(\/|$)/i;

/** Whether a string has the form of an Azure resource id. */
export function isResourceId(text: string): boolean {
  return idPattern.test(text);
}

/** An Azure resource id, taken apart. Two ids are the same where Azure says so: without regard to case or a slash at the end. */
export class ResourceId {
  /** The id as it was written. */
  readonly text: string;
  readonly subscriptionId: string;
  /** Undefined for an id at subscription level. */
  readonly resourceGroup: string | undefined;
  /** The full type, such as `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** The names of each segment, outermost first. */
  readonly names: readonly string[];
  /** The id of what the last `/providers/` segment extends; the resource group for ordinary resources. */
  readonly scope: string;

  constructor(text: string, type: string, names: string[], scope: string) {
    const head = text.split("/").filter(Boolean);
    this.text = text;
    this.subscriptionId = head[1] as string;
    this.resourceGroup = head[2]?.toLowerCase() === "resourcegroups" ? head[3] : undefined;
    this.type = type;
    this.names = names;
    this.scope = scope;
  }

  /** What two ids of one resource have in common: a key for maps. */
  get key(): string {
    return resourceIdKey(this.text);
  }

  /** The id of the resource that this one is a child of (a subnet's VNet), or undefined for a resource without one. */
  get parent(): string | undefined {
    return this.names.length < 2 ? undefined : this.text.split("/").slice(0, -2).join("/");
  }
}

/**
 * Takes an id apart, extension resources (`…/providers/A/b/c/providers/D/e/f`) included.
 * Undefined where the text is not the id of a resource, a resource group or a subscription.
 */
export function parseResourceId(text: string): ResourceId | undefined {
  if (!isResourceId(text)) return undefined;
  const at = text.toLowerCase().lastIndexOf("/providers/");
  if (at < 0) {
    const [, subscription, , group] = text.split("/").filter(Boolean) as [string, string, string?, string?];
    return group
      ? new ResourceId(text, "Microsoft.Resources/resourceGroups", [group], `/subscriptions/${subscription}`)
      : new ResourceId(text, "Microsoft.Resources/subscriptions", [subscription], "");
  }
  const [namespace, ...rest] = text.slice(at + "/providers/".length).split("/");
  if (!namespace || rest.length < 2 || rest.length % 2 !== 0 || rest.includes("")) return undefined;
  const type = [namespace, ...rest.filter((_, i) => i % 2 === 0)].join("/");
  const names = rest.filter((_, i) => i % 2 === 1);
  return new ResourceId(text, type, names, text.slice(0, at));
}

/** What two ids of one resource have in common: a key for maps. */
export const resourceIdKey = (id: string): string => id.toLowerCase().replace(/\/+$/, "");

/** Whether two ids name the same resource. */
export const sameResourceId = (a: string, b: string): boolean => resourceIdKey(a) === resourceIdKey(b);

/** Whether an id names a resource, or something below it: a child, or what extends it. */
export const isAtOrBelow = (id: string, outer: string): boolean => `${resourceIdKey(id)}/`.startsWith(`${resourceIdKey(outer)}/`);

/** Writes the id of a resource of a type below a scope (a resource group's id, or what an extension resource extends). */
export function formatResourceId(scope: string, type: string, names: string[]): string {
  const [namespace, ...segments] = type.split("/");
  return `${scope}/providers/${namespace}${segments.map((segment, i) => `/${segment}/${names[i]}`).join("")}`;
}

/** The id of the resource that this one is a child of (a subnet's VNet), or undefined for a resource without one. */
export function parentResourceId(id: string): string | undefined {
  return parseResourceId(id)?.parent;
}
