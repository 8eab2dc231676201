import type * as pulumi from "@pulumi/pulumi";
import { signatureKey, unknownSentinel } from "../azure/pulumi-wire";
import { AzureError } from "./azure-error";
import type { LocalProvider } from "./provider";
import { asProperties, holdsUnknown, type Properties } from "./unknown";

/** One resource that a program registered while it ran against the local Azure. */
export interface RegisteredResource {
  token: string;
  logicalName: string;
  urn: string;
  /** The reference of the provider that serves it: a URN and an id. */
  provider?: string;
  /** Whether the program only reads it. */
  external?: boolean;
  custom: boolean;
  /** Undefined in a preview, and for components. */
  id?: string;
  inputs: Properties;
  outputs: Properties;
}

/** The URN that a run in process knows a resource by: without its parents. */
export const mockUrn = (type: string, name: string): string => `urn:pulumi:stack::project::${type}::${name}`;

/** Serves local providers to `pulumi.runtime.setMocks`, and keeps a list of what a program registered. */
export class LocalMocks implements pulumi.runtime.Mocks {
  readonly registered: RegisteredResource[] = [];
  /** Rejects with the first refusal, and never settles without one. */
  readonly refused: Promise<never>;
  #refuse: (reason: unknown) => void = () => undefined;
  #stopped = false;
  readonly #providers: LocalProvider[];
  readonly #preview: boolean;

  constructor(providers: LocalProvider[], preview = false) {
    this.#providers = providers;
    this.#preview = preview;
    this.refused = new Promise((_, reject) => {
      this.#refuse = reject;
    });
    this.refused.catch(() => undefined);
  }

  /** Answers nothing any more: what still waits for an answer waits for ever, and is forgotten. */
  stop(): void {
    this.#stopped = true;
  }

  newResource(args: pulumi.runtime.MockResourceArgs): Promise<{ id: string | undefined; state: Properties }> {
    return this.#answer(() => this.#register(args));
  }

  call(args: pulumi.runtime.MockCallArgs): Promise<Properties> {
    return this.#answer(async () => this.#providerOf(args.token).invoke(args.token, asProperties(withSentinels(args.inputs))));
  }

  /** A refusal is told once, through `refused`: thrown here, it would reject every promise of the program that nobody awaits. */
  async #answer<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#stopped) {
      try {
        return await work();
      } catch (error) {
        this.stop();
        this.#refuse(error);
      }
    }
    return new Promise<never>(() => undefined);
  }

  async #register(args: pulumi.runtime.MockResourceArgs): Promise<{ id: string | undefined; state: Properties }> {
    const asked = asProperties(withSentinels(args.inputs));
    const entry: RegisteredResource = {
      token: args.type,
      logicalName: args.name,
      urn: mockUrn(args.type, args.name),
      ...(args.provider ? { provider: withoutParents(args.provider) } : {}),
      custom: args.custom === true,
      inputs: asked,
      outputs: asked,
    };
    if (args.type.startsWith("pulumi:providers:")) {
      this.registered.push(entry);
      return { id: args.name, state: asked };
    }
    if (!args.custom) {
      this.registered.push(entry);
      return { id: undefined, state: asked };
    }
    const provider = this.#providerOf(args.type, args.provider);
    if (args.id) {
      const found = provider.read(args.type, args.id);
      if (!found) throw new AzureError("ResourceNotFound", `resource '${args.id}' does not exist`, { status: 404 });
      Object.assign(entry, { id: args.id, external: true, outputs: found.outputs });
      this.registered.push(entry);
      return { id: args.id, state: found.outputs };
    }
    const { inputs, problems } = provider.check(args.type, args.name, asked);
    if (problems.length > 0) {
      throw new AzureError(
        "CheckFailed",
        `${args.type} '${args.name}' is refused: ${problems.map((p) => `${p.property}: ${p.reason}`).join("; ")}`,
        {
          property: problems[0]?.property ?? "",
        },
      );
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

  #providerOf(token: string, reference?: string): LocalProvider {
    const name = token.split(":")[0]?.split("_")[0];
    const own = this.registered.find(
      (entry) => entry.token === `pulumi:providers:${name}` && reference?.includes(`::${entry.logicalName}::`),
    );
    const provider = this.#providers.find((p) => p.name === name);
    if (provider?.configured && own) return provider.configured(own.inputs);
    if (!provider) {
      throw new Error(`the local Azure has no provider '${name}' (for ${token}); it has: ${this.#providers.map((p) => p.name).join(", ")}`);
    }
    return provider;
  }
}

/** A provider's reference by the URN that it was registered with: the mock monitor tells one with the stack's name and parents. */
function withoutParents(reference: string): string {
  const [, , type = "", name = "", id = ""] = reference.split("::");
  return `${mockUrn(type.split("$").pop() as string, name)}::${id}`;
}

/** The mock monitor hands unknowns and secrets over as marked objects; providers know the engine's sentinel, and plain values. */
function withSentinels(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSentinels);
  if (typeof value !== "object" || value === null) return value;
  if ("__pulumiUnknown" in value) return unknownSentinel;
  if (signatureKey in value && "value" in value) return withSentinels(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSentinels(item)]));
}
