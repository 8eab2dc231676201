import { renamed } from "../../src/azure/dialects/azure-native";
import { resourceTypes } from "../../src/azure/resource-types";
import type { Value } from "../../src/estate/value";
import azureNative from "../../src/local-azure/shapes/azure-native.json";
import type { PropertyShape, ShapeTable, TypeShape } from "../../src/local-azure/shapes/shape";
import type { Edit } from "../support/edit";

const table = azureNative as unknown as ShapeTable;

/** One change of one deployment. */
export interface Weakening {
  /** The resource's name in the deployment. */
  resource: string;
  /** Its type. */
  type: string;
  /** Where, in dotted form with indexes; empty for the resource as a whole. */
  path: string;
  /** What is done: `flip`, `set`, `drop`, `widen`, `redirect`, `shorten`, `swap`, `edit`, `remove`. */
  kind: string;
  /** The change in words. */
  what: string;
  apply(edit: Edit): void;
}

type Path = (string | number)[];

const show = (path: Path) =>
  path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
const brief = (value: unknown) => (JSON.stringify(value) ?? "nothing").slice(0, 80);

/** Every single weakening of a deployment that a machine can think of. */
export function weakeningsOf(edit: Edit): Weakening[] {
  return edit.records.flatMap((record) => {
    const inputs = inputsOf(record.type);
    const members = (name: string) => inAzuresNames(record.type, table.types[name] ?? {});
    const found: Weakening[] = [];
    const add = (path: Path, kind: string, what: string, change: (edit: Edit) => void) =>
      found.push({ resource: record.name, type: record.type, path: show(path), kind, what: `${show(path)} ${what}`.trim(), apply: change });
    const set = (path: Path, kind: string, value: Value, label = `becomes ${brief(value)}`) =>
      add(path, kind, label, (e) => {
        const changed = e.get(record.name);
        put(changed.properties, path, value);
        // The id of what extends another resource holds where.
        if (path.length === 1 && path[0] === "scope" && changed.id)
          changed.id = `${String(value)}/providers/${changed.id.split("/providers/").pop()}`;
      });
    const drop = (path: Path) => add(path, "drop", "is left out", (e) => put(e.get(record.name).properties, path, undefined));

    add([], "remove", "is not there", (e) => e.remove(record.name));
    const walk = (value: Value, path: Path, type: TypeShape | undefined): void => {
      if (path.length > 0 && value !== undefined && typeof path.at(-1) !== "number") drop(path);
      if (typeof type === "object" && "enum" in type)
        for (const other of table.enums[type.enum] ?? []) if (other !== value) set(path, "set", other);
      if (typeof value === "boolean") set(path, "flip", !value);
      else if (typeof value === "number") for (const other of [0, 1, Math.floor(value / 2)]) set(path, "shorten", other);
      else if (typeof value === "string")
        for (const [kind, other, label] of variants(value, edit, record.name, path)) set(path, kind, other, label);
      else if (Array.isArray(value)) {
        value.forEach((item, i) => {
          walk(item, [...path, i], typeof type === "object" && "array" in type ? type.array : undefined);
          add([...path, i], "drop", "is left out", (e) => {
            const list = at(e.get(record.name).properties, path) as Value[];
            list.splice(i, 1);
          });
        });
      } else if (typeof value === "object" && value !== null) {
        const nested: Shapes | undefined = typeof type === "object" && "ref" in type ? members(type.ref) : undefined;
        for (const [key, item] of Object.entries(value)) walk(item, [...path, key], nested?.[key]?.type);
        // What is not set may be set: booleans and choices have few values.
        for (const [key, { type: unset }] of Object.entries(nested ?? {}))
          if (!(key in value)) for (const other of choices(unset)) set([...path, key], "set", other);
      }
    };
    for (const [key, { type }] of Object.entries(inputs)) {
      const value = record.properties[key];
      if (value !== undefined) walk(value, [key], type);
      else for (const other of choices(type)) set([key], "set", other);
    }
    // Answers beyond what was asked for: a key's type and size, and everything of the Databricks provider.
    for (const [key, value] of Object.entries(record.properties)) if (!(key in inputs) && !answered.has(key)) walk(value, [key], undefined);
    return [...found, ...additions(edit, record.name, record.type)];
  });
}

