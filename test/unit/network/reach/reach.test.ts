import type { NetworkInterface, NetworkModel, PrivateEndpoint } from "../../../../src/network/model";
import type { SecurityRule } from "../../../../src/network/nsg/security-rule";
import { type ReachOptions, type ReachQuestion, reach } from "../../../../src/network/reach/reach";
import { network, rule, subnet } from "../nsg/rules";
import { peering, route, table } from "../routes/hops";

/** Worked examples of whole paths; the facts that each rests on stand in its name. */
const group = (...securityRules: SecurityRule[]) => ({ id: "nsg", securityRules });
const model = (given: Partial<NetworkModel>): NetworkModel => ({
  virtualNetworks: [],
  networkInterfaces: [],
  privateEndpoints: [],
  firewalls: [],
  ipGroups: new Map(),
  ...given,
});
const nic = (fields: Partial<NetworkInterface> = {}): NetworkInterface => ({
  id: "nic",
  subnet: "a",
  privateIPAddresses: ["10.0.1.4"],
  enableIPForwarding: false,
  applicationSecurityGroups: [],
  ...fields,
});
const a = subnet({ id: "a", name: "a", addressPrefixes: ["10.0.1.0/24"], natGateway: "nat" });
const b = subnet({ id: "b", name: "b", addressPrefixes: ["10.0.2.0/24"] });
const from = { subnet: "a" };

function word(given: NetworkModel, question: Partial<ReachQuestion> & Pick<ReachQuestion, "to">, options?: ReachOptions): string {
  const { verdict, because } = reach(given, { from, port: 443, ...question }, options);
  return verdict === "unknown" ? `unknown: ${because.join(", ")}` : verdict;
}

describe("within one network", () => {
  const home = (rules: SecurityRule[] | undefined, more = {}) =>
    model({ virtualNetworks: [network({ subnets: [a, { ...b, ...(rules ? { networkSecurityGroup: group(...rules) } : {}), ...more }] })] });

  test("X2 (N2, N3): without an NSG all is open", () => expect(word(home(undefined), { to: { address: "10.0.2.4" } })).toBe("reached"));
  test("X3 (N1, N3): a Deny holds within the subnet too", () => {
    const filtered = model({
      virtualNetworks: [network({ subnets: [{ ...a, networkSecurityGroup: group(rule("Inbound", 200, "Deny")) }] })],
    });
    expect(word(filtered, { to: { address: "10.0.1.9" } })).toBe("stopped");
  });
  test("a path names the deciding rule and route", () => {
    const { path, packet } = reach(home([rule("Inbound", 300, "Deny", { name: "DenyAll" })]), {
      from,
      to: { address: "10.0.2.4" },
      port: 22,
    });
    expect(path.map(({ at, by }) => `${at}: ${by}`)).toEqual([
      "vnet/a: no NSG",
      "vnet/a: route virtual network 10.0.0.0/16 → VnetLocal",
      "vnet/b: NSG nsg inbound: DenyAll (300) denies it",
    ]);
    expect(packet).toMatchObject({ source: "10.0.1.5", destination: "10.0.2.4", destinationPort: 22 });
  });
  test("an NSG that has not been read leaves it unknown", () =>
    expect(
      word(home(undefined, { networkSecurityGroup: { unread: "the NSG of b has not been read" } }), { to: { address: "10.0.2.4" } }),
    ).toBe("unknown: the NSG of b has not been read"));
  test("an address in no subnet that was read is unknown", () =>
    expect(word(home(undefined), { to: { address: "10.0.77.4" } })).toBe(
      "unknown: no subnet of vnet that holds the address has been read",
    ));
  test("N2: an interface's NSG must allow as well", () => {
    const given = {
      ...home(undefined),
      networkInterfaces: [
        nic({ subnet: "b", privateIPAddresses: ["10.0.2.4"], networkSecurityGroup: group(rule("Inbound", 200, "Deny")) }),
      ],
    };
    expect([word(given, { to: { address: "10.0.2.4" } }), word(given, { to: { address: "10.0.2.5" } })]).toEqual(["stopped", "reached"]);
  });
});

