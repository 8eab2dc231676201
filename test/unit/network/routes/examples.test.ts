import type { PrivateEndpoint } from "../../../../src/network/model";
import { network, subnet } from "../nsg/rules";
import { nextHop, peering, route, table } from "./hops";

/** Worked examples of routes; the facts that each rests on stand in its name. */
const firewall = "10.0.100.4";
const storage = (addresses: string, region = "WestEurope", listedAs?: Record<string, string>) => ({
  addresses,
  tags: ["Storage", `Storage.${region}`, "AzureCloud", `AzureCloud.${region}`],
  ...(listedAs ? { listedAs } : {}),
});

describe("X14 (R1 to R6): the documented table of a subnet", () => {
  const home = network({ peerings: [peering("a"), peering("b")], gateway: { id: "gw", remotePrefixes: ["10.10.0.0/16"] } });
  const given = {
    network: home,
    others: [network({ id: "a", addressPrefixes: ["10.1.0.0/16"] }), network({ id: "b", addressPrefixes: ["10.2.0.0/16"] })],
    knownTags: [storage("20.60.222.1"), { addresses: "8.8.8.8", tags: [] }],
    subnet: subnet({
      serviceEndpoints: [{ service: "Microsoft.Storage" }],
      routeTable: table(
        ...[route("10.0.0.0/16", firewall), route("10.0.0.0/24", "VnetLocal"), route("10.1.0.0/16", "None"), route("10.2.0.0/16", "None")],
        ...[route("10.10.0.0/16", firewall), route("0.0.0.0/0", firewall)],
      ),
    }),
  };
  test.each([
    ["10.0.0.5", "VnetLocal"],
    ["10.0.1.5", firewall],
    ["10.1.0.5", "None"],
    ["10.10.0.1", firewall],
    ["8.8.8.8", firewall],
    ["20.60.222.1", "VirtualNetworkServiceEndpoint"],
  ])("%s by %s", (to, hop) => expect(nextHop(given, to)).toBe(hop));
});

test("X15 (R6): a more specific route of BGP does not beat the network's own", () => {
  const home = network({ gateway: { id: "gw", remotePrefixes: ["10.0.1.0/24", "192.168.7.0/24"] } });
  expect(nextHop({ network: home, subnet: subnet() }, "10.0.1.4")).toBe("VnetLocal");
  expect(nextHop({ network: home, subnet: subnet() }, "192.168.7.4")).toBe("VirtualNetworkGateway");
  expect(nextHop({ network: home, subnet: subnet({ routeTable: { ...table(), disableBgpRoutePropagation: true } }) }, "192.168.7.4")).toBe(
    "None",
  );
});

test("X16 (R5): two halves beat the default route, and the firewall is bypassed", () => {
  const routeTable = table(route("0.0.0.0/1", "10.0.9.4"), route("128.0.0.0/1", "10.0.9.4"), route("0.0.0.0/0", firewall));
  expect(nextHop({ network: network(), subnet: subnet({ routeTable }) }, "8.8.8.8")).toBe("10.0.9.4");
});

test("X17 (R8): a prefix beats a tag whose list holds just that prefix", () => {
  const knownTags = [storage("13.69.40.16/28", "WestEurope", { "Storage.WestEurope": "13.69.40.16/28" }), storage("20.60.222.1")];
  const given = {
    network: network(),
    knownTags,
    subnet: subnet({ routeTable: table(route("Storage.WestEurope", "Internet"), route("13.69.40.16/28", firewall)) }),
  };
  expect(nextHop(given, "13.69.40.17")).toBe(firewall);
  expect(nextHop(given, "20.60.222.1")).toBe("Internet");
});

