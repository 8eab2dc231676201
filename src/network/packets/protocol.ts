/** IP protocols as NSG rules tell them apart; `Other` stands for every further one (GRE, SCTP …). */
export const Protocol = { Tcp: 1, Udp: 2, Icmp: 4, Esp: 8, Ah: 16, Other: 32 } as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

/** A set of protocols, a bit mask. */
export type ProtocolSet = number;

export const allProtocols: ProtocolSet = 63;
/** Those that have ports. */
export const portProtocols: ProtocolSet = Protocol.Tcp | Protocol.Udp;

/** The names of a set's protocols, in lower case. */
export function protocolNames(set: ProtocolSet): string[] {
  return Object.entries(Protocol).flatMap(([name, bit]) => (set & bit ? name.toLowerCase() : []));
}