describe("from the Internet", () => {
  const open = rule("Inbound", 200, "Allow", { sourceAddressPrefix: "Internet", destinationPortRange: "80" });
  const home = (subnetRules: SecurityRule[] | undefined, nicRules: SecurityRule[] | undefined, more = {}) =>
    model({
      virtualNetworks: [network({ subnets: [{ ...a, ...(subnetRules ? { networkSecurityGroup: group(...subnetRules) } : {}), ...more }] })],
      networkInterfaces: [
        nic({ publicIPAddress: { id: "pip", sku: "Standard" }, ...(nicRules ? { networkSecurityGroup: group(...nicRules) } : {}) }),
      ],
    });
  const ask = (given: NetworkModel) => word(given, { from: "internet", to: { address: "10.0.1.4" }, port: 80 });

  test("X1 (N2, N6): the interface's default rules deny what the subnet allows", () =>
    expect([ask(home([open], [])), ask(home([open], [open]))]).toEqual(["stopped", "reached"]));
  test("N13: a Standard public address is closed without any NSG", () => expect(ask(home(undefined, undefined))).toBe("stopped"));
  test("R12: a default route to an appliance keeps connections from opening", () =>
    expect(ask(home([open], undefined, { routeTable: table(route("0.0.0.0/0", "10.0.100.4")) }))).toBe("stopped"));
  test("no public address, no way in, whatever the rules allow", () =>
    expect(ask({ ...home([open], undefined), networkInterfaces: [nic()] })).toBe("stopped"));
});

describe("to private endpoints", () => {
  const endpoint: PrivateEndpoint = {
    id: "pe",
    subnet: "b",
    privateIPAddresses: ["10.0.2.4"],
    target: "account",
    groupId: "blob",
    connectionState: "Approved",
  };
  const home = (
    privateEndpointNetworkPolicies: "Disabled" | "Enabled" | "NetworkSecurityGroupEnabled" | "RouteTableEnabled",
    rules: SecurityRule[],
    state: PrivateEndpoint["connectionState"] = "Approved",
  ) =>
    model({
      virtualNetworks: [network({ subnets: [a, { ...b, privateEndpointNetworkPolicies, networkSecurityGroup: group(...rules) }] })],
      privateEndpoints: [{ ...endpoint, connectionState: state }],
    });
  const to = { address: "10.0.2.4" };

  test.each([
    ["Disabled", "reached"],
    ["RouteTableEnabled", "reached"],
    ["NetworkSecurityGroupEnabled", "stopped"],
    ["Enabled", "stopped"],
  ] as const)("X10 (P1): a Deny of everything under the policy %s: %s", (policy, expected) =>
    expect(word(home(policy, [rule("Inbound", 200, "Deny")]), { to })).toBe(expected),
  );
  test("X11 (P2): source ports in rules are read as any", () =>
    expect(
      word(
        home("NetworkSecurityGroupEnabled", [rule("Inbound", 200, "Deny", { sourcePortRange: "1000-2000", destinationPortRange: "443" })]),
        { to },
      ),
    ).toBe("stopped"));
  test("X44 (S1): only an approved connection carries packets", () => {
    expect(word(home("Disabled", [], "Pending"), { to })).toBe("stopped");
    expect(word(home("Disabled", [], { unread: "its state is not known yet" }), { to })).toBe("unknown: its state is not known yet");
  });
});

