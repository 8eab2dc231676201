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
} as const satisfies Record<string, Assumption>;

export type AssumptionId = keyof typeof assumptions;

export const isAssumption = (key: string): key is AssumptionId => Object.hasOwn(assumptions, key);
