import { translate } from "../azure/dialects";
import { type Profile, profiles, strictest } from "./profile";
import { toValue } from "./pulumi-value";
import type { ResourceRecord } from "./resource";
import type { Value } from "./value";

/** A resource as Pulumi tells it, whoever was asked: a state file, a plan, a run in process, or a policy. */
export interface PulumiResource {
  urn: string;
  type: string;
  /** The name in the program. Defaults to the URN's last part. */
  name?: string | undefined;
  id?: string | undefined;
  /** Whether a provider keeps it; a component is kept by nobody. */
  custom?: boolean | undefined;
  /** Whether it was only read. */
  external?: boolean | undefined;
  /** The reference of its provider: a URN and an id. */
  provider?: string | undefined;
  /** The URN of the component or resource that it is part of. */
  parent?: string | undefined;
  inputs?: unknown;
  outputs?: unknown;
}

const component = "hardened-databricks:index:HardenedDatabricks";

/** Says for each resource which profile the component states that it is part of: by its parents, or the one component's where no parents are told. */
function profileFinder(resources: PulumiResource[]): (resource: PulumiResource) => Profile | undefined {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const components = resources.filter((resource) => resource.type === component);
  const hasParents = resources.some((resource) => resource.parent !== undefined);
  return (resource) => {
    if (components.length === 0) return undefined;
    if (!hasParents) return strictest(components.map(statedProfile));
    let at: PulumiResource | undefined = resource;
    for (let depth = 0; at !== undefined && depth < 100; depth++) {
      if (at.type === component) return statedProfile(at);
      at = at.parent === undefined ? undefined : byUrn.get(at.parent);
    }
    return undefined;
  };
}

/** What a component states; `private`, its default, where it states none. */
function statedProfile({ inputs }: PulumiResource): Profile {
  const stated = (inputs as { profile?: unknown } | undefined)?.profile;
  return profiles.find((profile) => profile === stated) ?? "private";
}

/** What Pulumi tells, in the language of the graph. Components and providers are no resources of Azure's or Databricks'. */
export function recordsOf(resources: PulumiResource[]): ResourceRecord[] {
  const homeOf = homeFinder(resources);
  const profileOf = profileFinder(resources);
  return resources.filter(isResource).map((resource) => {
    const { type, properties, unread } = translate({ token: resource.type, id: resource.id, properties: propertiesOf(resource) });
    const profile = profileOf(resource);
    return {
      key: resource.urn,
      name: resource.name ?? (resource.urn.split("::").pop() as string),
      type,
      properties: properties as Record<string, Value>,
      ...(resource.id ? { id: resource.id } : {}),
      ...(unread === undefined ? {} : { unread }),
      ...(profile === undefined ? {} : { profile }),
      ...homeOf(resource),
      isForeign: resource.external === true,
    };
  });
}

/** Resources of these providers keep nothing in Azure or Databricks. */
const elsewhere = /^(pulumi|random|tls|time|hardened-databricks):/;

function isResource({ type, custom, id }: PulumiResource): boolean {
  if (elsewhere.test(type)) return false;
  return custom === true || (custom === undefined && (id !== undefined || /^(azure|azapi|databricks)/.test(type)));
}

/** The properties of a resource: what the provider answered, where it has answered, else what was asked for. */
function propertiesOf({ inputs, outputs }: PulumiResource): Record<string, Value> {
  const chosen = isFilled(outputs) ? outputs : inputs;
  return isFilled(chosen) ? (toValue(chosen) as Record<string, Value>) : {};
}

function isFilled(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

/** Says for each resource of the Databricks provider which workspace it lives in: its provider names that, by id or by host. */
function homeFinder(resources: PulumiResource[]): (resource: PulumiResource) => Pick<ResourceRecord, "workspaceId" | "workspaceHost"> {
  const byUrn = new Map<string, Pick<ResourceRecord, "workspaceId" | "workspaceHost">>();
  for (const { type, urn, inputs } of resources) {
    if (type !== "pulumi:providers:databricks") continue;
    const { azureWorkspaceResourceId, host } = (inputs ?? {}) as Record<string, unknown>;
    byUrn.set(urn, { workspaceId: toValue(azureWorkspaceResourceId), workspaceHost: toValue(host) });
  }
  // A reference is the provider's URN and its id, which only an update knows.
  return ({ provider }) => byUrn.get(provider?.replace(/::[^:]*$/, "") ?? "") ?? {};
}
