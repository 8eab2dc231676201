import { resourceIdKey } from "../azure/resource-id";
import { inlineChildren } from "./inline-children";
import type { ResourceRecord } from "./resource";
import { contradictedValue, isUnknown, type Value } from "./value";

/**
 * The resources that records tell of, those that stand within others included. Where several tell of one, what all agree on holds, and
 * what they contradict each other on is unknown.
 */
export function mergeRecords(records: readonly ResourceRecord[]): ResourceRecord[] {
  const all = records.flatMap((record) => [record, ...inlineChildren(record)]);
  const merged = new Map<string, ResourceRecord>();
  for (const record of all) {
    const key =
      record.id === undefined || record.type.includes(":")
        ? `key ${record.key}`
        : `${record.type} ${resourceIdKey(record.id)}`.toLowerCase();
    const other = merged.get(key);
    merged.set(key, other ? mergeOf(other, record) : record);
  }
  return [...merged.values()];
}

/** The one that was declared by itself keeps its name. */
function mergeOf(first: ResourceRecord, second: ResourceRecord): ResourceRecord {
  const [own, other] = first.key.includes("#") && !second.key.includes("#") ? [second, first] : [first, second];
  if (own.unread !== undefined || other.unread !== undefined) return own.unread === undefined ? other : own;
  return {
    ...own,
    properties: mergeObjects(own.properties, other.properties, true),
    isForeign: own.isForeign === true && other.isForeign === true,
  };
}

/** What changes from answer to answer, and says nothing of what a resource lets through. */
const volatile = new Set(["etag", "provisioningstate", "resourceguid", "azureapiversion", "systemdata", "type", "id", "name", "tags"]);

function mergeObjects(a: { [key: string]: Value }, b: { [key: string]: Value }, isOutermost = false): { [key: string]: Value } {
  const result: { [key: string]: Value } = { ...a };
  for (const [key, value] of Object.entries(b)) {
    if (!Object.hasOwn(a, key) || (isOutermost && volatile.has(key.toLowerCase()))) result[key] ??= value;
    else result[key] = mergeValues(a[key], value);
  }
  return result;
}

function mergeValues(a: Value, b: Value): Value {
  if (a === undefined || a === null) return b;
  if (b === undefined || b === null || a === b) return a;
  if (isUnknown(a)) return a;
  if (isUnknown(b)) return b;
  if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase() ? a : contradictedValue;
  if (Array.isArray(a) && Array.isArray(b)) return mergeLists(a, b);
  if (typeof a === "object" && typeof b === "object" && !Array.isArray(a) && !Array.isArray(b)) return mergeObjects(a, b);
  return contradictedValue;
}

/** Lists of named things are compared by name, since answers order them otherwise; an empty one is a place where an answer says nothing. */
function mergeLists(a: Value[], b: Value[]): Value {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const nameOf = (value: Value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.name === "string"
      ? value.name.toLowerCase()
      : undefined;
  if ([...a, ...b].every((item) => nameOf(item) !== undefined)) {
    const others = new Map<string | undefined, Value>(b.map((item) => [nameOf(item), item]));
    const known = new Set(a.map(nameOf));
    return [
      ...a.map((item) => (others.has(nameOf(item)) ? mergeValues(item, others.get(nameOf(item))) : item)),
      ...b.filter((item) => !known.has(nameOf(item))),
    ];
  }
  return a.length === b.length ? a.map((item, i) => mergeValues(item, b[i])) : contradictedValue;
}
