import type { OraclePacket, OracleRule, OracleScope } from "./per-packet";
import { isPublic } from "./per-packet";

/** A repeatable source of random choices (mulberry32). */
export function chooser(seed: number) {
  let state = seed >>> 0;
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(number() * n);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const some = <T>(list: readonly T[], most: number): T[] => Array.from({ length: 1 + below(most) }, () => one(list));
  return { below, one, some };
}
export type Chooser = ReturnType<typeof chooser>;

export const terms = [
  ...[
    "*",
    "*",
    "Internet",
    "VirtualNetwork",
    "AzureLoadBalancer",
    "Storage",
    "storage.westeurope",
    "AzureCloud",
    "AzureCloud.WestEurope",
    "Sql",
  ],
  ...[
    "AzureActiveDirectory",
    "AzureFrontDoor.Frontend",
    "Contoso",
    "0.0.0.0/0",
    "0.0.0.0/1",
    "10.0.0.0/8",
    "10.0.0.0/16",
    "10.0.1.0/24",
    "10.0.1.4",
  ],
  ...[
    "10.0.1.9/24",
    "10.0.2.0-10.0.2.9",
    "203.0.113.0/24",
    "52.0.0.0/6",
    "168.63.129.16",
    "fd00::/8",
    "2603:1020::/32",
    "::/0",
    "AzurePlatformDNS",
    "AzurePlatformIMDS",
  ],
];
export const serviceTags = [
  "Storage",
  "Storage.WestEurope",
  "AzureCloud",
  "AzureCloud.WestEurope",
  "Sql",
  "AzureActiveDirectory",
  "AzureFrontDoor.Frontend",
  "Contoso",
];
const ports = ["*", "*", "443", "22", "0-1023", "1024-65535", "8443-8451", "3306"];
export const groups: Record<string, string[]> = { web: ["10.0.1.4", "10.0.1.5"], none: [] };

export function randomRules(choose: Chooser, count: number): OracleRule[] {
  return Array.from({ length: count }, (_, i) => {
    const byGroup = choose.below(12) === 0;
    return {
      name: `r${i}`,
      priority: 100 + i,
      direction: choose.one(["Inbound", "Outbound"] as const),
      access: choose.one(["Allow", "Deny"] as const),
      protocol: choose.one(["*", "*", "Tcp", "tcp", "Udp", "Icmp", "Esp", "Ah"]),
      sourceAddressPrefixes: byGroup ? [] : choose.some(terms, 2),
      sourcePortRanges: choose.below(3) === 0 ? choose.some(ports, 2) : ["*"],
      destinationAddressPrefixes: choose.some(terms, 3),
      destinationPortRanges: choose.some(ports, 3),
      ...(byGroup ? { sourceApplicationSecurityGroups: [choose.one(Object.keys(groups))] } : {}),
    };
  });
}

/** Combinations of tags that one address can have, by the measured table. */
const tagCombinations = [
  [],
  ["AzureCloud"],
  ["AzureCloud", "AzureCloud.WestEurope"],
  ["Storage"],
  ["Storage", "AzureCloud"],
  ["Storage", "Storage.WestEurope", "AzureCloud", "AzureCloud.WestEurope"],
  ["Sql", "AzureCloud", "AzureCloud.WestEurope"],
  ["AzureActiveDirectory"],
  ["AzureActiveDirectory", "AzureCloud"],
  ["AzureFrontDoor.Frontend"],
  ["Contoso"],
  ["Contoso", "AzureCloud"],
];
const addresses4 = [
  "10.0.1.4",
  "10.0.1.5",
  "10.0.2.9",
  "10.0.2.10",
  "10.9.0.1",
  "172.16.0.1",
  "100.64.0.1",
  "192.168.1.1",
  "20.60.222.1",
  "52.1.2.3",
  "203.0.113.7",
  "128.0.0.0",
  "255.255.255.255",
  "168.63.129.16",
  "169.254.169.254",
];
const addresses6 = ["fd00::1", "2603:1020::5", "2001:db8::1", "::1", "fe80::1"];

export function randomPacket(choose: Chooser): OraclePacket {
  const addresses = choose.below(5) === 0 ? addresses6 : addresses4;
  const [source, destination] = [choose.one(addresses), choose.one(addresses)];
  const tags = (address: string) => (isPublic(address) ? choose.one(tagCombinations) : []);
  return {
    source,
    destination,
    protocol: choose.one(["tcp", "tcp", "udp", "icmp", "esp", "ah", "other"]),
    sourcePort: choose.one([0, 443, 1023, 1024, 50000]),
    destinationPort: choose.one([22, 443, 1024, 3306, 8443, 8452, 65535]),
    sourceTags: tags(source),
    destinationTags: tags(destination),
  };
}

export function randomScope(choose: Chooser): OracleScope {
  return {
    virtualNetwork: choose.one([["10.0.0.0/16"], ["10.0.0.0/16", "10.1.0.0/16", "fd00::/16"], ["10.0.0.0/16", "20.60.0.0/16"]]),
    defaultRouteToAppliance: choose.below(2) === 0,
    groups,
  };
}
