import { sameResourceId } from "../azure/resource-id";
import { resourceTypes } from "../azure/resource-types";
import type { Resource } from "./resource";
import type { Scope } from "./scope";
import { find, UnknownValueError } from "./value";

/** The type of a VNet's connection to a virtual WAN's hub, whose routes are not read. */
const hubConnectionType = "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections";

/**
 * Where a subnet's default route leads, if to an appliance: its address. The two halves of the address space together are a default route too.
 * Undefined where no route says anything of the rest of the world.
 * @throws UnknownValueError where a gateway, a virtual hub or a route table outside of the input decides.
 */
export function applianceRoute(scope: Scope, subnet: Resource): string | undefined {
  const routes = routesOf(scope, subnet);
  const whole = routes.filter((route) => route.is("addressPrefix", "0.0.0.0/0"));
  const halves = ["0.0.0.0/1", "128.0.0.0/1"].map((half) => routes.find((route) => route.is("addressPrefix", half)));
  const deciding = halves.every((half) => half !== undefined) ? halves : whole;
  const gateway = deciding.find((route) => route?.is("nextHopType", "VirtualNetworkGateway"));
  if (gateway) throw new UnknownValueError(`where the gateway that ${gateway.label} leads to sends it`, "outside");
  const hops = deciding.map((route) => (route?.is("nextHopType", "VirtualAppliance") ? route.text("nextHopIpAddress") : undefined));
  if (hops.length > 0) return hops.every((hop) => hop !== undefined && hop === hops[0]) ? hops[0] : undefined;
  const connection = find(scope.ofType(hubConnectionType), (candidate) =>
    sameResourceId(candidate.text("remoteVirtualNetwork.id") ?? "", subnet.parentId ?? ""),
  );
  if (connection) throw new UnknownValueError(`where the hub of ${connection.label} sends what leaves`, "unread");
  return undefined;
}

/** The routes of a subnet's table; none for a subnet without one. @throws UnknownValueError where the table is outside of the input. */
export function routesOf(scope: Scope, subnet: Resource): Resource[] {
  const id = subnet.text("routeTable.id");
  if (id === undefined) return [];
  const table = scope.byId(id);
  if (!table) throw new UnknownValueError(`route table ${id}`, "outside");
  return scope.partsOf(table, resourceTypes.route);
}
