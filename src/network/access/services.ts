import type { Reading } from "../facts/reading";
import { isUnread, type Known } from "../facts/unread";
import { ipv4Space, parseInterval } from "../packets/address";
import type { Universe } from "../packets/universe";
import { type Admission, everybody, nobody } from "./admission";

/** The network rules of a storage account. */
export interface StorageAccess {
  publicNetworkAccess: Known<"Enabled" | "Disabled" | "SecuredByPerimeter">;
  defaultAction: Known<"Allow" | "Deny">;
  ipRules: string[];
  /** Ids of subnets. */
  virtualNetworkRules: string[];
  resourceAccessRules: { tenantId: string; resourceId: string }[];
  /** `None`, or `AzureServices` with others. */
  bypass: string;
  /** The association with a network security perimeter, where there is one. */
  perimeter?: Known<{ accessMode: "Transition" | "Enforced"; inboundPrefixes: string[] }>;
}

/** Whom a storage account admits (S11 to S17, and the table of perimeters). */
export function storageAdmission(access: StorageAccess, universe: Universe, reading: Reading): Admission {
  const { publicNetworkAccess, defaultAction, perimeter } = access;
  const unread = [publicNetworkAccess, defaultAction, perimeter].find(isUnread);
  if (unread) return reading.lets(unread.unread) ? everybody(universe) : nobody(universe);
  const byPerimeter = perimeter && !isUnread(perimeter) ? universe.prefixes(perimeter.inboundPrefixes) : universe.prefixes([]);
  const isEnforced = perimeter && !isUnread(perimeter) && perimeter.accessMode === "Enforced";
  if (isEnforced || publicNetworkAccess === "SecuredByPerimeter") return { ...nobody(universe), addresses: byPerimeter };
  const trustedServices = /AzureServices/i.test(access.bypass);
  if (publicNetworkAccess === "Disabled") {
    const holds = (trustedServices || access.resourceAccessRules.length > 0) && reading.lets("S16");
    const exempt = holds ? { trustedServices, resources: access.resourceAccessRules } : {};
    return { ...nobody(universe), addresses: byPerimeter, ...exempt };
  }
  if (defaultAction === "Allow") return everybody(universe);
  return {
    ...nobody(universe),
    addresses: universe.prefixes(access.ipRules).union(byPerimeter),
    addressesSkipOwnRegion: byPerimeter.isEmpty,
    subnets: access.virtualNetworkRules,
    trustedServices,
    resources: access.resourceAccessRules,
  };
}

/** The network rules of a key vault. */
export interface VaultAccess {
  publicNetworkAccess: Known<"Enabled" | "Disabled">;
  /** Absent: every network. */
  networkAcls?: Known<{
    defaultAction: "Allow" | "Deny";
    bypass: "AzureServices" | "None";
    ipRules: string[];
    virtualNetworkRules: string[];
  }>;
}

/** Whom a key vault admits to its data (S24 to S26). */
export function vaultAdmission({ publicNetworkAccess, networkAcls }: VaultAccess, universe: Universe, reading: Reading): Admission {
  const unread = [publicNetworkAccess, networkAcls].find(isUnread);
  if (unread) return reading.lets(unread.unread) ? everybody(universe) : nobody(universe);
  const acls = isUnread(networkAcls) ? undefined : networkAcls;
  const trustedServices = acls ? acls.bypass === "AzureServices" : true;
  if (publicNetworkAccess === "Disabled") return { ...nobody(universe), trustedServices };
  if (!acls || acls.defaultAction === "Allow") return everybody(universe);
  return { ...nobody(universe), addresses: universe.prefixes(acls.ipRules), subnets: acls.virtualNetworkRules, trustedServices };
}

/** The network rules of a SQL server. */
export interface SqlAccess {
  publicNetworkAccess: Known<"Enabled" | "Disabled" | "SecuredByPerimeter">;
  firewallRules: Known<{ startIpAddress: string; endIpAddress: string }>[];
  ipv6FirewallRules: Known<{ startIPv6Address: string; endIPv6Address: string }>[];
  virtualNetworkRules: Known<string>[];
}

