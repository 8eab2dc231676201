import type { Known } from "../facts/unread";

/** A policy of Azure Firewall, in ARM's words. */
export interface FirewallPolicy {
  id: string;
  /** The parent, whose groups are asked before the policy's own (F2). */
  basePolicy?: Known<FirewallPolicy>;
  ruleCollectionGroups: Known<RuleCollectionGroup>[];
}

export interface RuleCollectionGroup {
  name: string;
  priority: number;
  ruleCollections: Known<RuleCollection>[];
}

export interface RuleCollection {
  name: string;
  priority: number;
  action: "Allow" | "Deny" | "DNAT";
  rules: Known<FirewallRule>[];
}

export type FirewallRule = NetworkRule | ApplicationRule | NatRule;

interface Sources {
  name: string;
  sourceAddresses?: string[];
  /** Ids. */
  sourceIpGroups?: string[];
}

export interface NetworkRule extends Sources {
  ruleType: "NetworkRule";
  ipProtocols: string[];
  destinationAddresses?: string[];
  /** Ids. */
  destinationIpGroups?: string[];
  destinationFqdns?: string[];
  destinationPorts: string[];
}

export interface ApplicationRule extends Sources {
  ruleType: "ApplicationRule";
  protocols: { protocolType: "Http" | "Https" | "Mssql"; port: number }[];
  targetFqdns?: string[];
  fqdnTags?: string[];
  webCategories?: string[];
  targetUrls?: string[];
  terminateTLS?: boolean;
}

export interface NatRule extends Sources {
  ruleType: "NatRule";
  ipProtocols: string[];
  destinationAddresses: string[];
  destinationPorts: string[];
  translatedAddress: string;
  translatedPort: string;
}

/** The addresses of IP groups, by id in lower case. */
export type IpGroups = ReadonlyMap<string, string[]>;
