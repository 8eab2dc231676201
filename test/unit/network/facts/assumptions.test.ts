import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AssumptionId, assumptions } from "../../../../src/network/facts/assumptions";
import type { Packet } from "../../../../src/network/packets/packet";
import { type NsgCase, network, nsgWord, rule, subnet, tcp } from "../nsg/rules";

/** For each assumption, a case that hangs on it alone: undecided it is unknown, settled it is decided, each way another. */
type Case = [given: NsgCase, direction: "Inbound" | "Outbound", packet: Packet];
const route = (addressPrefix: string) =>
  subnet({
    routeTable: {
      id: "t",
      disableBgpRoutePropagation: true,
      routes: [{ name: "r", addressPrefix, nextHopType: "VirtualAppliance", nextHopIpAddress: "10.0.100.4" }],
    },
  });
const esp = (destination: string): Packet => ({ source: "10.0.0.4", destination, protocol: "esp" });

const cases: Partial<Record<AssumptionId, Case>> = {
  N8: [{ rules: [] }, "Outbound", esp("203.0.113.7")],
  N9: [
    { rules: [rule("Outbound", 200, "Deny", { destinationPortRange: "1-65535" })] },
    "Outbound",
    { source: "10.0.0.4", destination: "203.0.113.7", protocol: "icmp" },
  ],
  T3: [{ rules: [], subnet: route("0.0.0.0/0") }, "Outbound", tcp("10.0.0.4", "192.168.7.7", 443)],
  T5: [
    {
      rules: [rule("Outbound", 200, "Deny", { destinationAddressPrefix: "VirtualNetwork" })],
      subnet: route("Storage"),
      tags: ["Storage"],
      knownTags: [{ addresses: "20.60.222.1", tags: ["Storage"] }],
    },
    "Outbound",
    tcp("10.0.0.4", "20.60.222.1", 443),
  ],
  T7: [
    {
      rules: [rule("Outbound", 200, "Deny", { destinationAddressPrefix: "Internet" })],
      network: network({ addressPrefixes: ["10.0.0.0/16", "20.9.0.0/16"] }),
    },
    "Outbound",
    tcp("10.0.0.4", "20.9.0.4", 443),
  ],
  T8: [{ rules: [] }, "Outbound", tcp("10.0.0.4", "192.168.7.7", 443)],
  "T-IPv6": [
    {
      rules: [rule("Outbound", 200, "Allow", { destinationAddressPrefix: "Storage" }), rule("Outbound", 300, "Deny")],
      knownTags: [{ addresses: "2603:1020::5", tags: ["Storage"] }],
    },
    "Outbound",
    tcp("2603:1030::1", "2603:1020::5", 443),
  ],
};

describe.each(Object.keys(cases) as AssumptionId[])("%s", (id) => {
  const given = cases[id] as Case;
  const word = (leaning?: "more" | "less") =>
    nsgWord({ ...given[0], settled: { ...others(id), ...(leaning ? { [id]: leaning } : {}) } }, given[1], given[2]);

  test("has a case, which is unknown because of it alone", () => expect(word()).toBe(`unknown: ${id}`));
  test("settled either way, the case is decided, each way another", () =>
    expect([word("more"), word("less")]).toEqual(["allowed", "denied"]));
});

/** Where two assumptions meet in one case, the other one is settled. */
const others = (id: AssumptionId) => (id === "T3" ? ({ T8: "less" } as const) : {});

test("each assumption is turned both ways by a test: here, or where routes, peerings, firewalls, names and access are tested", () => {
  const elsewhere = ["R1", "R1a", "R7", "R8a", "E4", "G3", "G4", "F3", "F8", "D5", "S16", "S22"];
  expect(Object.keys(assumptions).sort()).toEqual([...Object.keys(cases), ...elsewhere].sort());
  const tests = readdirSync(join(__dirname, ".."), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  const text = tests.map((file) => readFileSync(join(__dirname, "..", file), "utf8")).join("\n");
  for (const id of elsewhere) for (const leaning of ["more", "less"]) expect(text).toContain(`${id}: "${leaning}"`);
});
