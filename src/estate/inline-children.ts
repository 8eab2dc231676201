import { formatResourceId, parseResourceId } from "../azure/resource-id";
import { type ResourceTypeNames, resourceTypes } from "../azure/resource-types";
import type { ResourceRecord } from "./resource";
import { isUnknown, type Value } from "./value";

/** What a property of a parent holds: children by name, or another resource with an id of its own. */
interface Inline {
  path: string;
  type: ResourceTypeNames;
  /** Whether it is no child, but a resource of its own that is told where it is used. */
  isEmbedded?: boolean;
}

const inlineOf = new Map<string, Inline[]>(
  (
    [
      [
        resourceTypes.virtualNetwork,
        [
          { path: "subnets", type: resourceTypes.subnet },
          { path: "virtualNetworkPeerings", type: resourceTypes.peering },
        ],
      ],
      [
        resourceTypes.subnet,
        [
          { path: "networkSecurityGroup", type: resourceTypes.networkSecurityGroup, isEmbedded: true },
          { path: "routeTable", type: resourceTypes.routeTable, isEmbedded: true },
        ],
      ],
      [resourceTypes.networkSecurityGroup, [{ path: "securityRules", type: resourceTypes.securityRule }]],
      [resourceTypes.routeTable, [{ path: "routes", type: resourceTypes.route }]],
      [resourceTypes.privateEndpoint, [{ path: "privateDnsZoneGroups", type: resourceTypes.dnsZoneGroup }]],
      [resourceTypes.dnsZone, [{ path: "virtualNetworkLinks", type: resourceTypes.dnsZoneLink }]],
      [
        resourceTypes.serviceEndpointPolicy,
        [{ path: "serviceEndpointPolicyDefinitions", type: resourceTypes.serviceEndpointPolicyDefinition }],
      ],
      [resourceTypes.workspace, [{ path: "privateEndpointConnections", type: resourceTypes.workspaceConnection }]],
      [resourceTypes.storageAccount, [{ path: "privateEndpointConnections", type: resourceTypes.storageConnection }]],
      [resourceTypes.vault, [{ path: "privateEndpointConnections", type: resourceTypes.vaultConnection }]],
      [resourceTypes.sqlServer, [{ path: "privateEndpointConnections", type: resourceTypes.sqlConnection }]],
    ] as const
  ).map(([parent, inlines]) => [parent.arm.toLowerCase(), [...inlines] as Inline[]]),
);

/** Where a parent of a type holds children of another one; undefined where it holds none. */
export function inlinePath(parentType: string, childType: ResourceTypeNames): string | undefined {
  return inlineOf.get(parentType.toLowerCase())?.find(({ type }) => type.arm === childType.arm)?.path;
}

/** The resources that a record holds within itself, at every depth, as records of their own. */
export function inlineChildren(record: ResourceRecord): ResourceRecord[] {
  if (record.unread !== undefined) return [];
  return (inlineOf.get(record.type.toLowerCase()) ?? []).flatMap((inline) => {
    const held = record.properties[inline.path];
    const items = Array.isArray(held) ? held : inline.isEmbedded && isRecord(held) && tellsMoreThanItsId(held) ? [held] : [];
    return items.flatMap((item, i) => {
      const child = childOf(record, inline, item, i);
      return child ? [child, ...inlineChildren(child)] : [];
    });
  });
}

function childOf(parent: ResourceRecord, { path, type, isEmbedded }: Inline, item: Value, i: number): ResourceRecord | undefined {
  const key = `${parent.key}#${path}[${i}]`;
  const part = { ...(parent.id && !isEmbedded ? { parentId: parent.id } : {}), isForeign: parent.isForeign ?? false };
  if (!isRecord(item)) {
    const unread = isUnknown(item) ? "is not known yet" : "is no object";
    return { key, name: `${parent.name}.${path}[${i}]`, type: type.arm, properties: {}, unread, ...part };
  }
  // A reference, and nothing more: an answer names its children so.
  if (!tellsMoreThanItsId(item)) return undefined;
  const name = typeof item.name === "string" ? item.name : undefined;
  const id = typeof item.id === "string" && parseResourceId(item.id) ? item.id : isEmbedded ? undefined : idBelow(parent, type, name);
  return { key, name: name ?? `${parent.name}.${path}[${i}]`, type: type.arm, ...(id ? { id } : {}), properties: item, ...part };
}

const isRecord = (value: Value): value is { [key: string]: Value } => typeof value === "object" && value !== null && !Array.isArray(value);

/** An answer's id, name and state alone say nothing of what a resource is. */
const naming = new Set(["id", "name", "type", "etag", "provisioningState", "resourceGroup"]);
const tellsMoreThanItsId = (value: { [key: string]: Value }): boolean => Object.keys(value).some((key) => !naming.has(key));

function idBelow(parent: ResourceRecord, type: ResourceTypeNames, name: string | undefined): string | undefined {
  const own = parent.id === undefined ? undefined : parseResourceId(parent.id);
  return own && name !== undefined ? formatResourceId(own.scope, type.arm, [...own.names, name]) : undefined;
}
