import { databricksTypes } from "../azure/databricks-types";
import { isSingleNodePolicy } from "../deployment/cluster-policy";
import { isSingleNode } from "../deployment/cluster-specs";
import type { Deployment } from "../deployment/deployment";
import type { DeployedResource } from "../deployment/resource";
import { notApplicable, type Outcome } from "./rule";

type Judge = (subject: DeployedResource, deployment: Deployment) => Outcome;

/** Judges what starts clusters of several nodes; a single one sends nothing to others. */
export function unlessSingleNode(judge: Judge): Judge {
  return (subject, deployment) => {
    const single = subject.type === databricksTypes.clusterPolicy ? isSingleNodePolicy(subject) : isSingleNode(subject, deployment);
    return single ? notApplicable("it has one node, which sends nothing to others") : judge(subject, deployment);
  };
}
