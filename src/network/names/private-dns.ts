import type { Known } from "../facts/unread";

/** A private DNS zone with its links and records, in ARM's words. */
export interface PrivateDnsZone {
  id: string;
  /** `privatelink.blob.core.windows.net` … */
  name: string;
  virtualNetworkLinks: Known<VirtualNetworkLink>[];
  /** Records written by hand and by zone groups; what could hold further ones and was not read stands in their place. */
  records: Known<AddressRecord>[];
}

export interface VirtualNetworkLink {
  virtualNetwork: string;
  /** `NxDomainRedirect`: a missing record of a privatelink zone is asked of public DNS (D6). */
  resolutionPolicy?: "Default" | "NxDomainRedirect";
}

/** An A or AAAA record. */
export interface AddressRecord {
  /** Relative to the zone; `@` is the zone itself, `*` any name. */
  name: string;
  addresses: string[];
  /** The private endpoint whose zone group writes it; undefined for one written by hand. */
  writtenBy?: string;
}

export interface ForwardingRuleset {
  id: string;
  virtualNetworks: string[];
  rules: { domainName: string; forwardingRuleState: "Enabled" | "Disabled"; targetDnsServers: string[] }[];
}

/** What answers names within an estate. */
export interface NameModel {
  zones: PrivateDnsZone[];
  rulesets: ForwardingRuleset[];
  /** Public names of resources that have a private endpoint anywhere (D12); of others it is not known. */
  namesWithEndpoint: string[];
}
