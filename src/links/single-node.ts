import { databricksTypes } from "../azure/databricks-types";
import { isSingleNodePolicy } from "../estate/cluster-policy";
import { isSingleNode } from "../estate/cluster-specs";
import type { Resource } from "../estate/resource";
import type { Scope } from "../estate/scope";
import { notApplicable, type Outcome } from "./rule";

type Judge = (subject: Resource, deployment: Scope) => Outcome;

/** Judges what starts clusters of several nodes; a single one sends nothing to others. */
export function unlessSingleNode(judge: Judge): Judge {
  return (subject, deployment) => {
    const single = subject.type === databricksTypes.clusterPolicy ? isSingleNodePolicy(subject) : isSingleNode(subject, deployment);
    return single ? notApplicable("it has one node, which sends nothing to others") : judge(subject, deployment);
  };
}
