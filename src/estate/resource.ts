import { parentResourceId, parseResourceId } from "../azure/resource-id";
import type { Profile } from "./profile";
import { isUnknown, UnknownValueError, type Value } from "./value";

/** What a resource is made from. */
export interface ResourceRecord {
  /** A key that is unique in the input: the URN where there is one. */
  key: string;
  /** The name that a reader of a report knows it by. */
  name: string;
  /** Azure Resource Manager type, or the Pulumi token of a type of the Databricks provider. */
  type: string;
  /** Undefined where it is not known yet. */
  id?: string;
  /** By Azure's own names, without the `properties` around them. */
  properties: Record<string, Value>;
  /** The id of the resource that this one is a part of, where its own id is not known. */
  parentId?: string;
  /** Azure's id of the workspace that a resource of the Databricks provider lives in; undefined where the input does not say. */
  workspaceId?: Value;
  /** The host of that workspace, where its provider names that alone. */
  workspaceHost?: Value;
  /** The profile that the component which it is part of states; undefined where none does. */
  profile?: Profile;
  /** Whether the program only reads it, and somebody else owns it. Defaults to false. */
  isForeign?: boolean;
  /** Why nothing of it can be read, as it would stand after its name; undefined where it can. */
  unread?: string;
}

/** One resource of a deployment, with questions that never mistake an unknown value for a missing one. */
export class Resource {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly properties: Record<string, Value>;
  /** Azure's id of the workspace that it lives in, for a resource of the Databricks provider, if the input says so. */
  readonly workspaceId: Value;
  /** The host of that workspace, where its provider names that alone. */
  readonly workspaceHost: Value;
  /** The profile that the component which it is part of states; undefined where none does. */
  readonly profile: Profile | undefined;
  /** Whether the program only reads it, and somebody else owns it. */
  readonly isForeign: boolean;
  /** Why nothing of it can be read, as it would stand after its name; undefined where it can. */
  readonly unread: string | undefined;
  readonly #id: string | undefined;
  readonly #parentId: string | undefined;

  constructor(record: ResourceRecord) {
    this.key = record.key;
    this.name = record.name;
    this.type = record.type;
    this.properties = record.properties;
    this.#id = record.id;
    this.#parentId = record.parentId;
    this.isForeign = record.isForeign ?? false;
    this.workspaceId = record.workspaceId;
    this.workspaceHost = record.workspaceHost;
    this.profile = record.profile;
    this.unread = record.unread;
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
    return this.#parentId ?? parentResourceId(this.id);
  }

  /** The id of what an extension resource (a lock, a diagnostic setting, a role assignment) is attached to. */
  get scopeId(): string {
    const scope = this.#id === undefined ? (this.value("scope") ?? this.value("resourceUri")) : parseResourceId(this.#id)?.scope;
    if (typeof scope !== "string") throw new UnknownValueError(`the scope of ${this.label}`);
    return scope;
  }

  /**
   * The value at a dotted path; undefined where nothing stands there. Names are compared without regard to case, as Azure does.
   * @throws UnknownValueError where it, or what holds it, is unknown.
   */
  value(path: string): Value {
    if (this.unread !== undefined) throw new UnknownValueError(`${this.label} ${this.unread}: it`, "unread");
    let current: Value = this.properties;
    for (const part of path.split(".")) {
      if (isUnknown(current)) throw new UnknownValueError(`${path} of ${this.label}`, current);
      if (typeof current !== "object" || current === null || Array.isArray(current)) return undefined;
      current = member(current, part) ?? bagOf(current);
    }
    if (isUnknown(current)) throw new UnknownValueError(`${path} of ${this.label}`, current);
    return current ?? undefined;
  }

  /** The text at a path, or undefined where there is none. @throws UnknownValueError where something else stands there. */
  text(path: string): string | undefined {
    const value = this.value(path);
    if (typeof value === "object") throw new UnknownValueError(`${path} of ${this.label}, which should be a text,`, "unread");
    return value === undefined ? undefined : String(value);
  }

  /** Whether the text at a path is one of some words, without regard to case: Azure takes any. */
  is(path: string, ...words: string[]): boolean {
    const text = this.text(path)?.toLowerCase();
    return text !== undefined && words.some((word) => word.toLowerCase() === text);
  }

  /** The list at a path; empty where there is none. Its items are read with `items`. @throws UnknownValueError where something else stands there. */
  list(path: string): Value[] {
    const value = this.value(path);
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw new UnknownValueError(`${path} of ${this.label}, which should be a list,`, "unread");
    return value;
  }

  /** The objects of the list at a path, each with the same questions. */
  items(path: string): Resource[] {
    return this.list(path).map(
      (item, i) =>
        new Resource({
          key: `${this.key}#${path}[${i}]`,
          name: `${this.name}.${path}[${i}]`,
          type: this.type,
          properties: typeof item === "object" && item !== null && !Array.isArray(item) ? item : { value: item },
          ...(isUnknown(item) ? { unread: "is not known yet" } : {}),
        }),
    );
  }

  /** The texts of the list at a path. @throws UnknownValueError where one of them is unknown. */
  texts(path: string): string[] {
    return this.list(path).map((item) => {
      if (isUnknown(item)) throw new UnknownValueError(`${path} of ${this.label}`, item);
      if (typeof item === "object") throw new UnknownValueError(`${path} of ${this.label}, which should be a list of texts,`, "unread");
      return String(item);
    });
  }
}

/** An own member by its name, or by the same name in another case. */
function member(object: { [key: string]: Value }, name: string): Value {
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  const other = Object.keys(object).find((key) => key.toLowerCase() === lower);
  return other === undefined ? undefined : object[other];
}

/** The bag of properties that is unknown as a whole, if there is one: it may hold whatever is asked for. */
function bagOf(object: { [key: string]: Value }): Value {
  const bag = Object.hasOwn(object, "properties") ? object.properties : undefined;
  return isUnknown(bag) ? bag : undefined;
}
