import { resourceTypes } from "../../azure/resource-types";
import { databricksServiceAlias } from "../../azure/service-tags";
import { some } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { allWorkspaceSubnets } from "../subjects";

const account = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Storage\/storageAccounts\/[^/]+$/i;

export default defineRule({
  id: "L5-service-endpoint-policy",
  severity: "medium",
  title: "A storage service endpoint leads to listed accounts only",
  why: "Without a policy the endpoint leads to every account of Azure, anybody's, around the firewall.",
  remediation: `Attach a service endpoint policy with ${databricksServiceAlias} and the accounts by id (ClusterNetwork and DataLake do).`,
  appliesTo: "workspace subnet with a storage service endpoint",
  subjects: (scope) =>
    allWorkspaceSubnets(scope).filter((subnet) =>
      some(subnet.items("serviceEndpoints"), (endpoint) => endpoint.text("service")?.startsWith("Microsoft.Storage") === true),
    ),
  judge: (subnet, scope) => {
    const ids = subnet.items("serviceEndpointPolicies").map((policy) => policy.text("id"));
    if (ids.length === 0) return fail("no service endpoint policy", "one that lists accounts");
    const resources = ids.flatMap((id) => {
      const policy = scope.byId(id);
      if (!policy) return [`policy ${id}`];
      return scope.partsOf(policy, resourceTypes.serviceEndpointPolicyDefinition).flatMap((d) => d.texts("serviceResources"));
    });
    const wide = resources.find((resource) => !account.test(resource) && resource !== databricksServiceAlias);
    if (wide) return fail(`the policy lists ${wide}`, "storage accounts by id");
    const foreign = resources.find((resource) => account.test(resource) && !scope.byId(resource));
    if (foreign) return fail(`the policy lists ${foreign}, which is outside this deployment`, "accounts of this deployment");
    return resources.includes(databricksServiceAlias)
      ? pass(`the policy lists ${resources.length} resources`)
      : fail(`the policy does not list ${databricksServiceAlias}, without which clusters do not start`, databricksServiceAlias);
  },
});
