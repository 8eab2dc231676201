import { parentResourceId, parseResourceId } from "../azure/resource-id";
import { UnknownValueError, unknownValue, type Value } from "./value";

/** What a resource is made from. */
export interface ResourceRecord {
  /** A key that is unique in the deployment: the URN where there is one. */
  key: string;
  /** The name that a reader of a report knows it by. */
  name: string;
  /** Azure Resource Manager type, or the Pulumi token of a type of the Databricks provider. */
  type: string;
  /** Undefined where it is not known yet. */
  id?: string;
  /** In azure-native's shape: Azure's own, without `properties` around it (key vaults keep theirs). */
  properties: Record<string, Value>;
  /** Azure's id of the workspace that a resource of the Databricks provider lives in; undefined where the input does not say. */
  workspaceId?: Value;
  /** Whether the program only reads it, and somebody else owns it. Defaults to false. */
  isForeign?: boolean;
  /** Whether nothing of it is known. Defaults to false. */
  unknown?: boolean;
}

/** One resource of a deployment, with questions that never mistake an unknown value for a missing one. */
export class Resource {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly properties: Record<string, Value>;
  /** Azure's id of the workspace that it lives in, for a resource of the Databricks provider, if the input says so. */
  readonly workspaceId: Value;
  /** Whether the program only reads it, and somebody else owns it. */
  readonly isForeign: boolean;
  readonly #id: string | undefined;
  readonly #unknown: boolean;

  constructor(record: ResourceRecord) {
    this.key = record.key;
    this.name = record.name;
    this.type = record.type;
    this.properties = record.properties;
    this.#id = record.id;
    this.isForeign = record.isForeign ?? false;
    this.workspaceId = record.workspaceId;
    this.#unknown = record.unknown ?? false;
  }

  /** The resource as a sentence names it: `subnet 'lakehouse-network-host'`. */
  get label(): string {
    const last = this.type.split(/[/:]/).pop() as string;
    return `${last.replace(/ies$/, "y").replace(/s$/, "")} '${this.name}'`;
  }

  /** Azure's id. @throws UnknownValueError before the resource exists. */
  get id(): string {
    if (this.#id === undefined) throw new UnknownValueError(`the id of ${this.label}`);
    return this.#id;
  }

  /** Azure's id, or undefined before the resource exists. */
  get knownId(): string | undefined {
    return this.#id;
  }

  /** The id of the resource that this one is a part of: a subnet's VNet. @throws UnknownValueError before it exists. */
  get parentId(): string | undefined {
    return parentResourceId(this.id);
  }

  /** The id of what an extension resource (a lock, a diagnostic setting, a role assignment) is attached to. */
  get scopeId(): string {
    const scope = this.#id === undefined ? (this.value("scope") ?? this.value("resourceUri")) : parseResourceId(this.#id)?.scope;
    if (typeof scope !== "string") throw new UnknownValueError(`the scope of ${this.label}`);
    return scope;
  }

  /** The value at a dotted path; undefined where nothing stands there. @throws UnknownValueError where it, or what holds it, is unknown. */
  value(path: string): Value {
    let current: Value = this.#unknown ? unknownValue : this.properties;
    for (const part of path.split(".")) {
      if (current === unknownValue) throw new UnknownValueError(`${path} of ${this.label}`);
      if (typeof current !== "object" || current === null || Array.isArray(current)) return undefined;
      current = (current as { [key: string]: Value })[part];
    }
    if (current === unknownValue) throw new UnknownValueError(`${path} of ${this.label}`);
    return current ?? undefined;
  }

  /** The text at a path, or undefined where there is none. */
  text(path: string): string | undefined {
    const value = this.value(path);
    return typeof value === "string" ? value : undefined;
  }

  /** The list at a path; empty where there is none. Its items are read with `itemsAt`. */
  list(path: string): Value[] {
    const value = this.value(path);
    return Array.isArray(value) ? value : [];
  }

  /** The objects of the list at a path, each with the same questions. */
  items(path: string): Resource[] {
    return this.list(path).map(
      (item, i) =>
        new Resource({
          key: `${this.key}#${path}[${i}]`,
          name: `${this.name}.${path}[${i}]`,
          type: this.type,
          unknown: item === unknownValue,
          properties: typeof item === "object" && item !== null && !Array.isArray(item) ? item : { value: item },
        }),
    );
  }

  /** The texts of the list at a path. @throws UnknownValueError where one of them is unknown. */
  texts(path: string): string[] {
    return this.list(path).map((item) => {
      if (item === unknownValue) throw new UnknownValueError(`${path} of ${this.label}`);
      return String(item);
    });
  }
}
