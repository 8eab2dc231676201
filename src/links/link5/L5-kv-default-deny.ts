import { resourceTypes } from "../../azure/resource-types";
import { defineRule, expectValue } from "../rule";

export default defineRule({
  id: "L5-kv-default-deny",
  severity: "high",
  title: "The vault's firewall denies by default",
  why: "Should public access be switched on again, everybody would get in.",
  remediation: "Set properties.networkAcls.defaultAction to 'Deny'.",
  references: { checkov: ["CKV_AZURE_109"] },
  appliesTo: "key vault",
  isLocal: true,
  subjects: (scope) => scope.ofType(resourceTypes.vault),
  judge: (vault) => expectValue(vault, "networkAcls.defaultAction", "Deny"),
});
