import type { Address } from "../../../../src/network/packets/address";
import type { AddressSet } from "../../../../src/network/packets/address-set";
import type { PacketSet } from "../../../../src/network/packets/packet-set";
import { universe } from "./compare";
import { bits, type OracleRule, type OracleScope } from "./per-packet";
import { serviceTags } from "./random-nsg";

/** NSG rules and packet sets as formulas; the rules are translated from the documentation, apart from src/network. */
const and = (parts: string[]): string =>
  parts.length === 0 ? "true" : parts.length === 1 ? (parts[0] as string) : `(and ${parts.join(" ")})`;
const or = (parts: string[]): string =>
  parts.length === 0 ? "false" : parts.length === 1 ? (parts[0] as string) : `(or ${parts.join(" ")})`;
const not = (part: string): string => `(not ${part})`;

const tagName = (end: string, tag: string) => `${end}-${tag.replace(".", "-")}`;
const protocols = ["tcp", "udp", "icmp", "esp", "ah", "other"];
const ends = ["s", "d"];
const literal = (binary: string) => `#b${binary.padStart(128, "0")}`;

function inRange(end: string, first: string, last: string, isIpv6: boolean): string {
  const family = isIpv6 ? `${end}6` : not(`${end}6`);
  if (first === last) return `(and ${family} (= ${end}a ${literal(first)}))`;
  return `(and ${family} (bvule ${literal(first)} ${end}a) (bvule ${end}a ${literal(last)}))`;
}

function inPrefix(end: string, prefix: string): string {
  const isIpv6 = prefix.includes(":");
  if (prefix.includes("-")) {
    const [from = "", to = ""] = prefix.split("-");
    return inRange(end, bits(from), bits(to), isIpv6);
  }
  const [base = "", length] = prefix.split("/");
  const kept = bits(base).slice(0, length === undefined ? undefined : Number(length));
  const width = isIpv6 ? 128 : 32;
  return inRange(end, kept.padEnd(width, "0"), kept.padEnd(width, "1"), isIpv6);
}

const privateRanges = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "168.63.129.16",
  "224.0.0.0/3",
];
const isPublic = (end: string) =>
  or([and([`${end}6`, inPrefix(end, "2000::/3")]), and([not(`${end}6`), ...privateRanges.map((range) => not(inPrefix(end, range)))])]);

/** Variables, and what is known of them: one family, ports only where there are any, and the measured table of tags. */
export const declarations: string = [
  ...ends.flatMap((end) => [
    `(declare-const ${end}a (_ BitVec 128))`,
    `(declare-const ${end}6 Bool)`,
    ...serviceTags.map((tag) => `(declare-const ${tagName(end, tag)} Bool)`),
  ]),
  ...["sp", "dp"].map((port) => `(declare-const ${port} Int)(assert (<= 0 ${port} 65535))`),
  "(declare-const pr Int)(assert (<= 0 pr 5))",
  "(assert (= s6 d6))",
  ...ends.flatMap((end) => {
    const t = (tag: string) => tagName(end, tag);
    const leaves = ["Storage", "Sql", "AzureActiveDirectory", "AzureFrontDoor.Frontend", "Contoso"];
    return [
      `(assert (=> ${not(`${end}6`)} (bvule ${end}a ${literal("1".repeat(32))})))`,
      `(assert (=> ${or(serviceTags.map(t))} ${isPublic(end)}))`,
      `(assert (=> ${t("AzureCloud.WestEurope")} ${t("AzureCloud")}))`,
      `(assert (= ${t("Storage.WestEurope")} (and ${t("Storage")} ${t("AzureCloud.WestEurope")})))`,
      `(assert (=> ${t("Sql")} ${t("AzureCloud")}))`,
      ...leaves.flatMap((a, i) => leaves.slice(i + 1).map((b) => `(assert (not (and ${t(a)} ${t(b)})))`)),
    ];
  }),
].join("\n");

function inVirtualNetwork(end: string, scope: OracleScope, isWide: boolean): string {
  const own = [...scope.virtualNetwork, "168.63.129.16"].map((prefix) => inPrefix(end, prefix));
  return or([...own, ...(isWide && scope.defaultRouteToAppliance ? [not(`${end}6`)] : [])]);
}

function inTerm(end: string, term: string, scope: OracleScope, isWide: boolean): string {
  const name = term.toLowerCase();
  if (name === "*") return "true";
  if (name === "virtualnetwork") return inVirtualNetwork(end, scope, isWide);
  if (name === "azureloadbalancer" || name === "azureplatformdns") return inPrefix(end, "168.63.129.16");
  if (name === "azureplatformimds") return inPrefix(end, "169.254.169.254");
  if (name === "internet") {
    const surely = and([isPublic(end), not(inVirtualNetwork(end, scope, true))]);
    const loose = and([
      not(inVirtualNetwork(end, scope, false)),
      not(inPrefix(end, "168.63.129.16")),
      not(inPrefix(end, "169.254.169.254")),
    ]);
    return isWide ? or([isPublic(end), and([not(isPublic(end)), loose])]) : surely;
  }
  const tag = serviceTags.find((one) => one.toLowerCase() === name);
  if (!tag) return inPrefix(end, term);
  return isWide ? tagName(end, tag) : and([tagName(end, tag), not(`${end}6`)]);
}

