import { databricksNsgRules } from "../../../../src/azure/databricks-nsg-rules";
import { controlPlaneDestination } from "../../../../src/azure/service-tags";
import type { FirewallPolicy, FirewallRule } from "../../../../src/network/firewall/firewall-policy";
import type { NetworkModel } from "../../../../src/network/model";
import { fromDatabricks } from "../../../../src/network/nsg/security-rule";
import { type ReachQuestion, reach } from "../../../../src/network/reach/reach";
import { network, rule, subnet } from "../nsg/rules";
import { peering, route, table } from "../routes/hops";

/** A spoke whose default route leads to a firewall in its hub, as the exfiltration profile has it. */
function hubAndSpoke(policy: FirewallPolicy | { unread: string }, routes = [route("0.0.0.0/0", "10.40.0.4")]): NetworkModel {
  const securityRules = [
    ...databricksNsgRules.map(fromDatabricks),
    rule("Outbound", 300, "Deny", { destinationAddressPrefix: "Internet" }),
  ];
  return {
    virtualNetworks: [
      network({
        id: "spoke",
        addressPrefixes: ["10.20.0.0/22"],
        subnets: [
          subnet({
            id: "host",
            name: "host",
            addressPrefixes: ["10.20.0.0/24"],
            networkSecurityGroup: { id: "nsg", securityRules },
            routeTable: table(...routes),
            serviceEndpoints: [],
          }),
        ],
        peerings: [peering("hub", { allowForwardedTraffic: true })],
      }),
      network({
        id: "hub",
        addressPrefixes: ["10.40.0.0/24"],
        subnets: [subnet({ id: "fw-subnet", name: "AzureFirewallSubnet", addressPrefixes: ["10.40.0.0/26"] })],
        peerings: [peering("spoke")],
      }),
    ],
    networkInterfaces: [],
    privateEndpoints: [],
    firewalls: [{ id: "firewall", subnet: "fw-subnet", privateIPAddress: "10.40.0.4", publicIPAddresses: ["198.51.100.4"], policy }],
    ipGroups: new Map(),
  };
}

const allow = (...rules: FirewallRule[]): FirewallPolicy => ({
  id: "p",
  ruleCollectionGroups: [{ name: "g", priority: 200, ruleCollections: [{ name: "c", priority: 200, action: "Allow", rules }] }],
});
const metastore: FirewallRule = {
  ruleType: "NetworkRule",
  name: "sql",
  ipProtocols: ["TCP"],
  sourceAddresses: ["10.20.0.0/22"],
  destinationAddresses: ["Sql.WestEurope"],
  destinationPorts: ["3306"],
};
const lake: FirewallRule = {
  ruleType: "ApplicationRule",
  name: "lake",
  sourceAddresses: ["*"],
  protocols: [{ protocolType: "Https", port: 443 }],
  targetFqdns: ["stlake.blob.core.windows.net"],
};
const knownTags = [
  { addresses: "203.0.113.9", tags: [] },
  { addresses: "40.79.1.1", tags: ["Sql", "Sql.WestEurope", "AzureCloud"] },
];

function word(given: NetworkModel, question: Partial<ReachQuestion> & Pick<ReachQuestion, "to">, settled = {}) {
  const { verdict, because, path } = reach(given, { from: { subnet: "host" }, ...question }, { knownTags, settled });
  return [verdict === "unknown" ? `unknown: ${because.join(", ")}` : verdict, path.at(-1)?.by];
}

test("T4: what the NSG may let out, the firewall stops: stopped whatever VirtualNetwork means", () =>
  expect(word(hubAndSpoke(allow(metastore)), { to: { address: "203.0.113.9" }, port: 443 })).toEqual(["stopped", "no rule allows it"]));

test("X9 (T3): a way that the firewall allows hangs on what VirtualNetwork means, where the NSG denies the rest", () => {
  const open = hubAndSpoke(allow({ ...metastore, destinationAddresses: ["*"], destinationPorts: ["*"] }));
  expect(word(open, { to: { address: "203.0.113.9" }, port: 443 })[0]).toBe("unknown: T3");
  expect(word(open, { to: { address: "203.0.113.9" }, port: 443 }, { T3: "more" })[0]).toBe("reached");
});

