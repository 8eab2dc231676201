import { translate } from "../azure/dialects";
import { type Profile, profiles } from "./profile";
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
  inputs?: unknown;
  outputs?: unknown;
}

const component = "hardened-databricks:index:HardenedDatabricks";

/** The profile that a HardenedDatabricks component states; `private`, the default of the component, where none does. */
export function profileOf(resources: PulumiResource[]): Profile {
  const stated = (resources.find((resource) => resource.type === component)?.inputs as { profile?: unknown } | undefined)?.profile;
  return profiles.find((profile) => profile === stated) ?? "private";
}

/** What Pulumi tells, in the language of the graph. Components and providers are no resources of Azure's or Databricks'. */
export function recordsOf(resources: PulumiResource[]): ResourceRecord[] {
  const workspaceOf = workspaceFinder(resources);
  return resources.filter(isResource).map((resource) => {
    const { type, properties, unread } = translate({ token: resource.type, id: resource.id, properties: propertiesOf(resource) });
    return {
      key: resource.urn,
      name: resource.name ?? (resource.urn.split("::").pop() as string),
      type,
      properties: properties as Record<string, Value>,
      ...(resource.id ? { id: resource.id } : {}),
      ...(unread === undefined ? {} : { unread }),
      workspaceId: workspaceOf(resource),
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

/** Says for each resource of the Databricks provider which workspace it lives in: its provider names that. */
function workspaceFinder(resources: PulumiResource[]): (resource: PulumiResource) => Value {
  const byUrn = new Map<string, Value>();
  for (const { type, urn, inputs } of resources)
    if (type === "pulumi:providers:databricks")
      byUrn.set(urn, toValue((inputs as Record<string, unknown> | undefined)?.azureWorkspaceResourceId));
  // A reference is the provider's URN and its id, which only an update knows.
  return ({ provider }) => byUrn.get(provider?.replace(/::[^:]*$/, "") ?? "");
}
