import { databricksNsgRules } from "../../../../src/azure/databricks-nsg-rules";
import { fromDatabricks } from "../../../../src/network/nsg/security-rule";
import { network, nsgWord, rule, subnet, tcp } from "./rules";

/** Worked examples of Azure's documents and of measurements; the facts that each rests on stand in its name. */
const toAppliance = (addressPrefix: string) => ({
  name: addressPrefix,
  addressPrefix,
  nextHopType: "VirtualAppliance" as const,
  nextHopIpAddress: "10.0.100.4",
});
const withRoutes = (...prefixes: string[]) =>
  subnet({ routeTable: { id: "table", disableBgpRoutePropagation: true, routes: prefixes.map(toAppliance) } });

test("X1 (N2, N6): default rules alone let nothing in from the Internet", () => {
  expect(nsgWord({ rules: [] }, "Inbound", tcp("203.0.113.7", "10.0.0.4", 80))).toBe("denied");
  expect(
    nsgWord(
      { rules: [rule("Inbound", 200, "Allow", { sourceAddressPrefix: "Internet", destinationPortRange: "80" })] },
      "Inbound",
      tcp("203.0.113.7", "10.0.0.4", 80),
    ),
  ).toBe("allowed");
});

test("X3 (N1, N3): a Deny of everything in holds within the subnet", () =>
  expect(nsgWord({ rules: [rule("Inbound", 200, "Deny")] }, "Inbound", tcp("10.0.0.4", "10.0.0.5", 443))).toBe("denied"));

test("X4 (N1, N6): a Deny of one subnet leaves another to the default rule", () => {
  const rules = [rule("Inbound", 200, "Deny", { sourceAddressPrefix: "10.0.1.0/24" })];
  expect(nsgWord({ rules }, "Inbound", tcp("10.0.2.4", "10.0.3.4", 443))).toBe("allowed");
  expect(nsgWord({ rules }, "Inbound", tcp("10.0.1.4", "10.0.3.4", 443))).toBe("denied");
});

test("X5 (N10): a Deny of source ports is no barrier, the client chooses its port", () => {
  const rules = [rule("Outbound", 200, "Deny", { sourcePortRange: "1024-2000" })];
  expect(nsgWord({ rules }, "Outbound", tcp("10.0.0.4", "203.0.113.7", 443))).toBe("allowed");
  expect(nsgWord({ rules }, "Outbound", tcp("10.0.0.4", "203.0.113.7", 443, { sourcePort: 1500 }))).toBe("denied");
});

describe("X6 (T10, T11): AzureCloud does not hold all of Entra ID and nothing of the rest", () => {
  const rules = [
    rule("Outbound", 200, "Allow", { protocol: "Tcp", destinationAddressPrefix: "AzureCloud", destinationPortRange: "443" }),
    rule("Outbound", 300, "Deny", { destinationAddressPrefix: "Internet" }),
  ];
  const knownTags = [
    { addresses: "20.190.130.10", tags: ["AzureActiveDirectory", "AzureCloud"] },
    { addresses: "48.213.130.1", tags: ["AzureActiveDirectory"] },
    { addresses: "13.107.246.10", tags: ["AzureFrontDoor.Frontend"] },
  ];
  test.each([
    ["20.190.130.10", "allowed"],
    ["48.213.130.1", "denied"],
    ["13.107.246.10", "denied"],
  ])("%s is %s", (address, word) => expect(nsgWord({ rules, knownTags }, "Outbound", tcp("10.0.0.4", address, 443))).toBe(word));
  test("whose tags nobody gave is unknown", () =>
    expect(nsgWord({ rules, knownTags }, "Outbound", tcp("10.0.0.4", "20.1.2.3", 443))).toMatch("unknown"));
});

describe("X7 (T11): a regional tag holds neither the rest of the region nor the service's addresses in no region", () => {
  const rules = [
    rule("Outbound", 200, "Allow", { protocol: "Tcp", destinationAddressPrefix: "Storage.WestEurope", destinationPortRange: "443" }),
    rule("Outbound", 300, "Deny"),
  ];
  const knownTags = [
    { addresses: "191.239.203.1", tags: ["Storage", "Storage.WestEurope", "AzureCloud", "AzureCloud.WestEurope"] },
    { addresses: "52.236.240.1", tags: ["AzureCloud", "AzureCloud.westeurope"] },
    { addresses: "135.130.0.5", tags: ["Storage", "AzureCloud"] },
  ];
  test.each([
    ["191.239.203.1", "allowed"],
    ["52.236.240.1", "denied"],
    ["135.130.0.5", "denied"],
  ])("%s is %s", (address, word) => expect(nsgWord({ rules, knownTags }, "Outbound", tcp("10.0.0.4", address, 443))).toBe(word));
});

test("X8 (N14): the platform's DNS is stopped by its own tag alone", () => {
  const deny = rule("Outbound", 100, "Deny");
  const dns = tcp("10.0.0.4", "168.63.129.16", 53);
  expect(nsgWord({ rules: [deny] }, "Outbound", dns)).toBe("allowed");
  expect(nsgWord({ rules: [deny, rule("Outbound", 101, "Deny", { destinationAddressPrefix: "168.63.129.16" })] }, "Outbound", dns)).toBe(
    "allowed",
  );
  expect(nsgWord({ rules: [deny, rule("Outbound", 101, "Deny", { destinationAddressPrefix: "AzurePlatformDNS" })] }, "Outbound", dns)).toBe(
    "denied",
  );
  expect(nsgWord({ rules: [deny] }, "Outbound", tcp("10.0.0.4", "169.254.169.254", 80))).toBe("allowed");
  expect(
    nsgWord(
      { rules: [rule("Outbound", 101, "Deny", { destinationAddressPrefix: "AzurePlatformIMDS" })] },
      "Outbound",
      tcp("10.0.0.4", "169.254.169.254", 80),
    ),
  ).toBe("denied");
});

