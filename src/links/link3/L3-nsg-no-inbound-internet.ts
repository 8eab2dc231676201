import { resourceTypes } from "../../azure/resource-types";
import { securityRulesOf } from "../../estate/security-rules";
import { defineRule, fail, pass } from "../rule";
import { isPublicSource } from "../subjects";

export default defineRule({
  id: "L3-nsg-no-inbound-internet",
  severity: "critical",
  title: "No rule lets the internet in",
  why: "One open port on a node is a way into the data.",
  remediation: "Remove the rule, or name a private source.",
  references: { checkov: ["CKV_AZURE_9", "CKV_AZURE_10"] },
  appliesTo: "network security group",
  subjects: (scope) => scope.ofType(resourceTypes.networkSecurityGroup),
  judge: (group, scope) => {
    const open = securityRulesOf(scope, group).find(
      (rule) => rule.access === "Allow" && rule.direction === "Inbound" && rule.sources.some(isPublicSource),
    );
    return open
      ? fail(`rule ${open.name} allows ${open.sources.join(", ")}`, "private sources only")
      : pass("no inbound allow from public addresses");
  },
});