function inPorts(port: string, ranges: string[]): string {
  if (ranges.includes("*")) return "true";
  return or(ranges.map((range) => `(<= ${range.split("-")[0]} ${port} ${range.split("-").at(-1)})`));
}

function matches(rule: OracleRule, scope: OracleScope, isWide: boolean): string {
  const side = (end: string, terms: string[], groups: string[] = []) =>
    or([
      ...terms.map((term) => inTerm(end, term, scope, isWide)),
      ...groups.flatMap((group) => (scope.groups[group] ?? []).map((address) => inPrefix(end, address))),
    ]);
  const named = rule.protocol.toLowerCase();
  const ports = and([inPorts("sp", rule.sourcePortRanges), inPorts("dp", rule.destinationPortRanges)]);
  const listsPorts = ![rule.sourcePortRanges, rule.destinationPortRanges].every((ranges) => ranges.includes("*"));
  const portless =
    named === "*" && listsPorts && !isWide ? "false" : named === "*" && rule.access === "Allow" && !isWide ? "(= pr 2)" : "true";
  return and([
    side("s", rule.sourceAddressPrefixes, rule.sourceApplicationSecurityGroups),
    side("d", rule.destinationAddressPrefixes, rule.destinationApplicationSecurityGroups),
    named === "*" ? "true" : `(= pr ${protocols.indexOf(named)})`,
    `(ite (<= pr 1) ${ports} ${portless})`,
  ]);
}

/** An NSG as a formula: the first rule that matches decides. */
export function nsgFormula(rules: OracleRule[], direction: "Inbound" | "Outbound", scope: OracleScope, lets: "more" | "less"): string {
  const own = rules.filter((rule) => rule.direction === direction).sort((a, b) => a.priority - b.priority);
  const namesPlatform = (rule: OracleRule) =>
    /azureplatform/i.test([...rule.sourceAddressPrefixes, ...rule.destinationAddressPrefixes].join());
  const isWide = (access: "Allow" | "Deny") => (access === "Allow") === (lets === "more");
  const chain = (list: OracleRule[], end: string) =>
    list.reduceRight((rest, rule) => `(ite ${matches(rule, scope, isWide(rule.access))} ${rule.access === "Allow"} ${rest})`, end);
  const beyondThree = lets === "more" ? "true" : "(<= pr 2)";
  const vnet = and([inVirtualNetwork("s", scope, isWide("Allow")), inVirtualNetwork("d", scope, isWide("Allow"))]);
  const last = direction === "Inbound" ? inPrefix("s", "168.63.129.16") : inTerm("d", "Internet", scope, isWide("Allow"));
  const ordinary = chain(own, and([or([vnet, last]), beyondThree]));
  if (direction === "Inbound") return ordinary;
  const toPlatform = or([inPrefix("d", "168.63.129.16"), inPrefix("d", "169.254.169.254")]);
  return `(ite ${toPlatform} ${chain(own.filter(namesPlatform), "true")} ${ordinary})`;
}

function place(address: Address): { binary: string; isIpv6: boolean } {
  return typeof address === "number"
    ? { binary: address.toString(2), isIpv6: false }
    : { binary: (address - 2n ** 32n).toString(2), isIpv6: true };
}

/** An address set as a formula on one end; `define` names what recurs. */
function setFormula(end: string, set: AddressSet, define: (formula: string) => string): string {
  const segments = set.segments.map(({ first, last, atoms }) => {
    const [from, to] = [place(first), place(last)];
    const range = inRange(end, from.binary, to.binary, from.isIpv6);
    return atoms === universe.atoms.all ? range : and([range, define(or([...combinationsOf(end, atoms)]))]);
  });
  return define(or(segments));
}

function combinationsOf(end: string, atoms: bigint): Set<string> {
  const combinations = new Set<string>();
  for (let i = 0n; 1n << i <= atoms; i++) {
    if (((atoms >> i) & 1n) === 0n) continue;
    const held = new Set(universe.atoms.tagsOf(1n << i));
    combinations.add(and(serviceTags.map((tag) => (held.has(tag) ? tagName(end, tag) : not(tagName(end, tag))))));
  }
  return combinations;
}

/** A script that defines `sets`, true where a packet set holds the packet. */
export function packetsScript(set: PacketSet): string {
  const names = new Map<string, string>();
  const lines: string[] = [];
  const define = (formula: string) => {
    const known = names.get(formula);
    if (known) return known;
    const name = `f${names.size}`;
    names.set(formula, name);
    lines.push(`(define-fun ${name} () Bool ${formula})`);
    return name;
  };
  const ports = (port: string, intervals: readonly { first: number; last: number }[]) =>
    or(intervals.map(({ first, last }) => `(<= ${first} ${port} ${last})`));
  const boxes = set.boxes.map((box) =>
    and([
      setFormula("s", box.source, define),
      setFormula("d", box.destination, define),
      or(protocols.flatMap((_, i) => (box.protocols & (1 << i) ? `(= pr ${i})` : []))),
      `(or (> pr 1) (and ${ports("sp", box.sourcePorts.intervals)} ${ports("dp", box.destinationPorts.intervals)}))`,
    ]),
  );
  return [...lines, `(define-fun sets () Bool ${or(boxes)})`].join("\n");
}
