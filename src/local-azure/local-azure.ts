import { armTypeOfToken } from "../azure/dialects/azure-native";
import { nameProblem } from "../azure/name-rules";
import { unknownSentinel } from "../azure/pulumi-wire";
import { formatResourceId, parentResourceId, parseResourceId, sameResourceId } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import { AzureError } from "./azure-error";
import { localSubscription } from "./local-subscription";
import { modelOfType } from "./models";
import type { CheckProblem, InputDiff, LocalProvider } from "./provider";
import type { ResourceTypeModel, WriteRequest } from "./resource-type";
import azureNative from "./shapes/azure-native.json";
import type { ResourceShape, ShapeTable, TypeShape } from "./shapes/shape";
import { validateShape } from "./shapes/validate";
import { diffInputs } from "./simple-diff";
import { uuidOf } from "./stable-uuid";
import type { Store, StoredResource, SubscriptionState } from "./store";
import { idsWithPaths, SubscriptionView } from "./subscription-view";
import { asList, asProperties, holdsUnknown, type Properties } from "./unknown";

/** How the local Azure is set up. */
export interface LocalAzureOptions {
  store: Store;
  subscriptionId?: string;
  /** The region of resources that name none and stand in no resource group; `azure-native:location` of the configuration. */
  location?: string | undefined;
  /** How long a write takes, in milliseconds: long enough for two of them to collide. Defaults to 5. */
  latencyMs?: number;
}

/** How long a write may be under way before it counts as abandoned, in milliseconds. */
const abandonedAfterMs = 60_000;

/** The stand-in for Azure Resource Manager: refuses what Azure's types and documented rules refuse, and keeps the rest. */
export class LocalAzure implements LocalProvider {
  readonly name = "azure-native";
  readonly isStateless = false;
  readonly #options: LocalAzureOptions;
  readonly #table = azureNative as unknown as ShapeTable;

  constructor(options: LocalAzureOptions) {
    this.#options = options;
  }

  get subscriptionId(): string {
    return this.#options.subscriptionId ?? localSubscription.subscriptionId;
  }

  /** Everything that stands in the subscription. */
  resources(): StoredResource[] {
    return this.#read((view) => view.all());
  }

  /** Puts a resource there that no program made: a landing zone's VNet, say. */
  seed(id: string, outputs: Properties): void {
    const parsed = parseResourceId(id);
    if (!parsed) throw new AzureError("InvalidResourceId", `'${id}' is not a resource id`);
    const resource = { id, type: parsed.type, inputs: outputs, outputs: { name: parsed.names.at(-1), type: parsed.type, ...outputs } };
    this.#write((view) => view.put(resource));
  }

