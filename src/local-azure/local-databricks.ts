import { unknownSentinel } from "../azure/pulumi-wire";
import { resourceTypes } from "../azure/resource-types";
import { AzureError } from "./azure-error";
import { localSubscription } from "./local-subscription";
import type { CheckProblem, InputDiff, LocalProvider } from "./provider";
import databricksShapes from "./shapes/databricks.json";
import type { ResourceShape, ShapeTable } from "./shapes/shape";
import { validateShape } from "./shapes/validate";
import { diffInputs } from "./simple-diff";
import { uuidOf } from "./stable-uuid";
import type { Store } from "./store";
import { SubscriptionView } from "./subscription-view";
import { asProperties, holdsUnknown, type Properties } from "./unknown";

/** How the local Databricks is set up. */
export interface LocalDatabricksOptions {
  store: Store;
  /** The workspace's address, from the provider's configuration. */
  host?: string | undefined;
}

/** Inputs of which a change replaces the resource (the original's own, from memory). */
const forceNew: Record<string, string[]> = {
  SecretScope: ["name", "backendType", "keyvaultMetadata", "initialManagePrincipal"],
  SecretAcl: ["scope", "principal", "permission"],
  Secret: ["scope", "key", "stringValue"],
  WorkspaceFile: ["path"],
  File: ["path"],
  ArtifactAllowlist: ["artifactType"],
};

const policyTypes = ["fixed", "forbidden", "allowlist", "blocklist", "regex", "range", "unlimited"];

/** The stand-in for a workspace's API: the resource types that this library uses, with their documented rules. */
export class LocalDatabricks implements LocalProvider {
  readonly name = "databricks";
  readonly isStateless = false;
  readonly #options: LocalDatabricksOptions;
  readonly #table = databricksShapes as unknown as ShapeTable;

  constructor(options: LocalDatabricksOptions) {
    this.#options = options;
  }

  configured(configuration: Properties): LocalDatabricks {
    return typeof configuration.host === "string" ? new LocalDatabricks({ ...this.#options, host: configuration.host }) : this;
  }

  check(token: string, logicalName: string, news: Properties, olds?: Properties): { inputs: Properties; problems: CheckProblem[] } {
    const shape = this.#shape(token);
    const inputs = { ...news };
    if ("name" in shape.inputs && inputs.name === undefined)
      inputs.name = olds?.name ?? `${logicalName}-${uuidOf(logicalName).slice(0, 7)}`;
    const problems: CheckProblem[] = validateShape(this.#table, shape, inputs).map((p) => ({ property: p.property, reason: p.message }));
    if (!holdsUnknown(inputs) && problems.length === 0) {
      const problem = ruleProblem(token, inputs);
      if (problem) problems.push(problem);
    }
    return { inputs, problems };
  }

  diff(token: string, olds: Properties, news: Properties): InputDiff {
    const forcing = forceNew[token.split(":").pop() as string] ?? [];
    return diffInputs(olds, news, (key) => forcing.includes(key));
  }

  preview(token: string, inputs: Properties, oldOutputs?: Properties): Properties {
    return Object.fromEntries(this.#shape(token).outputs.map((name) => [name, inputs[name] ?? oldOutputs?.[name] ?? unknownSentinel]));
  }

  async create(token: string, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const id = idOf(token, inputs);
    return this.#options.store.transaction((state) => {
      const view = new SubscriptionView(state, localSubscription.tenantId);
      const key = this.#key(token, id);
      if (view.find(key))
        throw new AzureError(
          "RESOURCE_ALREADY_EXISTS",
          `${token.split(":").pop()} '${id}' already exists in ${this.#options.host ?? "the workspace"}`,
        );
      this.#checkReferences(token, inputs, view);
      const outputs = outputsOf(token, id, inputs);
      view.put({ id: key, type: token, inputs, outputs });
      return { id, outputs };
    });
  }

  read(token: string, id: string): { inputs: Properties; outputs: Properties } | undefined {
    return this.#options.store.transaction((state) => new SubscriptionView(state, localSubscription.tenantId).find(this.#key(token, id)));
  }

  async update(token: string, id: string, inputs: Properties): Promise<Properties> {
    return this.#options.store.transaction((state) => {
      const view = new SubscriptionView(state, localSubscription.tenantId);
      const key = this.#key(token, id);
      if (!view.find(key))
        throw new AzureError("RESOURCE_DOES_NOT_EXIST", `${token.split(":").pop()} '${id}' does not exist`, { status: 404 });
      this.#checkReferences(token, inputs, view);
      const outputs = outputsOf(token, id, inputs);
      view.put({ id: key, type: token, inputs, outputs });
      return outputs;
    });
  }

