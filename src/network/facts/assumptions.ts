/**
 * What Azure does where its documentation is silent or contradicts itself. Each is one switch with two readings: `more`
 * lets more packets through than `less`. Nothing else in this folder decides such a thing.
 */
export interface Assumption {
  text: string;
  /** `memory`: no source was found. `conflict`: sources contradict each other. */
  mark: "memory" | "conflict";
  source: string;
}

const udrPage = "learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview";
const nsgPage = "learn.microsoft.com/azure/virtual-network/network-security-groups-overview";
const docsIssue = (number: number) => `github.com/MicrosoftDocs/azure-docs #${number}`;

export const assumptions = {
  N8: { text: "The protocol * of a rule takes in protocols beyond TCP, UDP and ICMP.", mark: "memory", source: nsgPage },
  N9: { text: "A rule with the protocol * and a list of ports matches protocols that have no ports.", mark: "memory", source: nsgPage },
  T3: {
    text: "The tag VirtualNetwork takes in the default route to an appliance or gateway, and thereby every address.",
    mark: "conflict",
    source: `${docsIssue(22178)}; learn.microsoft.com/azure/virtual-network/service-tags-overview`,
  },
  T5: {
    text: "The tag VirtualNetwork takes in the addresses of a route whose prefix is a service tag.",
    mark: "conflict",
    source: docsIssue(94454),
  },
  T7: {
    text: "The tag Internet takes in public addresses that VirtualNetwork takes in too.",
    mark: "conflict",
    source: `${docsIssue(81801)} and pull request #101300`,
  },
  T8: { text: "The tag Internet takes in private addresses that are connected to nothing.", mark: "memory", source: nsgPage },
  "T-IPv6": {
    text: "Service tags take in IPv6 addresses.",
    mark: "conflict",
    source: "learn.microsoft.com/azure/virtual-network/service-tags-overview against Microsoft's tag file",
  },
  R1: {
    text: "172.16.0.0/12 is not dropped where nothing routes it.",
    mark: "conflict",
    source: `${docsIssue(42222)}, #77083 against ${udrPage}`,
  },
  R1a: {
    text: "A default route learned by BGP takes the dropped private ranges away, as a user's default route does.",
    mark: "memory",
    source: `${udrPage}, ${docsIssue(51082)}`,
  },
  R7: {
    text: "A route of a user or of BGP that is as specific as a service endpoint's or more beats it.",
    mark: "conflict",
    source: `${docsIssue(111706)}, #111594 against ${udrPage}`,
  },
  R8a: {
    text: "Where a route by service tag meets a prefix, or AzureCloud another tag, the prefix and AzureCloud are the more specific.",
    mark: "memory",
    source: "Azure does not publish how it spells tags out in routes",
  },
  E4: {
    text: "A route with next hop VnetLocal that covers a private endpoint leads to it.",
    mark: "conflict",
    source: `${docsIssue(119645)} and pull request #128666`,
  },
  G3: {
    text: "Over a peering without allowVirtualNetworkAccess packets pass where an NSG rule allows them by address.",
    mark: "conflict",
    source: "learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering against github.com/microsoft/AzureTRE #3065",
  },
  G4: {
    text: "Packets that an appliance forwards pass a peering without allowForwardedTraffic.",
    mark: "conflict",
    source: "learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering, its newest text against older ones",
  },
  F3: {
    text: "DNAT rules of a parent policy hold for its children.",
    mark: "conflict",
    source: "learn.microsoft.com/azure/firewall/rule-processing against learn.microsoft.com/azure/firewall-manager/policy-overview",
  },
  F8: {
    text: "A packet that DNAT leads on passes though a network rule denies it.",
    mark: "conflict",
    source: "learn.microsoft.com/azure/firewall/rule-processing, its 2023 text against older ones",
  },
  D5: {
    text: "Of several private zones that are linked and match, the most specific one answers.",
    mark: "memory",
    source: "learn.microsoft.com/azure/dns/private-dns-privatednszone",
  },
  S16: {
    text: "Trusted services and resource instances pass a storage account whose public access is disabled.",
    mark: "conflict",
    source: "learn.microsoft.com/azure/storage/common/storage-network-security-limitations against texts that say private endpoints alone",
  },
  S22: {
    text: "A firewall rule for IPv6 lets its addresses reach a SQL server.",
    mark: "memory",
    source: "Microsoft.Sql/servers/ipv6FirewallRules",
  },
} as const satisfies Record<string, Assumption>;

export type AssumptionId = keyof typeof assumptions;

export const isAssumption = (key: string): key is AssumptionId => Object.hasOwn(assumptions, key);