  check(token: string, logicalName: string, news: Properties, olds?: Properties): { inputs: Properties; problems: CheckProblem[] } {
    const { model, shape } = this.#served(token);
    const inputs: Properties = { ...news };
    const lastName = model.names.at(-1);
    if (lastName && inputs[lastName] === undefined) inputs[lastName] = olds?.[lastName] ?? madeUpName(model, logicalName);
    const problems: CheckProblem[] = validateShape(this.#table, shape, inputs).map((p) => ({
      property: p.property,
      reason: p.code === "MissingRequiredProperty" ? p.message : `Code="${p.code}" Message="${p.message}"`,
    }));
    const name = lastName === undefined ? undefined : inputs[lastName];
    if (typeof name === "string" && name !== unknownSentinel) {
      const problem = nameProblem(model.type.arm, name);
      if (problem) problems.push({ property: lastName as string, reason: `'${name}' ${problem}` });
    }
    return { inputs, problems };
  }

  diff(token: string, olds: Properties, news: Properties): InputDiff {
    const { model } = this.#served(token);
    const forcing = ["resourceGroupName", model.scopeInput, ...model.names, ...(model.forceNew ?? [])];
    return diffInputs(olds, news, (key) => forcing.includes(key));
  }

  preview(token: string, inputs: Properties, oldOutputs?: Properties): Properties {
    const { shape, model } = this.#served(token);
    const outputs: Properties = {};
    for (const name of shape.outputs) {
      const asked = inputs[name];
      const type = shape.inputs[name]?.type;
      outputs[name] =
        asked === undefined || type === undefined
          ? (oldOutputs?.[name] ?? unknownSentinel)
          : withUnknownAnswers(this.#table, type, asked, oldOutputs?.[name]);
    }
    for (const [name, value] of Object.entries(model.defaults ?? {})) if (inputs[name] === undefined) outputs[name] = value;
    return outputs;
  }

  async create(token: string, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const { model } = this.#served(token);
    this.#refuseMalformed(token, inputs);
    const id = this.#idOf(model, inputs);
    const outputs = await this.#put(token, id, inputs, (view) => {
      if (view.find(id)) throw new AzureError("Conflict", `cannot create already existing resource '${id}'`, { status: 409 });
    });
    return { id, outputs };
  }

  async update(token: string, id: string, inputs: Properties): Promise<Properties> {
    this.#refuseMalformed(token, inputs);
    return this.#put(token, id, inputs, (view) => {
      if (!view.find(id)) throw notFound(id);
    });
  }

  read(_token: string, id: string, oldInputs?: Properties): { inputs: Properties; outputs: Properties } | undefined {
    const isForeign = Object.keys(oldInputs ?? {}).length === 0;
    const found = this.#read((view) => {
      const stored = view.find(id);
      const model = stored && modelOfType(stored.type);
      return stored && isForeign && model?.onRead ? { ...stored, outputs: model.onRead(stored, view) } : stored;
    });
    return found && { inputs: Object.keys(found.inputs).length > 0 ? found.inputs : (oldInputs ?? {}), outputs: found.outputs };
  }

  async delete(token: string, id: string): Promise<void> {
    const { model } = this.#served(token);
    const locks = this.#write((view, state) => {
      const found = view.find(id);
      if (!found) return undefined;
      for (const lock of view.all(resourceTypes.lock)) {
        const scope = lock.id.split("/providers/Microsoft.Authorization/locks/")[0] as string;
        if (!sameResourceId(lock.id, id) && `${id.toLowerCase()}/`.startsWith(`${scope.toLowerCase()}/`)) {
          throw new AzureError(
            "ScopeLocked",
            `The scope '${id}' cannot perform delete operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
            { status: 409 },
          );
        }
      }
      model.checkDelete?.(id, view);
      return this.#lock(state, model.exclusive?.({ id, name: lastSegment(id), inputs: found.inputs }) ?? []);
    });
    if (!locks) return;
    await this.#delay();
    this.#write((view, state) => {
      this.#unlock(state, locks);
      for (const child of view.below(id)) view.remove(child.id);
      view.remove(id);
      model.afterDelete?.(id, view);
    });
  }

  invoke(token: string, args: Properties): Properties {
    if (token === "azure-native:authorization:getClientConfig") {
      return {
        clientId: localSubscription.objectId,
        objectId: localSubscription.objectId,
        subscriptionId: this.subscriptionId,
        tenantId: localSubscription.tenantId,
      };
    }
    const match = /^(azure-native:\w+(?:\/\w+)?):get(\w+)$/.exec(token);
    const { model } = this.#served(match ? `${match[1]}:${match[2]}` : token);
    const id = this.#idOf(model, args);
    const found = this.#read((view) => view.find(id));
    if (!found) throw notFound(id);
    return { ...found.outputs, id: found.id };
  }

  /** Checks a write, holds its locks for as long as a write takes, and keeps the result. */
  async #put(token: string, id: string, inputs: Properties, before: (view: SubscriptionView) => void): Promise<Properties> {
    const { model, shape } = this.#served(token);
    const request = (view: SubscriptionView): WriteRequest => {
      const existing = view.find(id);
      const location = model.regionless ? undefined : this.#locationOf(inputs, id, view);
      return {
        id,
        name: lastSegment(id),
        inputs: { ...model.defaults, ...inputs },
        ...(location ? { location } : {}),
        ...(existing ? { existing: { inputs: existing.inputs, outputs: existing.outputs } } : {}),
      };
    };
    const locks = this.#write((view, state) => {
      before(view);
      this.#checkSurroundings(model, id, inputs, view);
      const asked = request(view);
      model.check?.(asked, view);
      return this.#lock(state, model.exclusive?.(asked) ?? []);
    });
    await this.#delay();
    return this.#write((view, state) => {
      this.#unlock(state, locks);
      const asked = request(view);
      const outputs: Properties = {};
      for (const name of shape.outputs) if (asked.inputs[name] !== undefined) outputs[name] = asked.inputs[name];
      if (shape.outputs.includes("name")) outputs.name = asked.name;
      if (shape.outputs.includes("type")) outputs.type = model.type.arm;
      if (shape.outputs.includes("azureApiVersion") && shape.apiVersion) outputs.azureApiVersion = shape.apiVersion;
      if (shape.outputs.includes("location") && asked.location) outputs.location = asked.location;
      if (shape.outputs.includes("provisioningState")) outputs.provisioningState = "Succeeded";
      if (shape.outputs.includes("etag")) outputs.etag = `W/"${uuidOf(`${id} ${JSON.stringify(asked.inputs)}`)}"`;
      if (shape.outputs.includes("resourceGuid")) outputs.resourceGuid = uuidOf(id);
      Object.assign(outputs, model.outputs?.(asked, view));
      view.put({ id, type: model.type.arm, inputs, outputs });
      model.afterWrite?.(asked, view);
      return view.find(id)?.outputs ?? outputs;
    });
  }

  /** The resource group, the parent and every resource that the request names must stand there already. */
  #checkSurroundings(model: ResourceTypeModel, id: string, inputs: Properties, view: SubscriptionView): void {
    const own = parseResourceId(id);
    if (own?.subscriptionId !== view.subscriptionId) {
      throw new AzureError("SubscriptionNotFound", `The subscription '${own?.subscriptionId}' could not be found.`, { status: 404 });
    }
    const isWatchers = /^NetworkWatcherRG$/i.test(own.resourceGroup ?? "");
    if (own.resourceGroup && model.type !== resourceTypes.resourceGroup && !isWatchers && !view.resourceGroupOf(id)) {
      throw new AzureError("ResourceGroupNotFound", `Resource group '${own.resourceGroup}' could not be found.`, { status: 404 });
    }
    if (own.names.length > 1 && !exists(rootOf(id), view)) {
      throw new AzureError(
        "ParentResourceNotFound",
        `Failed to perform 'write' on resource(s) of type '${model.type.arm}', because the parent resource '${parentResourceId(id)}' could not be found.`,
        { status: 404 },
      );
    }
    if (model.scopeInput && !exists(own.scope, view)) throw notFound(own.scope);
    for (const { id: referred, path } of idsWithPaths(inputs)) {
      if (model.unchecked?.includes(path.split(/[.[]/)[0] as string) || exists(referred, view)) continue;
      if (referred.toLowerCase().startsWith(`${id.toLowerCase()}/`)) continue;
      throw new AzureError(
        "InvalidResourceReference",
        `Resource ${referred} referenced by resource ${id} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
        { property: path },
      );
    }
  }

  #refuseMalformed(token: string, inputs: Properties): void {
    const { shape, model } = this.#served(token);
    const problem = validateShape(this.#table, shape, inputs)[0];
    if (problem) throw new AzureError(problem.code, problem.message, { property: problem.property });
    if (holdsUnknown(inputs))
      throw new AzureError("InvalidRequestContent", `the request for ${model.type.arm} holds a value that is not known yet`);
  }

  #served(token: string): { model: ResourceTypeModel; shape: ResourceShape } {
    const arm = armTypeOfToken(token);
    const model = arm === undefined ? undefined : modelOfType(arm);
    const shape = model && this.#table.resources[`azure-native:${model.type.pulumi}`];
    if (!model || !shape) {
      throw new AzureError(
        "NoRegisteredProviderFound",
        `the local Azure does not serve the type '${token}'; it serves: ${Object.keys(this.#table.resources).join(", ")}`,
      );
    }
    return { model, shape };
  }

  #idOf(model: ResourceTypeModel, inputs: Properties): string {
    const names = model.names.map((name) => String(inputs[name]));
    if (model.type === resourceTypes.resourceGroup) return `/subscriptions/${this.subscriptionId}/resourceGroups/${names[0]}`;
    const scope = model.scopeInput
      ? String(inputs[model.scopeInput]).replace(/\/$/, "")
      : `/subscriptions/${this.subscriptionId}/resourceGroups/${inputs.resourceGroupName}`;
    return formatResourceId(scope, model.type.arm, model.segments?.(names) ?? names);
  }

  #locationOf(inputs: Properties, id: string, view: SubscriptionView): string | undefined {
    const location = inputs.location ?? this.#options.location ?? view.resourceGroupOf(id)?.outputs.location;
    return typeof location === "string" ? location.toLowerCase().replaceAll(" ", "") : undefined;
  }

  #lock(state: SubscriptionState, ids: string[]): string[] {
    const keys = ids.map((id) => id.toLowerCase());
    for (const key of keys) {
      if ((state.operations[key] ?? 0) > Date.now()) {
        throw new AzureError(
          "AnotherOperationInProgress",
          `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ${key}. Write one after another: pass dependsOn.`,
          { status: 429 },
        );
      }
    }
    for (const key of keys) state.operations[key] = Date.now() + abandonedAfterMs;
    return keys;
  }

  #unlock(state: SubscriptionState, keys: string[]): void {
    for (const key of keys) delete state.operations[key];
  }

  #delay(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#options.latencyMs ?? 5));
  }

  #read<T>(work: (view: SubscriptionView) => T): T {
    return this.#options.store.transaction((state) => work(new SubscriptionView(state, localSubscription.tenantId)));
  }

  #write<T>(work: (view: SubscriptionView, state: SubscriptionState) => T): T {
    return this.#options.store.transaction((state) => work(new SubscriptionView(state, localSubscription.tenantId), state));
  }
}