test("the metastore is reached by its tag: NSG rule 101, default route, network rule, the firewall's address", () => {
  const answer = reach(
    hubAndSpoke(allow(metastore)),
    { from: { subnet: "host" }, to: { address: "40.79.1.1" }, port: 3306 },
    { knownTags },
  );
  expect(answer.verdict).toBe("reached");
  expect(answer.path.map(({ at, by }) => `${at}: ${by}`)).toEqual([
    "spoke/host: NSG nsg outbound: Microsoft.Databricks-workspaces_UseOnly_databricks-worker-to-sql (101) allows it",
    "spoke/host: route 0.0.0.0/0 0.0.0.0/0 → appliance 10.40.0.4",
    "firewall firewall: a network rule allows it",
    "hub/AzureFirewallSubnet: route default 0.0.0.0/0 → Internet",
    "hub/AzureFirewallSubnet: public address of firewall firewall",
  ]);
});

test("F6: under an allowed name any destination may pass; asked with another name it is stopped", () => {
  const given = hubAndSpoke(allow(lake));
  expect(word(given, { to: "internet", port: 443 })[0]).toMatch("unknown");
  expect(word(given, { to: "internet", port: 443, host: "evil.example" })[0]).toBe("stopped");
  expect(word(given, { to: "internet", port: 443, host: "stlake.blob.core.windows.net" }, { T3: "more" })[0]).toBe("reached");
});

test("X16 (R5): two halves to another machine bypass the firewall", () => {
  const given = hubAndSpoke(allow(metastore), [
    route("0.0.0.0/0", "10.40.0.4"),
    route("0.0.0.0/1", "10.20.3.4"),
    route("128.0.0.0/1", "10.20.3.4"),
  ]);
  expect(word(given, { to: { address: "203.0.113.9" }, port: 443 })[0]).toBe("unknown: the appliance 10.20.3.4 has not been read");
});

test("X20 (R7): a service endpoint goes around the firewall", () => {
  const given = hubAndSpoke(allow(metastore));
  const host = given.virtualNetworks[0]?.subnets[0];
  if (host) host.serviceEndpoints = [{ service: "Microsoft.Storage" }];
  expect(word(given, { to: { address: "20.60.222.1" }, port: 443 })[0]).toMatch("unknown");
  const tagged = reach(
    given,
    { from: { subnet: "host" }, to: { address: "20.60.222.1" }, port: 443 },
    { knownTags: [{ addresses: "20.60.222.1", tags: ["Storage"] }] },
  );
  expect([tagged.verdict, tagged.path.at(-1)?.by]).toEqual(["reached", "route Microsoft.Storage Storage → VirtualNetworkServiceEndpoint"]);
});

test("a policy that has not been read leaves what leaves unknown", () =>
  expect(word(hubAndSpoke({ unread: "the firewall's policy has not been read" }), { to: { address: "40.79.1.1" }, port: 3306 })[0]).toBe(
    "unknown: the firewall's policy has not been read",
  ));

test("F8: DNAT leads a packet from the Internet to a node, whose NSG denies it", () => {
  const nat: FirewallPolicy = {
    id: "p",
    ruleCollectionGroups: [
      {
        name: "g",
        priority: 100,
        ruleCollections: [
          {
            name: "c",
            priority: 100,
            action: "DNAT",
            rules: [
              {
                ruleType: "NatRule",
                name: "in",
                ipProtocols: ["TCP"],
                sourceAddresses: ["*"],
                destinationAddresses: ["198.51.100.4"],
                destinationPorts: ["443"],
                translatedAddress: "10.20.0.5",
                translatedPort: "22",
              },
            ],
          },
        ],
      },
    ],
  };
  const ask = (given: NetworkModel, port: number) => word(given, { from: "internet", to: { address: "10.20.0.5" }, port })[0];
  expect(ask(hubAndSpoke(nat), 22)).toBe("reached");
  expect(ask(hubAndSpoke(nat), 23)).toBe("stopped");
  const closed = hubAndSpoke(nat);
  const host = closed.virtualNetworks[0]?.subnets[0];
  if (host) host.networkSecurityGroup = { id: "nsg", securityRules: [rule("Inbound", 200, "Deny")] };
  expect(ask(closed, 22)).toBe("stopped");
});

test("X43 (7.1, B2): a firewall that lets out to the control plane on 443 alone cuts its API at 8443", () => {
  const given = hubAndSpoke(allow({ ...metastore, destinationAddresses: ["AzureDatabricks"], destinationPorts: ["443"] }));
  const controlPlane = [{ addresses: "40.74.30.80", tags: ["AzureDatabricks", "AzureCloud"] }];
  const cut = controlPlaneDestination.ports.filter((range) => {
    const question = { from: { subnet: "host" }, to: { address: "40.74.30.80" }, port: Number(range.split("-")[0]) };
    return reach(given, question, { knownTags: controlPlane }).verdict !== "reached";
  });
  expect(cut).toEqual(["3306", "8443-8451"]);
});
