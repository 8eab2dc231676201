import { type DatabricksNsgRule, databricksRulePrefix } from "../../azure/databricks-nsg-rules";
import type { Known } from "../facts/unread";

/** A rule of an NSG, in ARM's words. Singular and plural fields count together. */
export interface SecurityRule {
  name: string;
  /** 100 to 4096 for own rules; lower is asked first. */
  priority: number;
  direction: "Inbound" | "Outbound";
  access: "Allow" | "Deny";
  /** `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah` or `*`, case aside. */
  protocol: string;
  sourceAddressPrefix?: string;
  sourceAddressPrefixes?: string[];
  /** Ids. */
  sourceApplicationSecurityGroups?: string[];
  sourcePortRange?: string;
  sourcePortRanges?: string[];
  destinationAddressPrefix?: string;
  destinationAddressPrefixes?: string[];
  /** Ids. */
  destinationApplicationSecurityGroups?: string[];
  destinationPortRange?: string;
  destinationPortRanges?: string[];
}

/** A network security group with its own rules; Azure's default rules are added where it is judged. */
export interface NetworkSecurityGroup {
  id: string;
  /** One that cannot be read in full stands as what is not known. */
  securityRules: Known<SecurityRule>[];
}

const defaultRule = (
  name: string,
  priority: number,
  direction: "Inbound" | "Outbound",
  access: "Allow" | "Deny",
  source: string,
  destination: string,
): SecurityRule => ({
  name,
  priority,
  direction,
  access,
  protocol: "*",
  sourceAddressPrefix: source,
  sourcePortRange: "*",
  destinationAddressPrefix: destination,
  destinationPortRange: "*",
});

/** The rules that every NSG ends with (N6); they hold for IPv6 too. */
export const defaultSecurityRules: SecurityRule[] = [
  defaultRule("AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
  defaultRule("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
  defaultRule("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"),
  defaultRule("AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
  defaultRule("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
  defaultRule("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"),
];

/** A rule that Databricks writes, as a rule of the NSG (B1). */
export function fromDatabricks(rule: DatabricksNsgRule): SecurityRule {
  return {
    name: `${databricksRulePrefix}${rule.name}`,
    priority: rule.priority,
    direction: rule.direction,
    access: "Allow",
    protocol: rule.protocol,
    sourceAddressPrefix: rule.source,
    sourcePortRange: "*",
    destinationAddressPrefix: rule.destination,
    destinationPortRanges: rule.ports,
  };
}