/** Whom a SQL server admits (S18 to S22). */
export function sqlAdmission(access: SqlAccess, universe: Universe, reading: Reading): Admission {
  const { publicNetworkAccess } = access;
  const unread = [publicNetworkAccess, ...access.firewallRules, ...access.ipv6FirewallRules, ...access.virtualNetworkRules].find(isUnread);
  if (!isUnread(publicNetworkAccess) && publicNetworkAccess !== "Enabled") return nobody(universe);
  if (unread) return reading.lets(unread.unread) ? everybody(universe) : nobody(universe);
  const rules = access.firewallRules.flatMap((rule) => (isUnread(rule) ? [] : rule));
  const isAzure = (rule: (typeof rules)[number]) => rule.startIpAddress === "0.0.0.0" && rule.endIpAddress === "0.0.0.0";
  const ranges = rules.filter((rule) => !isAzure(rule)).map((rule) => `${rule.startIpAddress}-${rule.endIpAddress}`);
  const ipv6 = access.ipv6FirewallRules.flatMap((rule) => (isUnread(rule) ? [] : `${rule.startIPv6Address}-${rule.endIPv6Address}`));
  return {
    ...nobody(universe),
    addresses: universe.prefixes([...ranges, ...(ipv6.length > 0 && reading.lets("S22") ? ipv6 : [])]),
    allOfAzure: rules.some(isAzure),
    subnets: access.virtualNetworkRules.flatMap((rule) => (isUnread(rule) ? [] : rule)),
  };
}

/** The IP access lists of a Databricks workspace. */
export interface WorkspaceAccess {
  publicNetworkAccess: Known<"Enabled" | "Disabled">;
  /** The switch without which lists count for nothing. */
  enableIpAccessLists: Known<boolean>;
  lists: Known<{ listType: "ALLOW" | "BLOCK"; ipAddresses: string[]; isEnabled: boolean }>[];
}

/** Whom a workspace's front end admits: blocks first, then allow lists where there are any (B10, B11). */
export function workspaceAdmission(access: WorkspaceAccess, universe: Universe, reading: Reading): Admission {
  const { publicNetworkAccess, enableIpAccessLists } = access;
  if (!isUnread(publicNetworkAccess) && publicNetworkAccess === "Disabled") return nobody(universe);
  const unread = [publicNetworkAccess, enableIpAccessLists, ...access.lists].find(isUnread);
  if (unread) return reading.lets(unread.unread) ? everybody(universe) : nobody(universe);
  if (enableIpAccessLists !== true) return everybody(universe);
  const lists = access.lists.flatMap((list) => (!isUnread(list) && list.isEnabled ? list : []));
  const of = (type: "ALLOW" | "BLOCK") => lists.filter(({ listType }) => listType === type);
  const blocked = universe.prefixes(of("BLOCK").flatMap((list) => list.ipAddresses));
  const allowed = of("ALLOW").length === 0 ? universe.everything : universe.prefixes(of("ALLOW").flatMap((list) => list.ipAddresses));
  return { ...nobody(universe), addresses: allowed.difference(blocked) };
}

/** Whether addresses come to all of the public Internet, in however many blocks (B12). */
export function coversInternet({ addresses }: Admission, universe: Universe): boolean {
  const publicly = universe
    .range([ipv4Space])
    .difference(universe.untagged)
    .difference(universe.prefixes(["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"]));
  return publicly.difference(addresses).isEmpty;
}

/** The share of public IPv4 addresses that are admitted, between 0 and 1. */
export function shareOfInternet({ addresses }: Admission, universe: Universe): number {
  const count = (set: typeof addresses) => set.segments.reduce((sum, { first, last }) => sum + Number(last) - Number(first) + 1, 0);
  const publicly = universe.range([parseInterval("0.0.0.0/0")]).difference(universe.untagged);
  return count(addresses.intersection(publicly)) / count(publicly);
}
