import type { PolicyResource } from "@pulumi/policy";
import { formatResourceId, parseResourceId } from "../../src/azure/resource-id";
import { armTypeOfToken, resourceTypes } from "../../src/azure/resource-types";
import { deploymentType } from "../../src/estate/readers/records";
import type { ResourceRecord } from "../../src/estate/resource";
import { type Profile, profiles, Scope } from "../../src/estate/scope";
import type { Value } from "../../src/estate/value";
import { modelOfType } from "../../src/local-azure/models";
import { holdsUnknown, knownOf } from "./values";

type Properties = Record<string, Value>;

/** The inputs of each resource of this run, by URN: resource policies see them, stack policies do not, and ids are made of them. */
const seenInputs = new Map<string, Properties>();

/** Keeps the inputs of a resource for the stack policies that come at the end. */
export function remember(urn: string, props: object): void {
  seenInputs.set(urn, knownOf(() => props) as Properties);
}

const component = "hardened-databricks:index:HardenedDatabricks";

/** The profile that a component of this run states; undefined where none does. */
export function statedProfile(): Profile | undefined {
  for (const [urn, inputs] of seenInputs)
    if (urn.split("::")[2]?.split("$").pop() === component) return profiles.find((profile) => profile === inputs.profile);
  return undefined;
}

/** A deployment of one resource, by its inputs. */
export function deploymentOfResource(type: string, name: string, props: object, profile: Profile): Scope | undefined {
  const known = deploymentType(type);
  if (!known) return undefined;
  return new Scope(name, [{ key: name, name, type: known, properties: knownOf(() => props) as Properties }], profile);
}

/** What a stack will be or is, from what the engine tells a stack policy; and whether some of it is not known yet, as in a preview. */
export function deploymentOfStack(resources: PolicyResource[], profile: Profile): { deployment: Scope; isPreview: boolean } {
  const known = resources.flatMap((resource) => {
    const type = deploymentType(resource.type);
    // A provider whose own configuration is not known yet previews nothing: what was asked for is then all there is.
    const answered = knownOf(() => resource.props) as Properties;
    const properties = Object.keys(answered).length > 0 ? answered : (seenInputs.get(resource.urn) ?? {});
    return type ? [{ resource, type, properties }] : [];
  });
  const subscription = subscriptionOf(known.map(({ properties }) => properties));
  const records = known.map(({ resource, type, properties }): ResourceRecord => {
    const id = armTypeOfToken(resource.type)
      ? azureId(type, seenInputs.get(resource.urn) ?? {}, subscription)
      : databricksId(resource, properties);
    return {
      key: resource.urn,
      name: resource.name,
      type,
      ...(id ? { id } : {}),
      properties,
      ...(resource.provider ? { workspaceId: knownOf(() => resource.provider?.props.azureWorkspaceResourceId) } : {}),
    };
  });
  const isPreview = known.some(({ properties }) => holdsUnknown(properties));
  const stack = resources[0]?.urn.split("::")[0]?.split(":").pop() ?? "stack";
  return { deployment: new Scope(stack, records, profile), isPreview };
}

/** Stack policies are told no ids: Azure's follow from the type, the resource group and the names that were asked for. */
function azureId(type: string, inputs: Properties, subscription: string | undefined): string | undefined {
  const model = modelOfType(type);
  if (!model || !subscription) return undefined;
  const names = model.names.map((name) => inputs[name]);
  if (names.some((name) => typeof name !== "string")) return undefined;
  if (model.type === resourceTypes.resourceGroup) return `/subscriptions/${subscription}/resourceGroups/${String(names[0])}`;
  const scope = model.scopeInput ? inputs[model.scopeInput] : inputs.resourceGroupName;
  if (typeof scope !== "string") return undefined;
  const root = model.scopeInput ? scope.replace(/\/$/, "") : `/subscriptions/${subscription}/resourceGroups/${scope}`;
  return formatResourceId(root, model.type.arm, model.segments?.(names as string[]) ?? (names as string[]));
}

/** The resources of the Databricks provider that others name by an id tell it among their properties. */
function databricksId({ name }: PolicyResource, properties: Properties): string {
  const id = properties.policyId ?? properties.clusterId ?? properties.id;
  return typeof id === "string" ? id : name;
}

/** The subscription that a stack is in, from the ids that its properties hold; the one that is named most where there are several. */
function subscriptionOf(values: Value[]): string | undefined {
  const counts = new Map<string, number>();
  const walk = (value: Value): void => {
    if (typeof value === "string") {
      const id = value.startsWith("/subscriptions/") ? parseResourceId(value)?.subscriptionId : undefined;
      if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
    } else if (Array.isArray(value)) for (const item of value) walk(item);
    else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) walk(item);
  };
  for (const value of values) walk(value);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