  async delete(token: string, id: string): Promise<void> {
    this.#options.store.transaction((state) => new SubscriptionView(state, localSubscription.tenantId).remove(this.#key(token, id)));
  }

  invoke(token: string): Properties {
    throw new Error(`the local Databricks has no function '${token}'`);
  }

  /** A secret scope must exist before what it holds; a scope backed by a vault needs the vault, open to Databricks' control plane. */
  #checkReferences(token: string, inputs: Properties, view: SubscriptionView): void {
    if (token.endsWith(":SecretAcl") || token.endsWith(":Secret")) {
      const scope = view.find(this.#key("databricks:index/secretScope:SecretScope", String(inputs.scope)));
      if (!scope)
        throw new AzureError("RESOURCE_DOES_NOT_EXIST", `Scope ${inputs.scope} does not exist!`, { status: 404, property: "scope" });
      if (token.endsWith(":Secret") && scope.inputs.backendType === "AZURE_KEYVAULT") {
        throw new AzureError("BAD_REQUEST", `Cannot write secrets to Azure KeyVault-backed scope ${inputs.scope}`, { property: "scope" });
      }
    }
    const metadata = asProperties(inputs.keyvaultMetadata);
    if (token.endsWith(":SecretScope") && metadata.resourceId) {
      const vault = view.find(String(metadata.resourceId));
      if (vault?.type !== resourceTypes.vault.arm) {
        throw new AzureError("INVALID_PARAMETER_VALUE", `Unable to use key vault ${metadata.resourceId}: it does not exist`, {
          property: "keyvaultMetadata.resourceId",
        });
      }
      const properties = asProperties(vault.outputs.properties);
      if (String(metadata.dnsName).replace(/\/$/, "") !== String(properties.vaultUri).replace(/\/$/, "")) {
        throw new AzureError(
          "INVALID_PARAMETER_VALUE",
          `dnsName '${metadata.dnsName}' is not that of ${metadata.resourceId} (${properties.vaultUri})`,
          { property: "keyvaultMetadata.dnsName" },
        );
      }
      if (properties.publicNetworkAccess === "Disabled" && asProperties(properties.networkAcls).bypass !== "AzureServices") {
        throw new AzureError(
          "INVALID_STATE",
          `Key vault ${metadata.resourceId} does not let trusted services through its firewall: Databricks cannot read it`,
          { property: "keyvaultMetadata.resourceId" },
        );
      }
    }
  }

  #key(token: string, id: string): string {
    return `/databricks/${this.#options.host ?? "workspace"}/${token.split(":").pop()}/${id}`;
  }

  #shape(token: string): ResourceShape {
    const shape = this.#table.resources[token];
    if (!shape)
      throw new Error(`the local Databricks does not serve '${token}'; it serves: ${Object.keys(this.#table.resources).join(", ")}`);
    return shape;
  }
}

/** The id that the original gives a resource: its name or path where it has one that is unique. */
function idOf(token: string, inputs: Properties): string {
  switch (token.split(":").pop()) {
    case "SecretScope":
      return String(inputs.name);
    case "SecretAcl":
      return `${inputs.scope}|||${inputs.principal}`;
    case "Secret":
      return `${inputs.scope}|||${inputs.key}`;
    case "WorkspaceFile":
    case "File":
      return String(inputs.path);
    case "WorkspaceConf":
      return "_";
    default:
      return uuidOf(`${token} ${JSON.stringify(inputs)}`)
        .replaceAll("-", "")
        .slice(0, 16)
        .toUpperCase();
  }
}

