import { Reading } from "../../../../src/network/facts/reading";
import { type AdminConfiguration, type AdminRule, adminVerdict } from "../../../../src/network/nsg/admin-rules";
import { setOfPacket } from "../../../../src/network/packets/packet";
import { Universe } from "../../../../src/network/packets/universe";
import { rule, tcp } from "./rules";

const universe = new Universe();
const scope = {
  universe,
  virtualNetwork: { sure: universe.prefixes(["10.0.0.0/16"]), possible: [] },
  applicationSecurityGroups: new Map(),
};
const configuration = (
  rules: AdminConfiguration["rules"],
  applied: AdminConfiguration["applyOnNetworkIntentPolicyBasedServices"] = "None",
): AdminConfiguration => ({ rules, applyOnNetworkIntentPolicyBasedServices: applied });

function word(
  given: AdminConfiguration,
  hostsDatabricks: boolean,
  packet: Parameters<typeof setOfPacket>[0],
  direction: "Inbound" | "Outbound",
  leaning: "more" | "less" = "more",
) {
  const verdict = adminVerdict(given, hostsDatabricks, { direction, scope, reading: new Reading(leaning) });
  const set = setOfPacket(packet, universe);
  return verdict.always.overlaps(set) ? "delivered" : verdict.left.overlaps(set) ? "left to the NSGs" : "dropped";
}

const out = tcp("10.0.0.4", "203.0.113.7", 443);
const denyInternet = { ...rule("Outbound", 1, "Deny", { destinationAddressPrefix: "Internet" }) } as AdminRule;

test("X12 (A1, A2): an admin Deny stops a plain network, and counts for nothing where Databricks is", () => {
  expect(word(configuration([denyInternet]), false, out, "Outbound")).toBe("dropped");
  expect(word(configuration([denyInternet]), true, out, "Outbound")).toBe("left to the NSGs");
  expect(word(configuration([denyInternet], "AllowRulesOnly"), true, out, "Outbound")).toBe("left to the NSGs");
});

test("X13 (A1): AlwaysAllow goes past the NSGs, Allow does not", () => {
  const ssh = tcp("10.9.0.5", "10.0.0.4", 22);
  const allow = (access: AdminRule["access"]): AdminRule => ({
    ...rule("Inbound", 1, "Allow", { sourceAddressPrefix: "10.9.0.0/24", destinationPortRange: "22" }),
    access,
  });
  expect(word(configuration([allow("AlwaysAllow")]), false, ssh, "Inbound")).toBe("delivered");
  expect(word(configuration([allow("Allow")]), false, ssh, "Inbound")).toBe("left to the NSGs");
  expect(word(configuration([allow("AlwaysAllow")]), true, ssh, "Inbound")).toBe("left to the NSGs");
  expect(word(configuration([allow("AlwaysAllow")], "AllowRulesOnly"), true, ssh, "Inbound")).toBe("delivered");
});

test("A1: the lower priority is asked first", () => {
  const rules = [{ ...rule("Outbound", 2, "Allow"), access: "AlwaysAllow" } as AdminRule, denyInternet];
  expect(word(configuration(rules), false, out, "Outbound")).toBe("dropped");
});

test("a configuration that nobody read delivers all in one reading and nothing in the other", () => {
  const given = configuration([], { unread: "the configuration has not been read" });
  expect([word(given, true, out, "Outbound", "more"), word(given, true, out, "Outbound", "less")]).toEqual(["delivered", "dropped"]);
  expect(word(given, false, out, "Outbound")).toBe("left to the NSGs");
});
