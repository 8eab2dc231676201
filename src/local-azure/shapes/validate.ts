import { unknownSentinel } from "../../azure/pulumi-wire";
import type { PropertyShape, ResourceShape, ShapeTable, TypeShape } from "./shape";

/** One way in which a request does not fit the shape of its type. */
export interface ShapeProblem {
  /** Dotted path of the property. */
  property: string;
  /** Azure's error code for it. */
  code: string;
  message: string;
}

/**
 * Compares a request with the shape of its type: unknown, missing and mistyped properties, and values that an enum does
 * not have. Values that only an update will know are passed over. The message of a missing property is the provider's own
 * (`missing required property`); those of the others follow Azure Resource Manager's wording, from memory.
 */
export function validateShape(table: ShapeTable, shape: ResourceShape, inputs: Record<string, unknown>): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  checkProperties(table, shape.inputs, inputs, "", problems);
  return problems;
}

function checkProperties(
  table: ShapeTable,
  shapes: Record<string, PropertyShape>,
  values: Record<string, unknown>,
  prefix: string,
  problems: ShapeProblem[],
): void {
  for (const [name, shape] of Object.entries(shapes)) {
    if (shape.required && (values[name] === undefined || values[name] === null)) {
      problems.push({
        property: prefix + name,
        code: "MissingRequiredProperty",
        message: `missing required property '${prefix}${name}'`,
      });
    }
  }
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (shape) {
      checkValue(table, shape.type, value, prefix + name, problems);
      continue;
    }
    const close = closest(name, Object.keys(shapes));
    problems.push({
      property: prefix + name,
      code: "InvalidRequestContent",
      message:
        `The request content was invalid and could not be deserialized: 'Could not find member '${name}' on the object. Path '${prefix}${name}'.'` +
        (close ? ` Did you mean '${close}'?` : ""),
    });
  }
}

function checkValue(table: ShapeTable, type: TypeShape, value: unknown, path: string, problems: ShapeProblem[]): void {
  if (value === unknownSentinel || type === "any") return;
  const mistyped = (wanted: string) =>
    problems.push({
      property: path,
      code: "InvalidRequestContent",
      message: `The request content was invalid and could not be deserialized: 'Error converting value ${brief(value)} to type '${wanted}'. Path '${path}'.'`,
    });
  if (typeof type === "string") {
    if (typeof value !== type) mistyped(type);
    return;
  }
  if ("enum" in type) {
    const values = table.enums[type.enum] ?? [];
    if (!values.some((allowed) => equalsIgnoringCase(allowed, value))) {
      problems.push({
        property: path,
        code: "InvalidRequestFormat",
        message: `Cannot parse the request. Error converting value ${brief(value)} to type '${type.enum.split(".").pop()}'. Path '${path}'. Allowed values: ${values.join(", ")}.`,
      });
    }
    return;
  }
  if ("array" in type) {
    if (!Array.isArray(value)) mistyped("array");
    else for (const [i, item] of value.entries()) checkValue(table, type.array, item, `${path}[${i}]`, problems);
    return;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    mistyped("object");
    return;
  }
  if ("map" in type) for (const [key, item] of Object.entries(value)) checkValue(table, type.map, item, `${path}.${key}`, problems);
  else checkProperties(table, table.types[type.ref] ?? {}, value as Record<string, unknown>, `${path}.`, problems);
}

/** A value as a message shows it: short ones whole, others by their kind, since they may hold secrets. */
function brief(value: unknown): string {
  const text = JSON.stringify(value);
  if (typeof value !== "object" && text.length <= 60) return text;
  return Array.isArray(value) ? "(a list)" : typeof value === "object" ? "(an object)" : `(a ${typeof value} of ${text.length} characters)`;
}

function equalsIgnoringCase(a: string | number, b: unknown): boolean {
  return typeof a === "string" && typeof b === "string" ? a.toLowerCase() === b.toLowerCase() : a === b;
}

/** The name that differs least from a misspelt one, where two edits or fewer lie between. */
function closest(name: string, candidates: string[]): string | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }));
  ranked.sort((a, b) => a.distance - b.distance);
  return ranked[0] && ranked[0].distance <= 2 ? ranked[0].candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(
        (previous[j] as number) + 1,
        (current[j - 1] as number) + 1,
        (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    previous = current;
  }
  return previous[b.length] as number;
}