/** What azure-native does for a resource without a name: the logical name with eight hexadecimal digits, or a UUID. */
function madeUpName(model: ResourceTypeModel, logicalName: string): string {
  const uuid = uuidOf(`${model.type.arm} ${logicalName}`);
  return model.uuidName ? uuid : `${logicalName}${uuid.slice(0, 8)}`;
}

/** A requested value, with an unknown (or what stood there before) for each nested property that only Azure's answer has. */
function withUnknownAnswers(table: ShapeTable, type: TypeShape, asked: unknown, old: unknown): unknown {
  if (typeof type === "string" || "enum" in type || "map" in type || asked === unknownSentinel) return asked;
  if ("array" in type)
    return Array.isArray(asked) ? asked.map((item, i) => withUnknownAnswers(table, type.array, item, asList(old)[i])) : asked;
  const result: Properties = {};
  const known = asProperties(old);
  for (const [name, value] of Object.entries(asProperties(asked))) {
    const nested = table.types[type.ref]?.[name]?.type;
    result[name] = nested === undefined ? value : withUnknownAnswers(table, nested, value, known[name]);
  }
  for (const name of table.answeredOnly[type.ref] ?? []) result[name] = known[name] ?? unknownSentinel;
  return result;
}

function notFound(id: string): AzureError {
  return new AzureError(
    "ResourceNotFound",
    `The Resource '${id}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    {
      status: 404,
    },
  );
}

function lastSegment(id: string): string {
  return id.split("/").pop() as string;
}

/** The outermost resource of an id: the VNet of a subnet. */
function rootOf(id: string): string {
  let root = id;
  for (let parent = parentResourceId(id); parent; parent = parentResourceId(parent)) root = parent;
  return root;
}

/** Whether a resource stands there; parts of one (an IP configuration) stand where it does, and Azure's own always do. */
function exists(id: string, view: SubscriptionView): boolean {
  const parsed = parseResourceId(id);
  if (!parsed) return true;
  if (parsed.type === "Microsoft.Resources/subscriptions") return parsed.subscriptionId === view.subscriptionId;
  if (parsed.type === "Microsoft.Authorization/roleDefinitions" || parsed.type === "Microsoft.Network/networkWatchers") return true;
  if (view.find(id)) return true;
  if (modelOfType(parsed.type) && !/\/subnets$/i.test(parsed.type)) return false;
  const parent = parentResourceId(id);
  if (!parent) return false;
  if (/\/subnets$/i.test(parsed.type)) return view.subnetsOf(parent).some((subnet) => sameResourceId(subnet.id, id));
  return exists(parent, view);
}
