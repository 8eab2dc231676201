import { resourceTypes } from "../../azure/resource-types";
import { AddressRange } from "../../network/address-range";
import { defineRule, fail, pass, unknown } from "../rule";

export default defineRule({
  id: "L5-sql-no-wide-firewall",
  severity: "critical",
  title: "No SQL firewall rule opens the server to Azure or the internet",
  why: "0.0.0.0 lets in every customer of Azure.",
  remediation: "Remove the rule, or narrow it to at most 256 addresses.",
  references: { checkov: ["CKV_AZURE_11", "CKV2_AZURE_34"] },
  appliesTo: "SQL firewall rule",
  isLocal: true,
  subjects: (scope) => [...scope.ofType(resourceTypes.sqlFirewallRule), ...scope.ofType(resourceTypes.sqlIpv6FirewallRule)],
  judge: (rule) => {
    if (rule.type === resourceTypes.sqlIpv6FirewallRule.arm) {
      const [first, last] = [rule.text("startIPv6Address"), rule.text("endIPv6Address")];
      if (first === undefined || last === undefined) return unknown("its addresses are not given");
      return first.toLowerCase() === last.toLowerCase() && !/^[:0]+$/.test(first)
        ? pass(first)
        : fail(`${first} to ${last}`, "one IPv6 address");
    }
    const [start, end] = ["startIpAddress", "endIpAddress"].map((name) => AddressRange.tryParse(`${rule.text(name)}/32`)?.first);
    if (start === undefined || end === undefined) return unknown("its addresses are not given");
    const text = `${rule.text("startIpAddress")} to ${rule.text("endIpAddress")}`;
    return start === 0 || end - start > 255 ? fail(text, "at most 256 addresses, none of them 0.0.0.0") : pass(text);
  },
});
