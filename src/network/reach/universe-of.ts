import { isUnread, type Known } from "../facts/unread";
import type { NetworkModel } from "../model";
import { termsOf } from "../nsg/compiled-rule";
import type { NetworkSecurityGroup } from "../nsg/security-rule";
import { serviceTagsIn } from "../nsg/tag-scope";
import { tryParseInterval } from "../packets/address";
import { type KnownTags, Universe } from "../packets/universe";
import { serviceEndpointTags } from "../routes/service-endpoints";

/** The universe that tells apart all service tags that a model names. */
export function universeOf(model: NetworkModel, knownTags: readonly KnownTags[] = []): Universe {
  const subnets = model.virtualNetworks.flatMap((network) => network.subnets);
  const groups = [...subnets, ...model.networkInterfaces].map((one) => one.networkSecurityGroup);
  const admin = model.virtualNetworks.flatMap((network) => network.securityAdmin?.rules ?? []);
  const routes = subnets.flatMap(({ routeTable }) => (routeTable && !isUnread(routeTable) ? routeTable.routes : []));
  return new Universe(
    [
      ...serviceTagsIn(groups.flatMap(rulesIn).flatMap(termsOf)),
      ...serviceTagsIn(admin.flatMap((rule) => (isUnread(rule) ? [] : termsOf({ ...rule, access: "Allow" })))),
      ...routes.flatMap((route) => (isUnread(route) || tryParseInterval(route.addressPrefix) ? [] : route.addressPrefix)),
      ...subnets.flatMap(({ serviceEndpoints = [] }) => serviceEndpoints.flatMap(serviceEndpointTags)),
    ],
    knownTags,
  );
}

const rulesIn = (group: Known<NetworkSecurityGroup> | undefined) =>
  group && !isUnread(group) ? group.securityRules.flatMap((rule) => (isUnread(rule) ? [] : rule)) : [];
