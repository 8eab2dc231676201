import { decide, Reading, type Settled } from "../../../../src/network/facts/reading";
import type { FirewallPolicy, FirewallRule, RuleCollection, RuleCollectionGroup } from "../../../../src/network/firewall/firewall-policy";
import { collectionsOf } from "../../../../src/network/firewall/processing-order";
import { type FirewallQuestion, firewallVerdict, translatedPackets } from "../../../../src/network/firewall/verdict";
import { setOfPacket } from "../../../../src/network/packets/packet";
import { Universe } from "../../../../src/network/packets/universe";
import { tcp } from "../nsg/rules";

const universe = new Universe(["Storage.WestEurope"]);
const groups = new Map([
  ["group", ["10.0.9.0/24"]],
  ["empty", []],
]);
const collection = (
  name: string,
  priority: number,
  action: RuleCollection["action"],
  ...rules: RuleCollection["rules"]
): RuleCollection => ({ name, priority, action, rules });
const group = (name: string, priority: number, ...ruleCollections: RuleCollectionGroup["ruleCollections"]): RuleCollectionGroup => ({
  name,
  priority,
  ruleCollections,
});
const policy = (...ruleCollectionGroups: FirewallPolicy["ruleCollectionGroups"]): FirewallPolicy => ({
  id: "policy",
  ruleCollectionGroups,
});
const network = (fields: Partial<FirewallRule> = {}): FirewallRule =>
  ({
    ruleType: "NetworkRule",
    name: "n",
    ipProtocols: ["TCP"],
    sourceAddresses: ["*"],
    destinationAddresses: ["*"],
    destinationPorts: ["443"],
    ...fields,
  }) as FirewallRule;
const application = (fields: Partial<FirewallRule> = {}): FirewallRule =>
  ({
    ruleType: "ApplicationRule",
    name: "app",
    sourceAddresses: ["*"],
    protocols: [{ protocolType: "Https", port: 443 }],
    ...fields,
  }) as FirewallRule;
const nat = (fields: Partial<FirewallRule> = {}): FirewallRule =>
  ({
    ruleType: "NatRule",
    name: "nat",
    ipProtocols: ["TCP"],
    sourceAddresses: ["*"],
    destinationAddresses: ["203.0.113.10"],
    destinationPorts: ["443"],
    translatedAddress: "10.0.2.4",
    translatedPort: "443",
    ...fields,
  }) as FirewallRule;

function word(given: FirewallPolicy, destination: string, port: number, host?: string, settled: Settled = {}): string {
  const packets = setOfPacket(tcp("10.0.0.4", destination, port), universe);
  const { verdict, because } = decide((reading) => {
    const passes = firewallVerdict(packets, { policy: given, ipGroups: groups, universe, reading }, host);
    return !passes.byNetworkRule.union(passes.byApplicationRule).isEmpty;
  }, settled);
  return verdict === "yes" ? "allowed" : verdict === "no" ? "denied" : `unknown: ${because.join(", ")}`;
}

test("X27 (F1, F2): rule type before parent before priorities", () => {
  const rules = { nat: nat(), net: network(), app: application({ targetFqdns: ["*"] }) };
  const base = policy(
    group(
      "BaseRCG1",
      200,
      collection("DNATRC1", 600, "DNAT", rules.nat),
      collection("DNATRC3", 610, "DNAT", rules.nat),
      collection("NetworkRC1", 800, "Allow", rules.net),
    ),
    group("BaseRCG2", 300, collection("AppRC2", 1200, "Allow", rules.app), collection("NetworkRC2", 1300, "Allow", rules.net)),
  );
  const child: FirewallPolicy = {
    ...policy(
      group(
        "ChildRCG2",
        650,
        collection("ChNetRC2", 1100, "Allow", rules.net),
        collection("ChAppRC2", 2000, "Allow", rules.app),
        collection("ChDNATRC3", 3000, "DNAT", rules.nat),
      ),
      group("ChildRCG1", 300, collection("ChNetRC1", 700, "Allow", rules.net), collection("ChAppRC1", 900, "Allow", rules.app)),
    ),
    basePolicy: base,
  };
  const order = (["NatRule", "NetworkRule", "ApplicationRule"] as const).flatMap((type) =>
    collectionsOf(child, type, new Reading("more")).map(({ name }) => name),
  );
  expect(order).toEqual([
    "DNATRC1",
    "DNATRC3",
    "ChDNATRC3",
    "NetworkRC1",
    "NetworkRC2",
    "ChNetRC1",
    "ChNetRC2",
    "AppRC2",
    "ChAppRC1",
    "ChAppRC2",
  ]);
  expect(collectionsOf(child, "NatRule", new Reading("less")).map(({ name }) => name)).toEqual(["ChDNATRC3"]);
});

