import type { ResourceTypeNames } from "../../src/azure/resource-types";
import { Estate } from "../../src/estate/estate";
import type { Profile } from "../../src/estate/profile";
import type { ResourceRecord } from "../../src/estate/resource";
import type { Scope } from "../../src/estate/scope";
import { unknownValue, type Value } from "../../src/estate/value";

/** A deployment that a test changes: a copy, so that the original stays as it is. */
export class Edit {
  records: ResourceRecord[];
  profile: Profile;
  readonly name: string;
  /** What NodeTrafficCheck saw, and the day on which it is judged. */
  wire: Scope["wire"];

  constructor(deployment: Scope) {
    this.name = deployment.name;
    this.profile = deployment.profile;
    this.records = deployment.records.map((record) => ({ ...record, properties: copy(record.properties) as Record<string, Value> }));
  }

  /** The one resource with a logical name. */
  get(name: string): ResourceRecord {
    const found = this.records.filter((r) => r.name === name);
    if (found.length !== 1) throw new Error(`${found.length} resources are called ${name}: ${this.records.map((r) => r.name).join(", ")}`);
    return found[0] as ResourceRecord;
  }

  /** Sets the value at a dotted path; undefined takes it away. A path that does not exist is made. */
  set(name: string, path: string, value: Value): this {
    const parts = path.split(".");
    let at: Record<string, Value> = this.get(name).properties;
    for (const part of parts.slice(0, -1)) {
      if (typeof at[part] !== "object" || at[part] === null) at[part] = {};
      at = at[part] as Record<string, Value>;
    }
    const last = parts.at(-1) as string;
    if (value === undefined) delete at[last];
    else at[last] = value;
    return this;
  }

  /** Makes the value at a path unknown. */
  blur(name: string, path: string): this {
    return this.set(name, path, unknownValue);
  }

  remove(...names: string[]): this {
    for (const name of names) {
      const gone = this.get(name);
      this.records = this.records.filter((r) => r !== gone);
    }
    return this;
  }

  removeType(type: ResourceTypeNames | string): this {
    const wanted = typeof type === "string" ? type : type.arm;
    this.records = this.records.filter((r) => r.type !== wanted);
    return this;
  }

  /** Removes everything but some types. */
  keepOnly(...types: ResourceTypeNames[]): this {
    this.records = this.records.filter((r) => types.some((type) => type.arm === r.type));
    return this;
  }

  /** Takes the id away, as before the resource exists. */
  unborn(name: string): this {
    delete this.get(name).id;
    return this;
  }

  add(type: ResourceTypeNames | string, name: string, id: string | undefined, properties: Record<string, Value>): this {
    const arm = typeof type === "string" ? type : type.arm;
    this.records.push({ key: `${arm}::${name}`, name, type: arm, ...(id ? { id } : {}), properties });
    return this;
  }

  as(profile: Profile): this {
    this.profile = profile;
    return this;
  }

  /** The scope of the quickstart's workspace, or the first one. */
  done(): Scope {
    const scopes = this.scopes();
    return scopes.find(({ workspace }) => workspace?.name === "lakehouse-workspace") ?? (scopes[0] as Scope);
  }

  /** A scope for each workspace. */
  scopes(): Scope[] {
    const records = this.records.map((record) => ({ ...record, profile: this.profile }));
    const scopes = new Estate([{ name: this.name, records }]).scopes(this.profile);
    for (const scope of scopes) if (this.wire) scope.wire = this.wire;
    return scopes;
  }
}

function copy(value: Value): Value {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}
