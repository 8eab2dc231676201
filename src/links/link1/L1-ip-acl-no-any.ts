import { databricksTypes } from "../../azure/databricks-types";
import { UnknownValueError } from "../../estate/value";
import { addressesIn } from "../../network/address-set";
import { defineRule, fail, notApplicable, pass } from "../rule";

/** The addresses of one /8. */
const widest = 2 ** 24;

export default defineRule({
  id: "L1-ip-acl-no-any",
  severity: "critical",
  title: "No IP access list lets in the whole internet",
  why: "A list with 0.0.0.0/0 is none; so is one with half of the address space, in one block or in many.",
  remediation: "List the blocks that users come from: together no more addresses than a /8 holds.",
  appliesTo: "IP access list",
  isLocal: true,
  subjects: (scope) => scope.ofType(databricksTypes.ipAccessList),
  judge: (list) => {
    if (!list.is("listType", "ALLOW")) return notApplicable(`${list.label} does not allow anything`);
    const blocks = list.texts("ipAddresses");
    const { ipv4, widestIpv6, unread } = addressesIn(blocks);
    if (ipv4 > widest) return fail(`its ${blocks.length} blocks allow ${ipv4} addresses`, `${widest} at most, as many as a /8 holds`);
    if (widestIpv6 !== undefined && widestIpv6 < 32) return fail(`it allows an IPv6 block of /${widestIpv6}`, "/32 or narrower");
    if (unread[0] !== undefined) throw new UnknownValueError(`'${unread[0]}' in ipAddresses of ${list.label}`, "unread");
    return pass(`it allows ${blocks.join(", ")}`);
  },
});
