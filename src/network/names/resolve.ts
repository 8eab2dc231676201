import type { Reading } from "../facts/reading";
import { isUnread } from "../facts/unread";
import type { VirtualNetwork } from "../model";
import { same } from "../nsg/virtual-network-tag";
import type { AddressRecord, NameModel, PrivateDnsZone, VirtualNetworkLink } from "./private-dns";

/** What a name is for a machine of a network. */
export type Resolution =
  | { kind: "private"; addresses: string[]; by: string }
  /** Public DNS answers. */
  | { kind: "public"; by: string }
  /** The name does not exist. */
  | { kind: "none"; by: string }
  /** Servers that are not modelled answer: neither private nor public is known. */
  | { kind: "elsewhere"; servers: string[]; by: string };

const platformServer = "168.63.129.16";

/** Suffixes of public names that lead on into a privatelink zone once the resource has an endpoint (D11, D13, D14). */
const aliases: [suffix: string, zone: string][] = [
  ["blob.core.windows.net", "privatelink.blob.core.windows.net"],
  ["dfs.core.windows.net", "privatelink.dfs.core.windows.net"],
  ["vault.azure.net", "privatelink.vaultcore.azure.net"],
  ["database.windows.net", "privatelink.database.windows.net"],
  ["servicebus.windows.net", "privatelink.servicebus.windows.net"],
  ["azuredatabricks.net", "privatelink.azuredatabricks.net"],
];

/** Azure answers these itself where a ruleset forwards everything (D7). */
const reserved = ["windows.net", "azure.com", "azure.net", "windowsazure.us"];

/** Resolves a name from a network: its own servers (D1), linked zones, forwarding rules, public DNS (D2). */
export function resolveName(name: string, network: VirtualNetwork, model: NameModel, reading: Reading): Resolution {
  const asked = name.toLowerCase().replace(/\.$/, "");
  const servers = network.dnsServers ?? [];
  if (isUnread(servers)) return { kind: "elsewhere", servers: [], by: servers.unread };
  if (servers.some((server) => server !== platformServer)) {
    return {
      kind: "elsewhere",
      servers,
      by: `the network's own DNS servers ${servers.join(", ")} answer, and whether they ask Azure is not known`,
    };
  }
  const inZone = fromZones(asked, network, model, reading);
  if (inZone) return inZone;
  const rule = forwarding(asked, network, model);
  if (rule)
    return {
      kind: "elsewhere",
      servers: rule.targetDnsServers,
      by: `the forwarding rule for ${rule.domainName} answers before any alias is seen`,
    };
  const alias = aliasOf(asked);
  const known = model.namesWithEndpoint.some((one) => one.toLowerCase() === asked);
  if (!alias || !(known || reading.holds(`whether ${asked} has a private endpoint elsewhere is not known`)))
    return { kind: "public", by: "public DNS" };
  return fromZones(alias, network, model, reading) ?? { kind: "public", by: `no zone for ${alias} is linked to the network` };
}

function aliasOf(name: string): string | undefined {
  const found = aliases.find(([suffix, zone]) => name.endsWith(`.${suffix}`) && !name.endsWith(`.${zone}`));
  return found && `${name.slice(0, -found[0].length)}${found[1]}`;
}

/** The answer of a linked zone, which is final (D3); undefined where no linked zone matches. */
function fromZones(name: string, network: VirtualNetwork, model: NameModel, reading: Reading): Resolution | undefined {
  const matching = model.zones
    .filter((zone) => name === zone.name.toLowerCase() || name.endsWith(`.${zone.name.toLowerCase()}`))
    .flatMap((zone) => ({ zone, link: linkOf(zone, network, reading) }))
    .filter((one): one is { zone: PrivateDnsZone; link: VirtualNetworkLink } => one.link !== undefined)
    .sort((a, b) => b.zone.name.length - a.zone.name.length);
  const [first, second] = matching;
  if (!first) return undefined;
  const { zone, link } = second && second.zone.name.length < first.zone.name.length && !reading.holds("D5") ? second : first;
  const label = name === zone.name.toLowerCase() ? "@" : name.slice(0, -zone.name.length - 1);
  const records = zone.records.flatMap((record) => (isUnread(record) ? [] : record));
  const exact = records.filter((record) => record.name.toLowerCase() === label);
  const found = exact.length > 0 ? exact : records.filter((record) => record.name === "*");
  if (found.length > 0) return written(found, name, zone, reading);
  const unread = zone.records.find(isUnread);
  if (unread && reading.holds(unread.unread)) return { kind: "elsewhere", servers: [], by: unread.unread };
  const redirects = link.resolutionPolicy === "NxDomainRedirect" && zone.name.toLowerCase().startsWith("privatelink.");
  return redirects
    ? { kind: "public", by: `zone ${zone.name} has no record, and its link asks public DNS then` }
    : { kind: "none", by: `zone ${zone.name} is linked and has no record ${label}` };
}

function linkOf(zone: PrivateDnsZone, network: VirtualNetwork, reading: Reading): VirtualNetworkLink | undefined {
  const link = zone.virtualNetworkLinks.find((one): one is VirtualNetworkLink => !isUnread(one) && same(one.virtualNetwork, network.id));
  const unread = zone.virtualNetworkLinks.find(isUnread);
  if (link || !unread) return link;
  return reading.holds(unread.unread) ? { virtualNetwork: network.id } : undefined;
}

/** Endpoints that write one record replace each other's address, and nobody knows which wrote last (D16). */
function written(records: AddressRecord[], name: string, zone: PrivateDnsZone, reading: Reading): Resolution {
  const last = records.find(
    (record, i) =>
      i === records.length - 1 || reading.holds(`whether ${record.writtenBy ?? "the record by hand"} wrote ${name} last is not known`),
  ) as AddressRecord;
  return { kind: "private", addresses: last.addresses, by: `record ${last.name} of zone ${zone.name}` };
}

function forwarding(name: string, network: VirtualNetwork, model: NameModel) {
  const isReserved = reserved.some((suffix) => name.endsWith(`.${suffix}`));
  return model.rulesets
    .filter((ruleset) => ruleset.virtualNetworks.some((id) => same(id, network.id)))
    .flatMap((ruleset) => ruleset.rules)
    .filter(({ forwardingRuleState, domainName }) => {
      const domain = domainName.toLowerCase().replace(/\.$/, "");
      if (forwardingRuleState === "Disabled") return false;
      return domain === "" ? !isReserved : name === domain || name.endsWith(`.${domain}`);
    })
    .sort((a, b) => b.domainName.length - a.domainName.length)[0];
}
