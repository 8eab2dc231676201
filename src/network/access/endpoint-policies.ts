import { databricksServiceAlias } from "../../azure/service-tags";
import type { Reading } from "../facts/reading";
import { isUnread, type Known } from "../facts/unread";

/** A service endpoint policy of a subnet: what it lets through to. */
export interface ServiceEndpointPolicy {
  id: string;
  /** Ids of accounts, resource groups or subscriptions, or an alias of Azure's. */
  serviceResources: string[];
}

/**
 * Whether the policies of a subnet let a request through to a storage account (S9): together they list it, its group or its
 * subscription. No policy filters nothing, and what does not go by the service endpoint is not filtered. Which accounts
 * Databricks' alias stands for (S10) is not known.
 */
export function passesEndpointPolicies(
  policies: Known<ServiceEndpointPolicy>[],
  account: string,
  byServiceEndpoint: boolean,
  reading: Reading,
): boolean {
  if (policies.length === 0 || !byServiceEndpoint) return true;
  const target = `${account.toLowerCase()}/`;
  return policies.some((policy) => {
    if (isUnread(policy)) return reading.lets(policy.unread);
    return policy.serviceResources.some((resource) => {
      if (resource.toLowerCase() === databricksServiceAlias.toLowerCase())
        return reading.lets(`whether ${account} is Databricks' own is not known`);
      return target.startsWith(`${resource.toLowerCase().replace(/\/$/, "")}/`);
    });
  });
}
