import type { SecurityRuleView } from "../../estate/security-rules";
import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets, judgeSecurityRules } from "../subjects";

const required = { tag: "AzureActiveDirectory", port: "443" };

/** Whether a rule is about a tag of the internet: by its own name, or by one that takes it in. */
const covers = (rule: SecurityRuleView, tag: string) =>
  rule.destinations.some((destination) => ["*", "internet", "0.0.0.0/0", tag.toLowerCase()].includes(destination.toLowerCase()));

export default defineRule({
  id: "L3-nsg-out-required",
  severity: "high",
  title: "What clusters need is let out before anything is denied",
  why: "Databricks writes its own rules at 100 to 104; tokens for storage, Key Vault and SQL come from Entra ID, which it does not write. Who finds clusters that cannot sign in opens the NSG wide.",
  remediation: "Add an outbound Allow to AzureActiveDirectory on 443 with a smaller priority number than the Deny.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: judgeSecurityRules((rules) => {
    const about = rules.filter((rule) => rule.direction === "Outbound" && covers(rule, required.tag));
    const first = about.find((rule) => rule.access === "Deny" || rule.ports.some((port) => port === "*" || port === required.port));
    if (!first) return pass("nothing denies Entra ID");
    return first.access === "Allow"
      ? pass(`rule ${first.name} (${first.priority}) lets Entra ID out`)
      : fail(
          `rule ${first.name} (${first.priority}) denies Entra ID before anything allows it`,
          `an Allow to ${required.tag} on ${required.port} before it`,
        );
  }),
});