describe("X9 (T1, T3, T4): under a default route to an appliance, Databricks' own rule may let everything out", () => {
  const rules = [...databricksNsgRules.map(fromDatabricks), rule("Outbound", 300, "Deny", { destinationAddressPrefix: "Internet" })];
  const out = tcp("10.0.0.4", "203.0.113.9", 443);
  const tagged = { rules, knownTags: [{ addresses: "203.0.113.9", tags: [] }] };
  test("it is unknown, and T3 is why", () =>
    expect(nsgWord({ ...tagged, subnet: withRoutes("0.0.0.0/0") }, "Outbound", out)).toBe("unknown: T3"));
  test("settled either way it is decided", () => {
    expect(nsgWord({ ...tagged, subnet: withRoutes("0.0.0.0/0"), settled: { T3: "more" } }, "Outbound", out)).toBe("allowed");
    expect(nsgWord({ ...tagged, subnet: withRoutes("0.0.0.0/0"), settled: { T3: "less" } }, "Outbound", out)).toBe("denied");
  });
  test("X9b: without the route it is denied", () => expect(nsgWord(tagged, "Outbound", out)).toBe("denied"));
  test("T1: two halves of the default are prefixes of routes and belong to the tag for sure", () =>
    expect(nsgWord({ ...tagged, subnet: withRoutes("0.0.0.0/1", "128.0.0.0/1") }, "Outbound", out)).toBe("allowed"));
});

test("N5, B1: without a public address the control plane opens nothing to nodes", () => {
  const rules = databricksNsgRules.filter((one) => !one.onlyWithPublicIp).map(fromDatabricks);
  const known = { rules, knownTags: [{ addresses: "40.74.30.80", tags: ["AzureDatabricks"] }] };
  expect(nsgWord(known, "Inbound", tcp("40.74.30.80", "10.0.0.4", 22))).toBe("denied");
  expect(nsgWord({ ...known, rules: databricksNsgRules.map(fromDatabricks) }, "Inbound", tcp("40.74.30.80", "10.0.0.4", 22))).toBe(
    "allowed",
  );
});

test("T9: a load balancer's probe comes from the platform's address, its clients do not", () => {
  expect(nsgWord({ rules: [] }, "Inbound", tcp("168.63.129.16", "10.0.0.4", 80))).toBe("allowed");
  expect(
    nsgWord(
      { rules: [rule("Inbound", 200, "Allow", { sourceAddressPrefix: "AzureLoadBalancer" })] },
      "Inbound",
      tcp("203.0.113.7", "10.0.0.4", 80),
    ),
  ).toBe("denied");
});

test("N11, N12: lists count together, and a group means its members", () => {
  const listed = rule("Inbound", 200, "Deny", {
    sourceAddressPrefix: "10.0.1.0/24",
    sourceAddressPrefixes: ["10.0.2.0/24"],
    destinationPortRange: undefined,
    destinationPortRanges: ["80", "443"],
  });
  expect(nsgWord({ rules: [listed] }, "Inbound", tcp("10.0.2.9", "10.0.0.4", 443))).toBe("denied");
  expect(nsgWord({ rules: [listed] }, "Inbound", tcp("10.0.2.9", "10.0.0.4", 444))).toBe("allowed");
  const grouped = (id: string) => rule("Outbound", 200, "Deny", { sourceAddressPrefix: undefined, sourceApplicationSecurityGroups: [id] });
  expect(nsgWord({ rules: [grouped("ASG-known")] }, "Outbound", tcp("10.0.0.4", "203.0.113.7", 443))).toBe("denied");
  expect(nsgWord({ rules: [grouped("ASG-known")] }, "Outbound", tcp("10.0.0.5", "203.0.113.7", 443))).toBe("allowed");
  expect(nsgWord({ rules: [grouped("elsewhere")] }, "Outbound", tcp("10.0.0.5", "203.0.113.7", 443))).toBe(
    "unknown: the members of the application security group elsewhere have not been read",
  );
});

test("what has not been read leaves the answer unknown, by name", () => {
  const peering = {
    name: "p",
    remoteVirtualNetwork: "far",
    peeringState: "Connected" as const,
    remoteAddressSpace: ["10.7.0.0/16"],
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: false,
    allowGatewayTransit: false,
    useRemoteGateways: false,
  };
  const peered = { rules: [], network: network({ peerings: [peering] }) };
  expect(nsgWord(peered, "Inbound", tcp("10.7.0.4", "10.0.0.4", 22))).toBe("unknown: the peered network far has not been read");
  expect(
    nsgWord(
      { rules: [], network: network({ otherConnections: [{ unread: "a connected group" }] }) },
      "Inbound",
      tcp("10.7.0.4", "10.0.0.4", 22),
    ),
  ).toBe("unknown: a connected group");
  expect(nsgWord({ rules: [{ unread: "rule x is not known yet" } as never] }, "Inbound", tcp("203.0.113.7", "10.0.0.4", 22))).toBe(
    "unknown: rule x is not known yet",
  );
});
