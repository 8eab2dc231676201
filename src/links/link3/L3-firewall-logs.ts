import { firewallLogCategories } from "../../azure/log-categories";
import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass } from "../rule";
import { hasDestination } from "../subjects";

export default defineRule({
  id: "L3-firewall-logs",
  severity: "medium",
  title: "What the firewall let out and refused is recorded",
  why: "A refusal that nobody sees is a warning lost.",
  remediation: `Add a diagnostic setting with ${firewallLogCategories.join(", ")}, or the category group allLogs.`,
  profiles: ["exfiltrationProtected"],
  appliesTo: "Azure Firewall",
  subjects: (scope) => scope.ofType(resourceTypes.azureFirewall),
  judge: (firewall, scope) => {
    const logs = scope
      .attachedTo(firewall, resourceTypes.diagnosticSetting)
      .filter(hasDestination)
      .flatMap((setting) => setting.items("logs").filter((log) => log.value("enabled") === true));
    if (logs.some((log) => log.is("categoryGroup", "alllogs"))) return pass("all logs are kept");
    const missing = firewallLogCategories.filter((category) => !logs.some((log) => log.text("category") === category));
    return missing.length > 0
      ? fail(`not logged: ${missing.join(", ")}`, firewallLogCategories.join(", "))
      : pass(`${firewallLogCategories.length} categories are kept`);
  },
});