type Shapes = Record<string, PropertyShape>;

/** The properties that may be asked for, by Azure's names: the graph speaks them, and has no `properties` around others. */
function inputsOf(type: string): Shapes {
  const own = table.resources[`azure-native:${pulumiNames.get(type) ?? ""}`]?.inputs ?? {};
  const { properties: bag, ...others } = inAzuresNames(type, own);
  const inside = bag && typeof bag.type === "object" && "ref" in bag.type ? inAzuresNames(type, table.types[bag.type.ref] ?? {}) : {};
  return { ...inside, ...others };
}

function inAzuresNames(type: string, shapes: Shapes): Shapes {
  return Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [renamed[type]?.[key] ?? key, shape]));
}

/** What Azure says of a resource, and nobody can ask for. */
const answered = new Set([
  "etag",
  "provisioningState",
  "resourceGuid",
  "azureApiVersion",
  "type",
  "systemData",
  "creationTime",
  "createdDate",
  "modifiedDate",
  "createdOn",
  "updatedOn",
  "createdDateTime",
  "state",
  "status",
]);

const pulumiNames = new Map(Object.values(resourceTypes).map(({ arm, pulumi }) => [arm, pulumi]));

/** The values of a type that has few. */
function choices(type: TypeShape): Value[] {
  if (type === "boolean") return [true, false];
  return typeof type === "object" && "enum" in type ? (table.enums[type.enum] ?? []) : [];
}

const cidr = /^(\d+\.){3}\d+\/\d+$/;
const port = /^\d+(-\d+)?$/;
const tag = /^(VirtualNetwork|Internet|AzureDatabricks|AzureActiveDirectory|(Sql|Storage|EventHub|AzureKeyVault)(\.\w+)?)$/;

