import { isUnread, type Known } from "../facts/unread";
import type { FirewallPolicy } from "../firewall/firewall-policy";
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
      ...model.firewalls.flatMap(({ policy }) => (isUnread(policy) ? [] : tagsOfPolicy(policy))),
      ...subnets.flatMap(({ serviceEndpoints = [] }) => serviceEndpoints.flatMap(serviceEndpointTags)),
    ],
    knownTags,
  );
}

const rulesIn = (group: Known<NetworkSecurityGroup> | undefined) =>
  group && !isUnread(group) ? group.securityRules.flatMap((rule) => (isUnread(rule) ? [] : rule)) : [];

/** The service tags in the network rules of a policy and its parents (F14). */
function tagsOfPolicy(policy: FirewallPolicy): string[] {
  const base = policy.basePolicy;
  const known = <T>(list: Known<T>[]) => list.flatMap((one) => (isUnread(one) ? [] : one));
  const rules = known(policy.ruleCollectionGroups).flatMap((group) =>
    known(group.ruleCollections).flatMap((collection) => known(collection.rules)),
  );
  const terms = rules.flatMap((rule) => (rule.ruleType === "NetworkRule" ? (rule.destinationAddresses ?? []) : []));
  return [...(base && !isUnread(base) ? tagsOfPolicy(base) : []), ...terms.filter((term) => term !== "*" && !tryParseInterval(term))];
}
