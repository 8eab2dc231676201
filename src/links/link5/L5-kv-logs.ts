import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass } from "../rule";
import { hasDestination } from "../subjects";

export default defineRule({
  id: "L5-kv-logs",
  severity: "medium",
  title: "Every use of a key vault is logged",
  why: "Who read which secret is the first question after an incident.",
  remediation: "Add a diagnostic setting with the category AuditEvent or a category group.",
  references: { cis: ["6.1.1.4"] },
  appliesTo: "key vault",
  subjects: (scope) => scope.ofType(resourceTypes.vault),
  judge: (vault, scope) => {
    const logs = scope
      .attachedTo(vault, resourceTypes.diagnosticSetting)
      .filter(hasDestination)
      .flatMap((setting) => setting.items("logs"));
    const logged = logs.some(
      (log) => log.value("enabled") === true && (log.is("category", "AuditEvent") || log.is("categoryGroup", "audit", "alllogs")),
    );
    return logged ? pass("AuditEvent is logged") : fail("AuditEvent is not logged", "a diagnostic setting with AuditEvent");
  },
});
