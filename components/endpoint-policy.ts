import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import { parseResourceId } from "../src/azure/resource-id";
import { resourceTypes } from "../src/azure/resource-types";
import { databricksServiceAlias } from "../src/azure/service-tags";
import { physicalName } from "./naming";

/**
 * The accounts that a subnet's storage service endpoint leads to: those that Databricks itself needs, by its alias, and those that are
 * allowed by definitions of their own. (The alias and its service `Global` are from public templates and the page on service endpoint
 * policies.)
 */
export function endpointPolicy(
  name: string,
  args: {
    resourceGroupName: pulumi.Input<string>;
    location: pulumi.Input<string> | undefined;
    tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const policy = new network.ServiceEndpointPolicy(
    `${name}-endpoint-policy`,
    { serviceEndpointPolicyName: physicalName("sep", name, resourceTypes.serviceEndpointPolicy), ...args },
    // Definitions are resources of their own: an update of the policy must never send a list of them.
    { ...opts, ignoreChanges: ["serviceEndpointPolicyDefinitions"] },
  );
  const system = new network.ServiceEndpointPolicyDefinition(
    `${name}-endpoint-policy-databricks`,
    {
      serviceEndpointPolicyDefinitionName: "databricks",
      serviceEndpointPolicyName: policy.name,
      resourceGroupName: args.resourceGroupName,
      service: "Global",
      serviceResources: [databricksServiceAlias],
      description: "The storage accounts that Databricks itself needs.",
    },
    opts,
  );
  return pulumi.all([policy.id, system.id]).apply(([id]) => id);
}

/** Lets a subnet's storage service endpoint lead to one more account. */
export function allowInEndpointPolicy(
  name: string,
  policyId: pulumi.Input<string>,
  accountId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): network.ServiceEndpointPolicyDefinition {
  const parsed = pulumi.output(policyId).apply((id) => parseResourceId(id));
  return new network.ServiceEndpointPolicyDefinition(
    name,
    {
      serviceEndpointPolicyDefinitionName: pulumi.output(accountId).apply((id) => id.split("/").pop() as string),
      serviceEndpointPolicyName: parsed.apply((policy) => policy?.names[0] as string),
      resourceGroupName: parsed.apply((policy) => policy?.resourceGroup as string),
      service: "Microsoft.Storage",
      serviceResources: [accountId],
      description: "Allowed by name.",
    },
    opts,
  );
}