/** What a text may become, by what it looks like. */
function* variants(value: string, edit: Edit, own: string, path: Path): Generator<[kind: string, value: Value, label?: string]> {
  if (cidr.test(value)) {
    const [address, length] = value.split("/") as [string, string];
    yield ["widen", "0.0.0.0/0"];
    yield ["widen", `${address}/${Math.max(0, Number(length) - 8)}`];
    yield ["swap", "203.0.113.0/24"];
  } else if (port.test(value) && value.length < 12) {
    yield ["widen", "*"];
    yield ["widen", "0-65535"];
  } else if (tag.test(value)) {
    for (const other of ["*", "Internet", "Storage", "AzureCloud"]) if (other !== value) yield ["swap", other];
    if (value.includes(".")) yield ["widen", value.split(".")[0] as string];
  } else if (value === "true" || value === "false") yield ["flip", value === "true" ? "false" : "true"];
  else if (/^\d+$/.test(value)) yield ["shorten", "0"];
  else if (/\/roleDefinitions\//.test(value)) yield ["swap", value.replace(/[^/]+$/, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635")];
  else if (value.startsWith("CAN_") || value === "READ") yield ["set", value === "READ" ? "MANAGE" : "CAN_MANAGE"];
  else if (value === "admins") yield ["set", "users"];
  else if (/^(RSA|EC)(-HSM)?$/.test(value)) for (const other of ["RSA", "EC", "RSA-HSM"]) yield ["set", other];
  else if (value.startsWith("/subscriptions/")) {
    const parent = value.split("/").slice(0, -2).join("/");
    if (path.at(-1) === "scope")
      for (const wider of [parent, value.split("/providers/")[0] as string, value.split("/").slice(0, 3).join("/")]) yield ["widen", wider];
    const twin = edit.records.find(
      (r) => r.id && r.name !== own && typeOf(r.id) === typeOf(value) && r.id.toLowerCase() !== value.toLowerCase(),
    );
    if (twin) yield ["redirect", twin.id as string];
    yield ["redirect", value.replace(/\/subscriptions\/[^/]+/, "/subscriptions/99999999-0000-4000-8000-000000000000")];
  } else if (/^https:\/\/[^/]+\.vault\./.test(value)) yield ["redirect", "https://elsewhere.vault.azure.net/"];
  else if (value.startsWith("{")) yield* policyVariants(value);
  else if (value.length > 2000 && /^[A-Za-z0-9+/=]+$/.test(value)) {
    const script = Buffer.from(value, "base64").toString();
    yield ["edit", Buffer.from(`${script}\nexit 0\n`).toString("base64")];
    yield ["edit", Buffer.from(script.replace("saslFallback false", "saslFallback true").replace("set -", "# set -")).toString("base64")];
    yield ["edit", Buffer.from("#!/bin/bash\n").toString("base64")];
  }
}

const typeOf = (id: string) =>
  id
    .split("/")
    .filter((_, i) => i % 2 === 1)
    .join("/")
    .toLowerCase();

/** A cluster policy without each of its limits, and with each of them loosened. */
function* policyVariants(definition: string): Generator<[kind: string, value: Value, label: string]> {
  let limits: Record<string, { type?: string; value?: unknown; values?: unknown[]; maxValue?: number }>;
  try {
    limits = JSON.parse(definition) as typeof limits;
  } catch {
    return;
  }
  for (const [attribute, limit] of Object.entries(limits)) {
    const { [attribute]: _gone, ...rest } = limits;
    const loosened = (other: object) => JSON.stringify({ ...limits, [attribute]: other });
    yield ["drop", JSON.stringify(rest), `without a limit of ${attribute}`];
    // What is forbidden and then unlimited is free, as it is without a limit.
    if (limit.type !== "forbidden") yield ["set", loosened({ type: "unlimited" }), `with ${attribute} unlimited`];
    if (limit.value !== undefined)
      yield [
        "set",
        loosened({ ...limit, value: typeof limit.value === "boolean" ? !limit.value : "other" }),
        `with another value of ${attribute}`,
      ];
    if (limit.values)
      yield [
        "set",
        loosened({ ...limit, values: [...limit.values, "Standard_A2_v2", "NONE", "12.2.x-scala2.12"] }),
        `with more values of ${attribute}`,
      ];
    if (limit.maxValue) yield ["shorten", loosened({ ...limit, maxValue: limit.maxValue * 100 }), `with a wider range of ${attribute}`];
  }
}

/** Resources that open something, beside those that are there. */
function additions(edit: Edit, name: string, type: string): Weakening[] {
  const record = edit.get(name);
  const add = (what: string, kind: string, added: Parameters<Edit["add"]>): Weakening => ({
    resource: name,
    type,
    path: "",
    kind,
    what,
    apply: (e) => e.add(...added),
  });
  if (type === resourceTypes.networkSecurityGroup.arm && record.id) {
    const rule = (label: string, properties: Record<string, Value>): Weakening =>
      add(`gets the rule ${label}`, "add", [
        resourceTypes.securityRule,
        `${name}-${label}`,
        `${record.id}/securityRules/${label}`,
        { name: label, access: "Allow", priority: 300, protocol: "*", sourcePortRange: "*", destinationPortRange: "*", ...properties },
      ]);
    return [
      rule("everything-in", { direction: "Inbound", sourceAddressPrefix: "*", destinationAddressPrefix: "*" }),
      rule("internet-in", {
        direction: "Inbound",
        sourceAddressPrefix: "Internet",
        destinationAddressPrefix: "VirtualNetwork",
        destinationPortRange: "22",
      }),
      rule("everything-out", { direction: "Outbound", sourceAddressPrefix: "*", destinationAddressPrefix: "*" }),
      rule("storage-out", {
        direction: "Outbound",
        sourceAddressPrefix: "*",
        destinationAddressPrefix: "AzureCloud",
        destinationPortRange: "443",
      }),
    ];
  }
  if (type === resourceTypes.sqlServer.arm && record.id)
    return [
      add("lets all of Azure in", "add", [
        resourceTypes.sqlFirewallRule,
        `${name}-azure`,
        `${record.id}/firewallRules/azure`,
        { startIpAddress: "0.0.0.0", endIpAddress: "0.0.0.0" },
      ]),
    ];
  return [];
}

function at(root: Record<string, Value>, path: Path): Value {
  return path.reduce<Value>((value, part) => (value as Record<PropertyKey, Value> | undefined)?.[part], root);
}

function put(root: Record<string, Value>, path: Path, value: Value): void {
  const parent = at(root, path.slice(0, -1)) as Record<PropertyKey, Value>;
  const last = path.at(-1) as string | number;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}
