import { resourceTypes } from "../../azure/resource-types";
import { find } from "../../estate/value";
import { defineRule, fail, pass, show } from "../rule";

export default defineRule({
  id: "L5-sql-auditing",
  severity: "medium",
  title: "Who read what from the SQL server is recorded",
  why: "Without an audit log nobody can show afterwards who read the data.",
  remediation: "Pass logAnalyticsWorkspaceId, or enable auditing to an account with a retention of 90 days or more.",
  references: { azurePolicy: ["a6fb4358", "89099bee"], checkov: ["CKV_AZURE_23", "CKV_AZURE_24"] },
  appliesTo: "SQL server",
  subjects: (scope) => scope.ofType(resourceTypes.sqlServer),
  judge: (server, scope) => {
    const policy = find(scope.partsOf(server, resourceTypes.sqlAuditing), (candidate) => candidate.is("state", "Enabled"));
    if (!policy) return fail("auditing is not enabled", "state 'Enabled'");
    if (policy.value("isAzureMonitorTargetEnabled") === true) return pass("it goes to Log Analytics, which keeps it");
    const days = policy.value("retentionDays");
    return policy.text("storageEndpoint") !== undefined && (days === undefined || days === 0 || Number(days) >= 90)
      ? pass(`it is kept for ${days ? `${Number(days)} days` : "ever"}`)
      : fail(`it goes to no log and is kept for ${show(days)} days`, "Log Analytics, or 90 days");
  },
});
