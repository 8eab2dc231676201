import { databricksTypes } from "../../src/azure/databricks-types";
import type { Edit } from "./edit";

/** The policies of a deployment of HardenedDatabricks called `lakehouse`. */
export const policies = {
  allPurpose: "lakehouse-traffic-policy",
  job: "lakehouse-traffic-job-policy",
  pipeline: "lakehouse-traffic-pipeline-policy",
};

/** Changes or takes away one limit of a cluster policy. */
export function limit(attribute: string, wanted: unknown, policy = policies.allPurpose): (edit: Edit) => Edit {
  return (edit) => {
    const { [attribute]: _old, ...rest } = JSON.parse(edit.get(policy).properties.definition as string) as Record<string, unknown>;
    return edit.set(policy, "definition", JSON.stringify(wanted === undefined ? rest : { ...rest, [attribute]: wanted }));
  };
}

/** The same change of each policy. */
export function everyLimit(attribute: string, wanted: unknown): (edit: Edit) => Edit {
  return (edit) => Object.values(policies).reduce((changed, policy) => limit(attribute, wanted, policy)(changed), edit);
}

/** Takes away every policy. */
export const noPolicies = (edit: Edit): Edit => edit.removeType(databricksTypes.clusterPolicy);

/** Takes away everything that starts nodes by a specification of its own. */
export const noSpecs = (edit: Edit): Edit =>
  edit.removeType(databricksTypes.cluster).removeType(databricksTypes.job).removeType(databricksTypes.pipeline);
