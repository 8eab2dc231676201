import { decide, Reading, type Settled } from "../../../../src/network/facts/reading";
import type { NameModel, PrivateDnsZone } from "../../../../src/network/names/private-dns";
import { resolveName } from "../../../../src/network/names/resolve";
import { network } from "../nsg/rules";

const zone = (
  name: string,
  records: PrivateDnsZone["records"] = [],
  links: PrivateDnsZone["virtualNetworkLinks"] = [{ virtualNetwork: "vnet" }],
): PrivateDnsZone => ({ id: name, name, records, virtualNetworkLinks: links });
const blob = "privatelink.blob.core.windows.net";
const name = "x.blob.core.windows.net";
const record = { name: "x", addresses: ["10.0.2.4"] };
const model = (zones: PrivateDnsZone[], more: Partial<NameModel> = {}): NameModel => ({
  zones,
  rulesets: [],
  namesWithEndpoint: [name],
  ...more,
});
const ask = (given: NameModel, home = network(), asked = name) => resolveName(asked, home, given, new Reading("more"));
const kinds = (given: NameModel, settled: Settled = {}) =>
  (["private", "public", "none", "elsewhere"] as const).filter(
    (kind) => decide((reading) => resolveName(name, network(), given, reading).kind === kind, settled).verdict !== "no",
  );

test("D11: in a linked network the record answers, elsewhere public DNS", () => {
  expect(ask(model([zone(blob, [record])]))).toMatchObject({ kind: "private", addresses: ["10.0.2.4"] });
  expect(ask(model([zone(blob, [record], [{ virtualNetwork: "other" }])]))).toMatchObject({ kind: "public" });
});

test("D10: a peer's link is not shared", () => {
  const peered = network({
    peerings: [
      {
        name: "p",
        remoteVirtualNetwork: "other",
        peeringState: "Connected",
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic: false,
        allowGatewayTransit: false,
        useRemoteGateways: false,
      },
    ],
  });
  expect(ask(model([zone(blob, [record], [{ virtualNetwork: "other" }])]), peered)).toMatchObject({ kind: "public" });
});

test("X33 (D3, D6, D12): a linked zone without the record ends it, unless its link asks public DNS", () => {
  expect(ask(model([zone(blob)]))).toMatchObject({ kind: "none" });
  expect(ask(model([zone(blob, [], [{ virtualNetwork: "vnet", resolutionPolicy: "NxDomainRedirect" }])]))).toMatchObject({
    kind: "public",
  });
});

test("X34 (D1): the network's own servers answer, and nobody knows what", () => {
  expect(ask(model([zone(blob, [record])]), network({ dnsServers: ["10.9.0.4"] }))).toMatchObject({
    kind: "elsewhere",
    servers: ["10.9.0.4"],
  });
  expect(ask(model([zone(blob, [record])]), network({ dnsServers: { unread: "not known" } }))).toMatchObject({ kind: "elsewhere" });
  expect(ask(model([zone(blob, [record])]), network({ dnsServers: ["168.63.129.16"] }))).toMatchObject({ kind: "private" });
});

describe("forwarding rules", () => {
  const ruleset = (domainName: string, forwardingRuleState: "Enabled" | "Disabled" = "Enabled") => ({
    rulesets: [{ id: "r", virtualNetworks: ["VNET"], rules: [{ domainName, forwardingRuleState, targetDnsServers: ["10.9.0.4"] }] }],
  });
  test("X35 (D4): a rule for the public suffix catches the name before its alias is seen", () =>
    expect(ask(model([zone(blob, [record])], ruleset("blob.core.windows.net.")))).toMatchObject({
      kind: "elsewhere",
      servers: ["10.9.0.4"],
    }));
  test("D2: a disabled rule does not", () =>
    expect(ask(model([zone(blob, [record])], ruleset("blob.core.windows.net.", "Disabled")))).toMatchObject({ kind: "private" }));
  test("D7: a rule for everything leaves Azure's names", () => {
    expect(ask(model([zone(blob, [record])], ruleset(".")))).toMatchObject({ kind: "private" });
    expect(ask(model([], ruleset(".")), network(), "contoso.example")).toMatchObject({ kind: "elsewhere" });
  });
});

test("D3: a zone in the way, of the public suffix and linked, hides the name", () =>
  expect(ask(model([zone("blob.core.windows.net"), zone(blob, [record])]))).toMatchObject({ kind: "none" }));

test("D14: a workspace's name and the one of browser authentication", () => {
  const databricks = zone("privatelink.azuredatabricks.net", [
    { name: "adb-1.2", addresses: ["10.0.2.7"] },
    { name: "westeurope.pl-auth", addresses: ["10.0.2.8"] },
  ]);
  const names = { namesWithEndpoint: ["adb-1.2.azuredatabricks.net", "westeurope.pl-auth.azuredatabricks.net"] };
  expect(ask(model([databricks], names), network(), "adb-1.2.azuredatabricks.net")).toMatchObject({ addresses: ["10.0.2.7"] });
  expect(ask(model([databricks], names), network(), "westeurope.pl-auth.azuredatabricks.net")).toMatchObject({ addresses: ["10.0.2.8"] });
});

test("X36 (D16): of two endpoints that write one record either may have been the last; a removed record is gone", () => {
  const both = zone(blob, [
    { ...record, writtenBy: "pe-a" },
    { name: "x", addresses: ["10.5.0.4"], writtenBy: "pe-b" },
  ]);
  const first = decide((reading) => {
    const found = resolveName(name, network(), model([both]), reading);
    return found.kind === "private" && found.addresses.includes("10.0.2.4");
  });
  expect(first).toEqual({ verdict: "unknown", because: [`whether pe-a wrote x.${blob} last is not known`] });
  expect(ask(model([zone(blob)]))).toMatchObject({ kind: "none" });
});

test("D12: whether a stranger's resource has an endpoint decides between public and no answer", () =>
  expect(kinds(model([zone(blob)], { namesWithEndpoint: [] }))).toEqual(["public", "none"]));

test("D5: which of two nested zones answers is undecided, settled it is decided", () => {
  const nested = model([zone(blob, [record]), zone("blob.core.windows.net", [{ name: "x.privatelink", addresses: ["10.9.9.9"] }])], {
    namesWithEndpoint: [],
  });
  const direct = (settled: Settled) =>
    decide((reading) => {
      const found = resolveName(`x.${blob}`, network(), nested, reading);
      return found.kind === "private" && found.addresses[0] === "10.0.2.4";
    }, settled);
  expect(direct({})).toEqual({ verdict: "unknown", because: ["D5"] });
  expect([direct({ D5: "more" }).verdict, direct({ D5: "less" }).verdict]).toEqual(["yes", "no"]);
});

test("a link or a record that has not been read leaves it open", () => {
  expect(kinds(model([zone(blob, [record], [{ unread: "a link is not known yet" }])]))).toEqual(["private", "public"]);
  expect(kinds(model([zone(blob, [{ unread: "a record is not known yet" }])]))).toEqual(["none", "elsewhere"]);
});
