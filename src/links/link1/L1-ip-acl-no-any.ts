import { databricksTypes } from "../../azure/databricks-types";
import { defineRule, fail, notApplicable, pass } from "../rule";

export default defineRule({
  id: "L1-ip-acl-no-any",
  severity: "critical",
  title: "No IP access list lets in the whole internet",
  why: "A list with 0.0.0.0/0 is none; so is one with half of the address space.",
  remediation: "List the blocks that users come from, none wider than /8.",
  appliesTo: "IP access list",
  isLocal: true,
  subjects: (scope) => scope.ofType(databricksTypes.ipAccessList),
  judge: (list) => {
    if (!list.is("listType", "ALLOW")) return notApplicable(`${list.label} does not allow anything`);
    const wide = list.texts("ipAddresses").find((text) => Number(text.split("/")[1] ?? 32) < 8 || text === "::/0");
    return wide ? fail(`it allows ${wide}`, "blocks of /8 or narrower") : pass(`it allows ${list.texts("ipAddresses").join(", ")}`);
  },
});
