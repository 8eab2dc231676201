import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass, show } from "../rule";

export default defineRule({
  id: "L1-log-retention",
  severity: "medium",
  title: "Audit logs are kept for 90 days, for a year where that is regulated",
  why: "Incidents are found months later; Azure keeps a new Log Analytics workspace's logs for 30 days.",
  remediation: "Set retentionInDays to 90 or more, for the profile regulated to 365 or more.",
  appliesTo: "Log Analytics workspace",
  subjects: (scope) => scope.ofType(resourceTypes.logAnalyticsWorkspace),
  judge: (logs, scope) => {
    const days = logs.value("retentionInDays");
    const wanted = scope.profile === "regulated" ? 365 : 90;
    return Number(days ?? 0) >= wanted
      ? pass(`retentionInDays is ${show(days)}`)
      : fail(`retentionInDays is ${show(days)}`, `${wanted} or more`);
  },
});
