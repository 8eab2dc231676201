import { databricksTypes } from "../../azure/databricks-types";
import { defineRule, fail, pass, show } from "../rule";

const longest = 90 * 24 * 3600;

export default defineRule({
  id: "L1-pat-has-expiry",
  severity: "medium",
  title: "Every token that a program makes ends within 90 days",
  why: "A token without an end works for whoever finds it years later.",
  remediation: "Set lifetimeSeconds to 7776000 (90 days) or less, or sign in with Entra ID.",
  references: { sat: ["GOV-2"] },
  appliesTo: "token",
  isLocal: true,
  subjects: (scope) => [...scope.ofType(databricksTypes.token), ...scope.ofType(databricksTypes.oboToken)],
  judge: (token) => {
    const seconds = token.value("lifetimeSeconds");
    const evidence = `lifetimeSeconds is ${show(seconds)}`;
    return Number(seconds) > 0 && Number(seconds) <= longest ? pass(evidence) : fail(evidence, `1 to ${longest}`);
  },
});