describe("X17b (R8, R8a): which of two tags is finer is known by their lists alone", () => {
  const routeTable = table(route("Storage", "10.0.100.5"), route("AzureCloud", firewall));
  test("with the lists", () =>
    expect(
      nextHop(
        {
          network: network(),
          knownTags: [storage("20.60.222.1", "WestEurope", { Storage: "20.60.0.0/16", AzureCloud: "20.60.222.0/23" })],
          subnet: subnet({ routeTable }),
        },
        "20.60.222.1",
      ),
    ).toBe(firewall));
  test("without them", () =>
    expect(nextHop({ network: network(), knownTags: [storage("20.60.222.1")], subnet: subnet({ routeTable }) }, "20.60.222.1")).toBe(
      "unknown: R8a",
    ));
  test("a region's list is never the coarser", () => {
    const regional = table(route("Storage.WestEurope", "10.0.100.5"), route("AzureCloud", firewall));
    expect(
      nextHop({ network: network(), knownTags: [storage("20.60.222.1")], subnet: subnet({ routeTable: regional }) }, "20.60.222.1"),
    ).toBe("10.0.100.5");
  });
});

const endpoint: PrivateEndpoint = {
  id: "pe",
  subnet: "pe-subnet",
  privateIPAddresses: ["10.0.50.4"],
  target: "account",
  groupId: "blob",
  connectionState: "Approved",
};
const withPolicy = (privateEndpointNetworkPolicies: "Enabled" | "Disabled") =>
  subnet({ id: "pe-subnet", addressPrefixes: ["10.0.50.0/24"], privateEndpointNetworkPolicies });

test("X18 (E3): a default route does not lead around the /32 of an endpoint", () => {
  const home = network({ addressPrefixes: ["10.0.50.0/24"], subnets: [withPolicy("Enabled")] });
  expect(
    nextHop(
      { network: home, privateEndpoints: [endpoint], subnet: subnet({ routeTable: table(route("0.0.0.0/0", "10.0.100.10")) }) },
      "10.0.50.4",
    ),
  ).toBe("endpoint pe");
});

describe("X19 (E1, E3): a route as long as the endpoint's network counts where its subnet says so", () => {
  const spoke = (policy: "Enabled" | "Disabled") =>
    network({ id: "spoke", addressPrefixes: ["10.0.50.0/24"], subnets: [withPolicy(policy)], peerings: [peering("hub")] });
  const hub = network({ id: "hub", addressPrefixes: ["10.0.100.0/24"], peerings: [peering("spoke")] });
  const ask = (policy: "Enabled" | "Disabled", prefix?: string) =>
    nextHop(
      {
        network: hub,
        others: [spoke(policy)],
        privateEndpoints: [endpoint],
        subnet: subnet(prefix ? { routeTable: table(route(prefix, "10.0.100.10")) } : {}),
      },
      "10.0.50.4",
    );
  test("disabled: direct; enabled: by the appliance", () =>
    expect([ask("Disabled", "10.0.50.0/24"), ask("Enabled", "10.0.50.0/24")]).toEqual(["endpoint pe", "10.0.100.10"]));
  test("X19b: a subnet without that route keeps the /32", () => expect(ask("Enabled")).toBe("endpoint pe"));
  test("a shorter route leaves it; the /32 itself wins in every setting (E2)", () =>
    expect([ask("Enabled", "10.0.48.0/20"), ask("Disabled", "10.0.50.4/32")]).toEqual(["endpoint pe", "10.0.100.10"]));
});

test("X20 (R7): no default route beats a service endpoint", () => {
  const given = subnet({ serviceEndpoints: [{ service: "Microsoft.Storage" }], routeTable: table(route("0.0.0.0/0", firewall)) });
  expect(nextHop({ network: network(), knownTags: [storage("20.60.222.1")], subnet: given }, "20.60.222.1")).toBe(
    "VirtualNetworkServiceEndpoint",
  );
});

