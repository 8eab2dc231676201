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
  subjects: (scope) => scope.ofType(resourceTypes.sqlFirewallRule),
  judge: (rule) => {
    const [start, end] = ["startIpAddress", "endIpAddress"].map((name) => AddressRange.tryParse(`${rule.text(name)}/32`)?.first);
    if (start === undefined || end === undefined) return unknown("its addresses are not given");
    const text = `${rule.text("startIpAddress")} to ${rule.text("endIpAddress")}`;
    return start === 0 || end - start > 255 ? fail(text, "at most 256 addresses, none of them 0.0.0.0") : pass(text);
  },
});
