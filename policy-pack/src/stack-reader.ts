import type { PolicyResource } from "@pulumi/policy";
import { armTypeOfToken } from "../../src/azure/dialects/azure-native";
import { formatResourceId, parseResourceId } from "../../src/azure/resource-id";
import { resourceTypes } from "../../src/azure/resource-types";
import { Estate } from "../../src/estate/estate";
import { type Profile, profiles } from "../../src/estate/profile";
import { type PulumiResource, recordsOf } from "../../src/estate/pulumi-records";
import type { Scope } from "../../src/estate/scope";
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

/** A deployment of one resource, by its inputs; undefined for one that is neither Azure's nor Databricks'. */
export function deploymentOfResource(type: string, name: string, props: object, profile: Profile): Scope | undefined {
  const records = recordsOf([{ urn: name, type, name, custom: true, inputs: knownOf(() => props) }]);
  return records.length > 0 ? new Estate([{ name, records }]).scopes(profile)[0] : undefined;
}

/** What a stack will be or is, from what the engine tells a stack policy; and whether some of it is not known yet, as in a preview. */
export function deploymentOfStack(resources: PolicyResource[], profile: Profile): { scopes: Scope[]; isPreview: boolean } {
  const told = resources.map((resource) => {
    // A provider whose own configuration is not known yet previews nothing: what was asked for is then all there is.
    const answered = knownOf(() => resource.props) as Properties;
    return { resource, properties: Object.keys(answered).length > 0 ? answered : (seenInputs.get(resource.urn) ?? {}) };
  });
  const subscription = subscriptionOf(told.map(({ properties }) => properties));
  const pulumiResources = told.flatMap(({ resource, properties }): PulumiResource[] => {
    const { urn, type, name, provider } = resource;
    const own: PulumiResource = {
      urn,
      type,
      name,
      custom: isCustom(type),
      id: idOf(resource, properties, subscription),
      inputs: properties,
    };
    if (!provider) return [own];
    return [
      {
        urn: provider.urn,
        type: provider.type,
        inputs: { azureWorkspaceResourceId: knownOf(() => provider.props.azureWorkspaceResourceId) },
      },
      { ...own, provider: `${provider.urn}::id` },
    ];
  });
  const name = resources[0]?.urn.split("::")[0]?.split(":").pop() ?? "stack";
  const records = recordsOf(pulumiResources);
  const scopes = new Estate([{ name, records }]).scopes(profile);
  return { scopes, isPreview: records.some((record) => holdsUnknown(record.properties)) };
}

/** Stack policies are not told what is a component: only what a provider keeps has one of the two providers' tokens. */
const isCustom = (type: string): boolean => /^(azure|azapi|databricks)/.test(type);

function idOf(resource: PolicyResource, properties: Properties, subscription: string | undefined): string | undefined {
  const type = armTypeOfToken(resource.type);
  if (type) return azureId(type, seenInputs.get(resource.urn) ?? {}, subscription);
  return resource.type.startsWith("databricks:") ? databricksId(resource, properties) : undefined;
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
