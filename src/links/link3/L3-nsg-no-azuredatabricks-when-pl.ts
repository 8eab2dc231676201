import { isServerless, workspaceSubnets } from "../../estate/queries";
import { find } from "../../estate/value";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { allWorkspaceSubnets, judgeSecurityRules, workspaces } from "../subjects";

export default defineRule({
  id: "L3-nsg-no-azuredatabricks-when-pl",
  severity: "medium",
  title: "With a back-end endpoint, no rule allows the public control plane",
  why: "The rule would keep open the path that the endpoint replaces.",
  remediation: "Remove the allow to the service tag AzureDatabricks.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: judgeSecurityRules((rules, subnet, scope) => {
    const workspace = find(
      workspaces(scope).filter((candidate) => !isServerless(candidate)),
      (candidate) => workspaceSubnets(scope, candidate).some((side) => side.subnet === subnet),
    );
    if (!workspace?.is("requiredNsgRules", "NoAzureDatabricksRules"))
      return notApplicable("requiredNsgRules is not 'NoAzureDatabricksRules'");
    const open = rules.find(
      (rule) => rule.access === "Allow" && rule.destinations.some((destination) => /^AzureDatabricks/i.test(destination)),
    );
    return open
      ? fail(`rule ${open.name} allows ${open.destinations.join(", ")}`, "no allow to AzureDatabricks")
      : pass("no allow to AzureDatabricks");
  }),
});
