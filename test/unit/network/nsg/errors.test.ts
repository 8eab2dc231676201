import { nsgWord, rule, tcp } from "./rules";

const ask =
  (...rules: Parameters<typeof nsgWord>[0]["rules"]) =>
  () =>
    nsgWord({ rules }, "Inbound", tcp("10.0.0.4", "10.0.0.5", 443));

test("N1: two rules of one direction and priority are refused, by name", () =>
  expect(ask({ ...rule("Inbound", 200, "Allow"), name: "a" }, { ...rule("Inbound", 200, "Deny"), name: "b" })).toThrow(
    "'a' and 'b' are both Inbound with priority 200",
  ));

test("one priority in both directions is fine", () =>
  expect(ask(rule("Inbound", 200, "Deny"), rule("Outbound", 200, "Deny"))()).toBe("denied"));

test.each([
  [{ destinationPortRange: "80-22" }, "security rule 'Allow200': '80-22' is no port"],
  [{ sourceAddressPrefix: "10.0.0.0/40" }, "security rule 'Allow200': '10.0.0.0/40' is no address"],
  [{ protocol: "Gre" }, "security rule 'Allow200': protocol 'Gre' is none of"],
])("%j is refused, by name", (fields, message) => expect(ask(rule("Inbound", 200, "Allow", fields))).toThrow(message));
