import { sameResourceId } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import { AddressRange } from "../network/address-range";
import type { Resource } from "./resource";
import type { Scope } from "./scope";
import { find, UnknownValueError } from "./value";

/** Azure's own resolver, which knows the private zones that are linked to the asking VNet. */
const azureResolver = "168.63.129.16";

/**
 * Why the name of an endpoint would not resolve to it inside a VNet, in words; undefined where it would.
 * @throws UnknownValueError where that hangs on what is not in the input: zones and zone groups of a platform team, or DNS servers of one's own.
 */
export function dnsProblem(scope: Scope, endpoint: Resource, zoneName: string, networkId: string): string | undefined {
  return zoneProblem(scope, endpoint, zoneName, networkId) ?? serverProblem(scope, networkId);
}

function zoneProblem(scope: Scope, endpoint: Resource, zoneName: string, networkId: string): string | undefined {
  const zoneIds = zonesOf(scope, endpoint);
  if (zoneIds.length === 0) {
    // A platform that keeps the zones lets Azure Policy write the groups; who has zones of his own writes them himself.
    if (!hasZone(scope, zoneName)) throw new UnknownValueError(`the DNS zone group of ${endpoint.label}, and zone ${zoneName},`, "outside");
    return `${endpoint.label} has no DNS zone group`;
  }
  const zoneId = zoneIds.find((id) => id !== undefined && isCalled(id, zoneName));
  if (!zoneId) return `${endpoint.label} registers in ${zoneIds.map((id) => id?.split("/").pop()).join(", ")}, not in ${zoneName}`;
  const links = scope
    .ofType(resourceTypes.dnsZoneLink)
    .filter((link) => link.parentId !== undefined && sameResourceId(link.parentId, zoneId));
  const link = find(links, (candidate) => sameResourceId(candidate.text("virtualNetwork.id") ?? "", networkId));
  if (!link && !scope.byId(zoneId)) throw new UnknownValueError(`zone ${zoneName} (${zoneId})`, "outside");
  if (!link) return `zone ${zoneName} is not linked to VNet ${networkId.split("/").pop()}`;
  if (link.value("registrationEnabled") === true)
    return `${link.label} registers machines in ${zoneName}: registrationEnabled must be false`;
  return undefined;
}

/** The zones that an endpoint registers in. */
export function zonesOf(scope: Scope, endpoint: Resource): (string | undefined)[] {
  return scope
    .partsOf(endpoint, resourceTypes.dnsZoneGroup)
    .flatMap((group) => group.items("privateDnsZoneConfigs").map((config) => config.text("privateDnsZoneId")));
}

/** Whether the input holds a zone of a name: who keeps zones of his own writes zone groups himself. */
export const hasZone = (scope: Scope, name: string): boolean =>
  find(scope.ofType(resourceTypes.dnsZone), (zone) => isCalled(zone.knownId ?? zone.id, name)) !== undefined;

const isCalled = (zoneId: string, name: string): boolean => zoneId.toLowerCase().endsWith(`/privatednszones/${name.toLowerCase()}`);

/** A VNet that asks servers of its own asks no private zone by itself. */
function serverProblem(scope: Scope, networkId: string): string | undefined {
  const network = scope.byId(networkId);
  const servers = network?.texts("dhcpOptions.dnsServers").filter((server) => server !== azureResolver) ?? [];
  if (!network || servers.length === 0) return undefined;
  const open = servers.find((server) => AddressRange.tryParse(`${server}/32`)?.isPrivate !== true);
  if (open) return `${network.label} asks ${open}, which knows no private zone`;
  throw new UnknownValueError(`what the DNS servers ${servers.join(", ")} of ${network.label} answer`, "outside");
}
