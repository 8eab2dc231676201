/** Properties in any dialect: JSON, with marks for what is unknown. */
export type Properties = Record<string, unknown>;

/** Whether a value is an object with properties of its own. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Maps whose keys are names of the customer's, not of Azure's. */
const freeKeys = new Set(["tags", "metadata", "customConfig", "userAssignedIdentities"]);

/**
 * Azure's properties without the `properties` around them, at every depth: `{ name, properties: { access } }` becomes `{ name, access }`.
 * What stands outside wins where both have it. An unknown bag stays, so that what it may hold is unknown.
 */
export function flatten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flatten);
  if (!isObject(value)) return value;
  const result: Properties = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === "properties" && isObject(item)) continue;
    put(result, key, freeKeys.has(key) ? item : flatten(item));
  }
  if (isObject(value.properties))
    for (const [key, item] of Object.entries(flatten(value.properties) as Properties))
      if (!Object.hasOwn(result, key)) put(result, key, item);
  return result;
}

/** Keys with other names, at every depth. */
export function rename(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, names));
  if (!isObject(value)) return value;
  const result: Properties = {};
  for (const [key, item] of Object.entries(value))
    put(result, Object.hasOwn(names, key) ? (names[key] as string) : key, freeKeys.has(key) ? item : rename(item, names));
  return result;
}

/** Sets an own property, whatever its name: `__proto__` is a key like any other. */
function put(target: Properties, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