function outputsOf(token: string, id: string, inputs: Properties): Properties {
  if (token.endsWith(":MwsNetworkConnectivityConfig")) return { ...inputs, networkConnectivityConfigId: uuidOf(id) };
  if (token.endsWith(":ClusterPolicy")) return { ...inputs, policyId: id };
  if (token.endsWith(":WorkspaceFile"))
    return { ...inputs, workspacePath: `/Workspace${inputs.path}`, objectId: Number.parseInt(uuidOf(id).slice(0, 8), 16) };
  if (token.endsWith(":SecretScope")) return { backendType: "DATABRICKS", ...inputs };
  return inputs;
}

/** What Databricks documents as wrong about a request, found without asking anything. */
function ruleProblem(token: string, inputs: Properties): CheckProblem | undefined {
  const refuse = (property: string, reason: string): CheckProblem => ({ property, reason });
  switch (token.split(":").pop()) {
    case "SecretScope":
      if (!/^[\w\-@.]{1,128}$/.test(String(inputs.name)))
        return refuse(
          "name",
          `'${inputs.name}' must consist of alphanumeric characters, dashes, underscores and periods, and may not exceed 128 characters`,
        );
      if (inputs.backendType !== undefined && !["DATABRICKS", "AZURE_KEYVAULT"].includes(String(inputs.backendType)))
        return refuse("backendType", `'${inputs.backendType}' must be DATABRICKS or AZURE_KEYVAULT`);
      if ((inputs.backendType === "AZURE_KEYVAULT") !== (inputs.keyvaultMetadata !== undefined))
        return refuse("keyvaultMetadata", "goes with backendType AZURE_KEYVAULT, and only with it");
      return undefined;
    case "SecretAcl":
      return ["READ", "WRITE", "MANAGE"].includes(String(inputs.permission))
        ? undefined
        : refuse("permission", `'${inputs.permission}' must be READ, WRITE or MANAGE`);
    case "WorkspaceFile":
      return /^\/[^/]/.test(String(inputs.path)) ? undefined : refuse("path", `'${inputs.path}' must be absolute`);
    case "File":
      return /^\/Volumes\/[^/]+\/[^/]+\/[^/]+\/.+/.test(String(inputs.path))
        ? undefined
        : refuse("path", `'${inputs.path}' must be below /Volumes/catalog/schema/volume`);
    case "IpAccessList":
      return ["ALLOW", "BLOCK"].includes(String(inputs.listType))
        ? undefined
        : refuse("listType", `'${inputs.listType}' must be ALLOW or BLOCK`);
    case "ClusterPolicy":
      return policyProblem(inputs.definition);
    default:
      return undefined;
  }
}

function policyProblem(definition: unknown): CheckProblem | undefined {
  let entries: [string, unknown][];
  try {
    entries = Object.entries(JSON.parse(String(definition)) as object);
  } catch {
    return { property: "definition", reason: "is not a JSON object" };
  }
  for (const [attribute, limit] of entries) {
    const { type, value, values, pattern } = asProperties(limit);
    if (!policyTypes.includes(String(type)))
      return { property: "definition", reason: `'${attribute}' has the type '${type}': allowed are ${policyTypes.join(", ")}` };
    if (type === "fixed" && value === undefined) return { property: "definition", reason: `'${attribute}' is fixed to no value` };
    if ((type === "allowlist" || type === "blocklist") && !Array.isArray(values))
      return { property: "definition", reason: `'${attribute}' has no list of values` };
    if (type === "regex" && typeof pattern !== "string") return { property: "definition", reason: `'${attribute}' has no pattern` };
  }
  return undefined;
}
