import { defineRule, expectValue } from "../rule";
import { dataAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-trusted-bypass",
  severity: "medium",
  title: "No service passes the storage firewall unlisted",
  why: "'AzureServices' lets in services of other customers' subscriptions too. Checkov, Trivy and CIS ask for the opposite: see docs.",
  remediation: "Set networkAcls.bypass (in azure-native networkRuleSet) to 'None', and list what must pass in resourceAccessRules.",
  appliesTo: "storage account that clusters use",
  subjects: dataAccounts,
  judge: (account) => expectValue(account, "networkAcls.bypass", "None"),
});