test("X28 (F4): a network rule ends it, the application Deny is never reached", () => {
  const given = policy(
    group(
      "g",
      200,
      collection("net", 200, "Allow", network()),
      collection("app", 100, "Deny", application({ targetFqdns: ["google.com"] })),
    ),
  );
  expect(word(given, "203.0.113.7", 443, "google.com")).toBe("allowed");
});

test("X29 (F1): among network collections the lower priority decides", () => {
  const given = policy(
    group(
      "g",
      200,
      collection("all", 200, "Allow", network({ destinationPorts: ["*"] })),
      collection("ssh", 100, "Deny", network({ destinationPorts: ["22"] })),
    ),
  );
  expect([word(given, "10.9.0.4", 22), word(given, "10.9.0.4", 23)]).toEqual(["denied", "allowed"]);
});

test("X30 (F5, F11): a wildcard takes in names below, not the name itself", () => {
  const given = policy(group("g", 200, collection("app", 200, "Allow", application({ targetFqdns: ["*.contoso.com"] }))));
  expect([word(given, "203.0.113.7", 443, "a.b.contoso.com"), word(given, "203.0.113.7", 443, "contoso.com")]).toEqual([
    "allowed",
    "denied",
  ]);
  expect(word(given, "203.0.113.7", 80, "a.contoso.com")).toBe("denied");
});

test("F6: without a name, any destination may pass under an allowed one", () => {
  const given = policy(group("g", 200, collection("app", 200, "Allow", application({ targetFqdns: ["*.contoso.com"] }))));
  const passes = (leaning: "more" | "less") =>
    firewallVerdict(setOfPacket(tcp("10.0.0.4", "198.51.100.9", 443), universe), {
      policy: given,
      ipGroups: groups,
      universe,
      reading: new Reading(leaning),
    });
  expect([passes("more").byApplicationRule.isEmpty, passes("less").byApplicationRule.isEmpty]).toEqual([false, true]);
  const denied = policy(
    group(
      "g",
      200,
      collection("no", 100, "Deny", application({ targetFqdns: ["*"] })),
      collection("app", 200, "Allow", application({ targetFqdns: ["*.contoso.com"] })),
    ),
  );
  expect(
    firewallVerdict(setOfPacket(tcp("10.0.0.4", "198.51.100.9", 443), universe), {
      policy: denied,
      ipGroups: groups,
      universe,
      reading: new Reading("more"),
    }).byApplicationRule.isEmpty,
  ).toBe(true);
});

test("X31 (F13): URLs on HTTPS match nothing without inspection, and are unknown with it", () => {
  const urls = (terminateTLS: boolean) =>
    policy(group("g", 200, collection("app", 200, "Allow", application({ targetUrls: ["www.contoso.com/a/*"], terminateTLS }))));
  expect(word(urls(false), "203.0.113.7", 443, "www.contoso.com")).toBe("denied");
  expect(word(urls(true), "203.0.113.7", 443, "www.contoso.com")).toBe(
    "unknown: which names application rule app takes in by its URLs is not known",
  );
});

test("F12: what a tag or a category takes in is unknown", () => {
  const given = policy(
    group("g", 200, collection("app", 200, "Allow", application({ fqdnTags: ["WindowsUpdate"], webCategories: ["news"] }))),
  );
  expect(word(given, "203.0.113.7", 443, "a.example")).toBe(
    "unknown: which names application rule app takes in by the FQDN tag WindowsUpdate and the web category news is not known",
  );
});