describe("to the Internet", () => {
  const home = (fields: Partial<typeof a>, interfaces: NetworkInterface[] = []) =>
    model({ virtualNetworks: [network({ subnets: [{ ...a, natGateway: undefined, ...fields }] })], networkInterfaces: interfaces });
  const to = "internet" as const;

  test("X22 (O1): by the NAT gateway, even for a machine with a public address; under a default route by the appliance", () => {
    const given = home({ natGateway: "nat" }, [nic({ publicIPAddress: { id: "pip", sku: "Standard" } })]);
    expect(reach(given, { from: { subnet: "a", address: "10.0.1.4" }, to, port: 443 }).path.at(-1)?.by).toBe("NAT gateway nat");
    expect(word(home({ natGateway: "nat", routeTable: table(route("0.0.0.0/0", "10.0.100.4")) }), { to })).toBe(
      "unknown: the appliance 10.0.100.4 has not been read",
    );
  });
  test("O2: a NAT gateway carries no ICMP", () =>
    expect(word(home({ natGateway: "nat" }), { to, protocol: "icmp", port: undefined })).toBe("stopped"));
  test("X23 (O3): a private subnet has no way out, a service endpoint goes on", () => {
    const given = home({
      defaultOutboundAccess: false,
      routeTable: table(route("Sql", "Internet")),
      serviceEndpoints: [{ service: "Microsoft.Storage" }],
    });
    const knownTags = [
      { addresses: "20.60.222.1", tags: ["Storage"] },
      { addresses: "40.79.1.1", tags: ["Sql"] },
    ];
    expect(word(given, { to: { address: "40.79.1.1" }, port: 1433 }, { knownTags })).toBe("stopped");
    expect(word(given, { to: { address: "20.60.222.1" } }, { knownTags })).toBe("reached");
  });
  test("X23b (O4): on a delegated subnet the flag is no barrier", () =>
    expect(word(home({ defaultOutboundAccess: false, delegations: ["Microsoft.Databricks/workspaces"] }), { to })).toBe(
      "unknown: whether a has Azure's default way out is not certain",
    ));
  test("a Deny to the Internet stops it, with the rule in the path", () => {
    const given = home({
      natGateway: "nat",
      networkSecurityGroup: group(rule("Outbound", 300, "Deny", { name: "DenyInternet", destinationAddressPrefix: "Internet" })),
    });
    const answer = reach(given, { from, to });
    expect(answer.verdict).toBe("stopped");
    expect(answer.path.at(-1)?.by).toBe("NSG nsg outbound: DenyInternet (300) denies it");
  });
  test("X12 (A1, A2): an admin Deny counts in a plain network alone", () => {
    const securityAdmin = {
      rules: [{ ...rule("Outbound", 1, "Deny", { destinationAddressPrefix: "Internet" }) }],
      applyOnNetworkIntentPolicyBasedServices: "None" as const,
    };
    const given = (hostsDatabricks: boolean) => model({ virtualNetworks: [network({ subnets: [a], securityAdmin, hostsDatabricks })] });
    expect([word(given(false), { to }), word(given(true), { to })]).toEqual(["stopped", "reached"]);
  });
  test("an address whose tags nobody gave is unknown where they decide", () => {
    const given = home({
      natGateway: "nat",
      networkSecurityGroup: group(rule("Outbound", 200, "Allow", { destinationAddressPrefix: "Storage" }), rule("Outbound", 300, "Deny")),
    });
    expect(word(given, { to: { address: "20.60.222.1" } })).toBe("unknown: which service tags hold 20.60.222.1 is not known");
    expect(word(given, { to })).toBe("reached");
  });
});