describe("X21 (R7): a route by the same tag may beat a service endpoint", () => {
  const given = {
    network: network(),
    knownTags: [storage("191.239.203.1")],
    subnet: subnet({ serviceEndpoints: [{ service: "Microsoft.Storage" }], routeTable: table(route("Storage.WestEurope", firewall)) }),
  };
  test("unknown", () => expect(nextHop(given, "191.239.203.1")).toBe("unknown: R7"));
  test("settled", () => {
    expect(nextHop({ ...given, settled: { R7: "more" } }, "191.239.203.1")).toBe(firewall);
    expect(nextHop({ ...given, settled: { R7: "less" } }, "191.239.203.1")).toBe("VirtualNetworkServiceEndpoint");
  });
});

describe("X25 (G2, R1a, R2): spokes do not see each other through their hub", () => {
  const spoke = network({ id: "s1", addressPrefixes: ["10.1.0.0/16"], peerings: [peering("hub")] });
  const hub = network({ id: "hub", peerings: [peering("s1"), peering("s2")] });
  test("without routes the other spoke's range is dropped", () =>
    expect(nextHop({ network: spoke, others: [hub], subnet: subnet() }, "10.2.0.4")).toBe("None"));
  test("X25b: under a default route to the firewall, it decides", () =>
    expect(
      nextHop({ network: spoke, others: [hub], subnet: subnet({ routeTable: table(route("0.0.0.0/0", firewall)) }) }, "10.2.0.4"),
    ).toBe(firewall));
});

test("R2: a network that covers a reserved range takes its place", () => {
  expect(nextHop({ network: network({ addressPrefixes: ["10.0.0.0/8"] }), subnet: subnet() }, "10.200.0.1")).toBe("VnetLocal");
  expect(nextHop({ network: network(), subnet: subnet() }, "10.200.0.1")).toBe("None");
});

test("R1: whether 172.16.0.0/12 is dropped is undecided", () => {
  const given = { network: network(), subnet: subnet() };
  expect(nextHop(given, "172.20.0.1")).toBe("unknown: R1");
  expect([
    nextHop({ ...given, settled: { R1: "more" } }, "172.20.0.1"),
    nextHop({ ...given, settled: { R1: "less" } }, "172.20.0.1"),
  ]).toEqual(["Internet", "None"]);
});

test("R1a: whether a default route learned by BGP carries private ranges is undecided", () => {
  const given = { network: network({ gateway: { id: "gw", remotePrefixes: ["0.0.0.0/0"] } }), subnet: subnet() };
  expect(nextHop(given, "10.200.0.1")).toBe("unknown: R1a");
  expect([
    nextHop({ ...given, settled: { R1a: "more" } }, "10.200.0.1"),
    nextHop({ ...given, settled: { R1a: "less" } }, "10.200.0.1"),
  ]).toEqual(["VirtualNetworkGateway", "None"]);
});

test("R8a: whether a prefix or a tag's list is finer is undecided", () => {
  const given = {
    network: network(),
    knownTags: [storage("20.60.222.1")],
    subnet: subnet({ routeTable: table(route("Storage", "Internet"), route("20.60.0.0/16", firewall)) }),
  };
  expect(nextHop(given, "20.60.222.1")).toBe("unknown: R8a");
  expect([
    nextHop({ ...given, settled: { R8a: "more" } }, "20.60.222.1"),
    nextHop({ ...given, settled: { R8a: "less" } }, "20.60.222.1"),
  ]).toEqual([firewall, "Internet"]);
});

test("E4: whether VnetLocal over an endpoint leads to it is undecided", () => {
  const home = network({ addressPrefixes: ["10.0.0.0/16"], subnets: [withPolicy("Enabled")] });
  const given = { network: home, privateEndpoints: [endpoint], subnet: subnet({ routeTable: table(route("10.0.0.0/16", "VnetLocal")) }) };
  expect(nextHop(given, "10.0.50.4")).toBe("unknown: E4");
  expect([
    nextHop({ ...given, settled: { E4: "more" } }, "10.0.50.4"),
    nextHop({ ...given, settled: { E4: "less" } }, "10.0.50.4"),
  ]).toEqual(["endpoint pe", "None"]);
});