test("F10: names in network rules stand for addresses that nobody knows here", () => {
  const given = policy(
    group("g", 200, collection("net", 200, "Allow", network({ destinationAddresses: [], destinationFqdns: ["sql.contoso.com"] }))),
  );
  expect(word(given, "203.0.113.7", 443)).toBe("unknown: the addresses of sql.contoso.com are not known");
});

test("F7: Any with ports is TCP and UDP, with every port all protocols", () => {
  const icmp = setOfPacket({ source: "10.0.0.4", destination: "10.9.0.4", protocol: "icmp" }, universe);
  const passes = (destinationPorts: string[]) =>
    firewallVerdict(icmp, {
      policy: policy(group("g", 200, collection("c", 200, "Allow", network({ ipProtocols: ["Any"], destinationPorts })))),
      ipGroups: groups,
      universe,
      reading: new Reading("more"),
    }).byNetworkRule.isEmpty;
  expect([passes(["*"]), passes(["443"])]).toEqual([false, true]);
});

test("F15: a group stands for its addresses, an empty one for none, one that was not read is unknown", () => {
  const to = (id: string) =>
    policy(group("g", 200, collection("c", 200, "Allow", network({ destinationAddresses: [], destinationIpGroups: [id] }))));
  expect([word(to("GROUP"), "10.0.9.7", 443), word(to("group"), "10.0.8.7", 443), word(to("empty"), "10.0.9.7", 443)]).toEqual([
    "allowed",
    "denied",
    "denied",
  ]);
  expect(word(to("elsewhere"), "10.0.9.7", 443)).toBe("unknown: the IP group elsewhere has not been read");
});

test("a part that has not been read leaves all unknown, by name", () => {
  const open = collection("c", 200, "Allow", network());
  expect(word(policy(group("g", 200, open), { unread: "group h has not been read" }), "10.9.0.4", 22)).toBe(
    "unknown: group h has not been read",
  );
  expect(word({ ...policy(group("g", 200, open)), basePolicy: { unread: "the parent has not been read" } }, "10.9.0.4", 443)).toBe(
    "unknown: the parent has not been read",
  );
});

describe("X32 (F8): DNAT and a network Deny of what it leads to", () => {
  const given = policy(
    group("g", 200, collection("in", 100, "DNAT", nat()), collection("no", 200, "Deny", network({ destinationAddresses: ["10.0.2.4"] }))),
  );
  const inbound = setOfPacket(tcp("198.51.100.9", "203.0.113.10", 443), universe);
  const question = (reading: Reading): FirewallQuestion => ({ policy: given, ipGroups: groups, universe, reading });
  const ask = (settled: Settled = {}) => decide((reading) => translatedPackets(inbound, question(reading)).length > 0, settled);
  test("is unknown because of F8", () => expect(ask()).toEqual({ verdict: "unknown", because: ["F8"] }));
  test("settled either way it is decided", () => expect([ask({ F8: "more" }).verdict, ask({ F8: "less" }).verdict]).toEqual(["yes", "no"]));
  test("leads to the translated address and port", () => {
    const [translation] = translatedPackets(inbound, question(new Reading("more")));
    expect(translation?.packets.destinations.equals(universe.prefixes(["10.0.2.4"]))).toBe(true);
  });
});

test("F3: whether a parent's DNAT holds is undecided, settled it is decided", () => {
  const given: FirewallPolicy = { ...policy(), basePolicy: policy(group("g", 200, collection("in", 100, "DNAT", nat()))) };
  const ask = (settled: Settled = {}) =>
    decide(
      (reading) =>
        translatedPackets(setOfPacket(tcp("198.51.100.9", "203.0.113.10", 443), universe), {
          policy: given,
          ipGroups: groups,
          universe,
          reading,
        }).length > 0,
      settled,
    );
  expect(ask()).toEqual({ verdict: "unknown", because: ["F3"] });
  expect([ask({ F3: "more" }).verdict, ask({ F3: "less" }).verdict]).toEqual(["yes", "no"]);
});
