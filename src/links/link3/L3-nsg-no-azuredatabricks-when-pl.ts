import { isServerless, workspaceSubnets } from "../../deployment/queries";
import { find } from "../../deployment/value";
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
  judge: judgeSecurityRules((rules, subnet, deployment) => {
    const workspace = find(
      workspaces(deployment).filter((candidate) => !isServerless(candidate)),
      (candidate) => workspaceSubnets(deployment, candidate).some((side) => side.subnet === subnet),
    );
    if (workspace?.text("requiredNsgRules") !== "NoAzureDatabricksRules")
      return notApplicable("requiredNsgRules is not 'NoAzureDatabricksRules'");
    const open = rules.find(
      (rule) => rule.access === "Allow" && rule.destinations.some((destination) => /^AzureDatabricks/i.test(destination)),
    );
    return open
      ? fail(`rule ${open.name} allows ${open.destinations.join(", ")}`, "no allow to AzureDatabricks")
      : pass("no allow to AzureDatabricks");
  }),
});
