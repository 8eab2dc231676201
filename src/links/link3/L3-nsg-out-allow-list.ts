import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets, isAllowedDestination, judgeSecurityRules } from "../subjects";

export default defineRule({
  id: "L3-nsg-out-allow-list",
  severity: "high",
  title: "Nodes reach only the services that Databricks needs, and private addresses",
  why: "Every other destination is a way out for data.",
  remediation: "Remove the rule, or name a private block; route what must leave through a firewall.",
  appliesTo: "workspace subnet",
  subjects: allWorkspaceSubnets,
  judge: judgeSecurityRules((rules) => {
    const allowed = rules.filter((rule) => rule.access === "Allow" && rule.direction === "Outbound");
    for (const rule of allowed) {
      const wide = rule.destinations.find((destination) => !isAllowedDestination(destination, rule.ports));
      if (wide)
        return fail(
          `rule ${rule.name} allows ${wide} on ${rule.ports.join(", ")}`,
          "service tags of Databricks on their ports, or private blocks",
        );
    }
    return pass(`${allowed.length} outbound allows, all to known services or private blocks`);
  }),
});
