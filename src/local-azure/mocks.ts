import type * as pulumi from "@pulumi/pulumi";
import { AzureError } from "./azure-error";
import type { LocalProvider } from "./provider";
import { asProperties, holdsUnknown, type Properties, unknownSentinel } from "./unknown";

/** One resource that a program registered while it ran against the local Azure. */
export interface RegisteredResource {
  token: string;
  logicalName: string;
  custom: boolean;
  /** Undefined in a preview, and for components. */
  id?: string;
  inputs: Properties;
  outputs: Properties;
}

/** Serves local providers to `pulumi.runtime.setMocks`, and keeps a list of what a program registered. */
export class LocalMocks implements pulumi.runtime.Mocks {
  readonly registered: RegisteredResource[] = [];
  /** The first refusal, if any: what failed after it failed because of it. */
  refusal: Error | undefined;
  readonly #providers: LocalProvider[];
  readonly #preview: boolean;

  constructor(providers: LocalProvider[], preview = false) {
    this.#providers = providers;
    this.#preview = preview;
  }

  async newResource(args: pulumi.runtime.MockResourceArgs): Promise<{ id: string | undefined; state: Properties }> {
    try {
      return await this.#register(args);
    } catch (error) {
      this.refusal ??= error as Error;
      throw error;
    }
  }

  async #register(args: pulumi.runtime.MockResourceArgs): Promise<{ id: string | undefined; state: Properties }> {
    const asked = asProperties(withSentinels(args.inputs));
    const entry: RegisteredResource = { token: args.type, logicalName: args.name, custom: args.custom === true, inputs: asked, outputs: asked };
    if (!args.custom) {
      this.registered.push(entry);
      return { id: undefined, state: asked };
    }
    const provider = this.#providerOf(args.type);
    const { inputs, problems } = provider.check(args.type, args.name, asked);
    if (problems.length > 0) {
      throw new AzureError("CheckFailed", `${args.type} '${args.name}' is refused: ${problems.map((p) => `${p.property}: ${p.reason}`).join("; ")}`, {
        property: problems[0]?.property ?? "",
      });
    }
    entry.inputs = inputs;
    if (this.#preview || holdsUnknown(inputs)) {
      entry.outputs = provider.preview(args.type, inputs);
      this.registered.push(entry);
      return { id: undefined, state: entry.outputs };
    }
    const { id, outputs } = await provider.create(args.type, inputs);
    entry.id = id;
    entry.outputs = outputs;
    this.registered.push(entry);
    return { id, state: outputs };
  }

  async call(args: pulumi.runtime.MockCallArgs): Promise<Properties> {
    return this.#providerOf(args.token).invoke(args.token, asProperties(withSentinels(args.inputs)));
  }

  #providerOf(token: string): LocalProvider {
    const name = token.split(":")[0]?.split("_")[0];
    const provider = this.#providers.find((p) => p.name === name);
    if (!provider) {
      throw new Error(`the local Azure has no provider '${name}' (for ${token}); it has: ${this.#providers.map((p) => p.name).join(", ")}`);
    }
    return provider;
  }
}

/** The mock monitor hands unknowns over as marked objects; providers know the engine's sentinel. */
function withSentinels(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSentinels);
  if (typeof value !== "object" || value === null) return value;
  if ("__pulumiUnknown" in value) return unknownSentinel;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSentinels(item)]));
}