describe("between networks", () => {
  const far = subnet({ id: "far", name: "far", addressPrefixes: ["10.1.0.0/24"] });
  const pair = (
    mine: Parameters<typeof peering>[1] | undefined,
    theirs: Parameters<typeof peering>[1] | undefined,
    rules?: SecurityRule[],
  ) =>
    model({
      virtualNetworks: [
        network({
          id: "one",
          subnets: [{ ...a, ...(rules ? { networkSecurityGroup: group(...rules) } : {}) }],
          peerings: mine ? [peering("two", mine)] : [],
        }),
        network({
          id: "two",
          addressPrefixes: ["10.1.0.0/16"],
          subnets: [{ ...far, ...(rules ? { networkSecurityGroup: group(...rules) } : {}) }],
          peerings: theirs ? [peering("one", theirs)] : [],
        }),
      ],
    });
  const to = { address: "10.1.0.4" };

  test("both halves connected: reached, since VirtualNetwork holds the peer", () => expect(word(pair({}, {}, []), { to })).toBe("reached"));
  test("X24 (G1): one half is none", () =>
    expect([word(pair({ peeringState: "Initiated" }, undefined), { to }), word(pair({}, undefined), { to })]).toEqual([
      "stopped",
      "stopped",
    ]));
  test("X26 (G3): without access on both halves, default rules stop it", () =>
    expect(word(pair({ allowVirtualNetworkAccess: false }, { allowVirtualNetworkAccess: false }, []), { to })).toBe("stopped"));
  test("X26b (G3): with an Allow by address it is unknown, settled it is decided", () => {
    const allow = [
      rule("Inbound", 200, "Allow", { sourceAddressPrefix: "10.0.0.0/16" }),
      rule("Outbound", 200, "Allow", { destinationAddressPrefix: "10.1.0.0/16" }),
    ];
    const given = pair({ allowVirtualNetworkAccess: false }, { allowVirtualNetworkAccess: false }, allow);
    expect(word(given, { to })).toBe("unknown: G3");
    expect([word(given, { to }, { settled: { G3: "more" } }), word(given, { to }, { settled: { G3: "less" } })]).toEqual([
      "reached",
      "stopped",
    ]);
  });

  const hubAppliance = (forwards: boolean, spokeFields: Parameters<typeof peering>[1] = { allowForwardedTraffic: true }) =>
    model({
      virtualNetworks: [
        network({
          id: "s1",
          addressPrefixes: ["10.1.0.0/16"],
          subnets: [subnet({ id: "a", name: "a", addressPrefixes: ["10.1.0.0/24"], routeTable: table(route("0.0.0.0/0", "10.0.100.4")) })],
          peerings: [peering("hub", spokeFields)],
        }),
        network({
          id: "s2",
          addressPrefixes: ["10.2.0.0/16"],
          subnets: [subnet({ id: "z", name: "z", addressPrefixes: ["10.2.0.0/24"] })],
          peerings: [peering("hub", spokeFields)],
        }),
        network({
          id: "hub",
          subnets: [subnet({ id: "fw", name: "fw", addressPrefixes: ["10.0.100.0/24"] })],
          peerings: [peering("s1"), peering("s2")],
        }),
      ],
      networkInterfaces: [nic({ id: "fw-nic", subnet: "fw", privateIPAddresses: ["10.0.100.4"], enableIPForwarding: forwards })],
    });
  const spoke = { address: "10.2.0.4" };

  test("X25 (G2): spokes do not meet through a hub without routes", () => {
    const given = hubAppliance(true);
    const first = given.virtualNetworks[0];
    if (first?.subnets[0]) delete first.subnets[0].routeTable;
    expect(word(given, { to: spoke })).toBe("stopped");
  });
  test("X25b (R1a): under a default route the appliance decides", () =>
    expect(word(hubAppliance(true), { to: spoke })).toBe("unknown: what the appliance 10.0.100.4 forwards has not been read"));
  test("R9: an interface that does not forward ends the path", () => expect(word(hubAppliance(false), { to: spoke })).toBe("stopped"));
  test("G4: without leave for forwarded packets it is undecided", () => {
    const unread = "what the appliance 10.0.100.4 forwards has not been read";
    const given = hubAppliance(true, { allowForwardedTraffic: false });
    expect(word(given, { to: spoke }, { settled: { [unread]: "more" } })).toBe("unknown: G4");
    expect([
      word(given, { to: spoke }, { settled: { [unread]: "more", G4: "more" } }),
      word(given, { to: spoke }, { settled: { G4: "less" } }),
    ]).toEqual(["reached", "stopped"]);
  });
  test("routes that lead in a circle end", () => {
    const given = hubAppliance(true);
    const hub = given.virtualNetworks[2];
    if (hub?.subnets[0]) hub.subnets[0].routeTable = table(route("10.2.0.0/16", "10.0.100.4"));
    expect(word(given, { to: spoke })).toBe("stopped");
  });
  test("a peer that has not been read is unknown", () => {
    const given = pair({ remoteAddressSpace: ["10.1.0.0/16"] }, {});
    expect(word({ ...given, virtualNetworks: given.virtualNetworks.slice(0, 1) }, { to })).toBe(
      "unknown: the peered network two has not been read",
    );
  });
});

test("a subnet that is not there and an address that is none are refused", () => {
  const given = model({ virtualNetworks: [network({ subnets: [a] })] });
  expect(() => reach(given, { from: { subnet: "nowhere" }, to: "internet" })).toThrow("subnet 'nowhere' is not in the model");
  expect(() => reach(given, { from, to: { address: "lake" } })).toThrow("'lake' is no address");
});

describe("routes that have not been read may lead anywhere", () => {
  const home = (fields: object, more: object = {}) => model({ virtualNetworks: [network({ subnets: [{ ...a, ...fields }, b], ...more })] });
  test("a table: nothing is sure, not even the own network", () => {
    const given = home({ routeTable: { unread: "the route table has not been read" } });
    expect([word(given, { to: { address: "10.0.2.4" } }), word(given, { to: { address: "10.200.0.1" } })]).toEqual(
      Array(2).fill("unknown: the route table has not been read"),
    );
  });
  test("a gateway's or a peer's: the own network is sure, the rest is not", () => {
    for (const more of [
      { gateway: { id: "g", remotePrefixes: { unread: "what lies behind the gateway has not been read" } } },
      { peerings: [{ unread: "a peering has not been read" }] },
    ]) {
      expect(word(home({}, more), { to: { address: "10.0.2.4" } })).toBe("reached");
      expect(word(home({}, more), { to: { address: "10.200.0.1" } })).toMatch("has not been read");
    }
    const closed = home(
      { routeTable: { ...table(), disableBgpRoutePropagation: true } },
      { gateway: { id: "g", remotePrefixes: { unread: "x" } } },
    );
    expect(word(closed, { to: { address: "10.200.0.1" } })).toBe("stopped");
  });
});
