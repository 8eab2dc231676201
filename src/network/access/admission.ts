import type { Reading } from "../facts/reading";
import { same } from "../nsg/virtual-network-tag";
import type { AddressSet } from "../packets/address-set";
import type { Universe } from "../packets/universe";

/** Who asks a service for access, as its network rules see it. */
export type Client =
  | {
      kind: "public";
      address: string;
      /** Whether it runs in the region of the service; undefined where that is not known. */
      isSameRegion?: boolean;
      /** Whether the address is one of Azure's, whoever rents it; undefined where that is not known. */
      isAzure?: boolean;
    }
  /** A machine whose subnet reaches the service by service endpoint: the service sees the subnet, not an address (S7). */
  | { kind: "subnet"; id: string }
  | { kind: "privateEndpoint" }
  | { kind: "trustedService" }
  | { kind: "resource"; tenantId: string; resourceId: string };

/** Whom a service admits over the network; authentication comes on top. Approved private endpoints always are (S5). */
export interface Admission {
  /** Public addresses, all at once, so that many blocks that add up to everything are seen as that (B12). */
  addresses: AddressSet;
  /** Rules for addresses do not hold for clients of the service's own region (S13). */
  addressesSkipOwnRegion: boolean;
  /** Every address that Azure rents to anybody (S20). */
  allOfAzure: boolean;
  /** Ids of subnets. */
  subnets: string[];
  trustedServices: boolean;
  resources: { tenantId: string; resourceId: string }[];
}

export const nobody = (universe: Universe): Admission => ({
  addresses: universe.prefixes([]),
  addressesSkipOwnRegion: false,
  allOfAzure: false,
  subnets: [],
  trustedServices: false,
  resources: [],
});

/** Everybody: all addresses and all subnets. */
export const everybody = (universe: Universe): Admission => ({
  ...nobody(universe),
  addresses: universe.everything,
  allOfAzure: true,
  trustedServices: true,
});

/** Whether a client is admitted, in one reading. */
export function admits(admission: Admission, client: Client, universe: Universe, reading: Reading): boolean {
  const isOpen = admission.addresses.equals(universe.everything);
  switch (client.kind) {
    case "privateEndpoint":
      return true;
    case "subnet":
      return isOpen || admission.subnets.some((id) => same(id, client.id));
    case "trustedService":
      return isOpen || admission.trustedServices;
    case "resource":
      return (
        isOpen ||
        admission.resources.some(({ tenantId, resourceId }) => same(tenantId, client.tenantId) && matches(resourceId, client.resourceId))
      );
    case "public": {
      if (isOpen) return true;
      const byAzure =
        admission.allOfAzure && (client.isAzure ?? reading.lets(`whether ${client.address} is an address of Azure is not known`));
      if (byAzure) return true;
      if (!admission.addresses.overlaps(universe.prefixes([client.address]))) return false;
      if (!admission.addressesSkipOwnRegion) return true;
      return !(client.isSameRegion ?? !reading.lets(`whether ${client.address} is in the account's region is not known`));
    }
  }
}

/** Resource access rules may end in `*` for every resource of a kind. */
const matches = (pattern: string, id: string): boolean =>
  pattern.endsWith("*") ? id.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase()) : same(pattern, id);
