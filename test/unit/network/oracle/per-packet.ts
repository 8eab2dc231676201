/**
 * A second opinion on NSGs, one packet at a time, written from Microsoft's pages on network security groups and service
 * tags. It shares nothing with src/network but the shape of the rules: addresses are strings of bits here, and each rule
 * is asked in turn.
 */
export interface OracleRule {
  name: string;
  priority: number;
  direction: "Inbound" | "Outbound";
  access: "Allow" | "Deny";
  protocol: string;
  sourceAddressPrefixes: string[];
  sourcePortRanges: string[];
  destinationAddressPrefixes: string[];
  destinationPortRanges: string[];
  sourceApplicationSecurityGroups?: string[];
  destinationApplicationSecurityGroups?: string[];
}

export interface OraclePacket {
  source: string;
  destination: string;
  protocol: "tcp" | "udp" | "icmp" | "esp" | "ah" | "other";
  sourcePort: number;
  destinationPort: number;
  sourceTags: string[];
  destinationTags: string[];
}

export interface OracleScope {
  /** What the tag VirtualNetwork surely holds. */
  virtualNetwork: string[];
  /** Whether a default route leads to an appliance. */
  defaultRouteToAppliance: boolean;
  groups: Record<string, string[]>;
}

export function bits(address: string): string {
  if (!address.includes(":"))
    return address
      .split(".")
      .map((octet) => Number(octet).toString(2).padStart(8, "0"))
      .join("");
  const [left = "", right = ""] = address.split("::");
  const l = left.split(":").filter(Boolean);
  const r = right.split(":").filter(Boolean);
  const full = address.includes("::") ? [...l, ...Array<string>(8 - l.length - r.length).fill("0"), ...r] : l;
  return full.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}

export function inPrefix(address: string, prefix: string): boolean {
  if (address.includes(":") !== prefix.includes(":")) return false;
  if (prefix.includes("-")) {
    const [from = "", to = ""] = prefix.split("-");
    return bits(from) <= bits(address) && bits(address) <= bits(to);
  }
  const [base = "", length] = prefix.split("/");
  return bits(address).startsWith(bits(base).slice(0, length === undefined ? undefined : Number(length)));
}

const privateRanges = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "168.63.129.16/32",
  "224.0.0.0/3",
];
export const isPublic = (address: string) =>
  address.includes(":") ? inPrefix(address, "2000::/3") : !privateRanges.some((range) => inPrefix(address, range));

const platform = ["168.63.129.16", "169.254.169.254"];

type Match = "surely" | "perhaps" | "never";
const either = (matches: Match[]): Match => (matches.includes("surely") ? "surely" : matches.includes("perhaps") ? "perhaps" : "never");
const both = (matches: Match[]): Match => (matches.includes("never") ? "never" : matches.includes("perhaps") ? "perhaps" : "surely");

function inVirtualNetwork(address: string, scope: OracleScope): Match {
  if (scope.virtualNetwork.some((prefix) => inPrefix(address, prefix)) || address === "168.63.129.16") return "surely";
  return scope.defaultRouteToAppliance && !address.includes(":") ? "perhaps" : "never";
}

function matchesAddress(term: string, address: string, tags: string[], scope: OracleScope): Match {
  const name = term.toLowerCase();
  if (name === "*") return "surely";
  if (name === "virtualnetwork") return inVirtualNetwork(address, scope);
  if (name === "azureloadbalancer") return address === "168.63.129.16" ? "surely" : "never";
  if (name === "azureplatformdns") return address === "168.63.129.16" ? "surely" : "never";
  if (name === "azureplatformimds") return address === "169.254.169.254" ? "surely" : "never";
  if (name === "internet") {
    const inside = inVirtualNetwork(address, scope);
    if (isPublic(address)) return inside === "never" ? "surely" : "perhaps";
    return inside !== "surely" && !platform.includes(address) ? "perhaps" : "never";
  }
  if (/^[\d:]|^f[de]/.test(name)) return inPrefix(address, name) ? "surely" : "never";
  if (!tags.some((tag) => tag.toLowerCase() === name)) return "never";
  return address.includes(":") ? "perhaps" : "surely";
}

const matchesPort = (ranges: string[], port: number): Match =>
  ranges.some((range) => {
    if (range === "*") return true;
    const [from, to] = range.split("-");
    return Number(from) <= port && port <= Number(to ?? from);
  })
    ? "surely"
    : "never";

function matchesEnd(terms: string[], groups: string[] | undefined, address: string, tags: string[], scope: OracleScope): Match {
  return either([
    ...terms.map((term) => matchesAddress(term, address, tags, scope)),
    ...(groups ?? []).map((group): Match => (scope.groups[group]?.includes(address) ? "surely" : "never")),
  ]);
}

function matches(rule: OracleRule, packet: OraclePacket, scope: OracleScope): Match {
  const named = rule.protocol.toLowerCase();
  const hasPorts = packet.protocol === "tcp" || packet.protocol === "udp";
  const parts: Match[] = [
    matchesEnd(rule.sourceAddressPrefixes, rule.sourceApplicationSecurityGroups, packet.source, packet.sourceTags, scope),
    matchesEnd(
      rule.destinationAddressPrefixes,
      rule.destinationApplicationSecurityGroups,
      packet.destination,
      packet.destinationTags,
      scope,
    ),
    named === "*" || named === packet.protocol ? "surely" : "never",
  ];
  if (hasPorts)
    parts.push(matchesPort(rule.sourcePortRanges, packet.sourcePort), matchesPort(rule.destinationPortRanges, packet.destinationPort));
  else if (named === "*" && ![rule.sourcePortRanges, rule.destinationPortRanges].every((ranges) => ranges.includes("*")))
    parts.push("perhaps");
  if (named === "*" && rule.access === "Allow" && ["esp", "ah", "other"].includes(packet.protocol)) parts.push("perhaps");
  return both(parts);
}

const rule = (
  priority: number,
  direction: "Inbound" | "Outbound",
  access: "Allow" | "Deny",
  source: string,
  destination: string,
): OracleRule => ({
  name: `default-${priority}`,
  priority,
  direction,
  access,
  protocol: "*",
  sourceAddressPrefixes: [source],
  sourcePortRanges: ["*"],
  destinationAddressPrefixes: [destination],
  destinationPortRanges: ["*"],
});

const defaults = [
  rule(65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
  rule(65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
  rule(65500, "Inbound", "Deny", "*", "*"),
  rule(65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
  rule(65001, "Outbound", "Allow", "*", "Internet"),
  rule(65500, "Outbound", "Deny", "*", "*"),
];

const namesPlatform = (r: OracleRule) =>
  [...r.sourceAddressPrefixes, ...r.destinationAddressPrefixes].some((term) => /^azureplatform(dns|imds)$/i.test(term));

/** Whether an NSG lets a packet through, where a part that is undecided is taken to let more or less through. */
export function nsgAllows(
  rules: OracleRule[],
  direction: "Inbound" | "Outbound",
  packet: OraclePacket,
  scope: OracleScope,
  lets: "more" | "less",
): boolean {
  const toPlatform = direction === "Outbound" && platform.includes(packet.destination);
  const asked = [...rules, ...defaults].filter((r) => r.direction === direction).sort((a, b) => a.priority - b.priority);
  for (const r of asked) {
    if (toPlatform && !namesPlatform(r)) continue;
    const match = matches(r, packet, scope);
    if (match === "surely") return r.access === "Allow";
    if (match === "perhaps" && (r.access === "Allow") === (lets === "more")) return r.access === "Allow";
  }
  return toPlatform;
}
