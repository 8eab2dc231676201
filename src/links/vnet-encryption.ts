import { resourceTypes } from "../azure/resource-types";
import { canEncryptInVnet } from "../azure/vm-sizes";
import { policyLimits } from "../estate/cluster-policy";
import { offered } from "../estate/cluster-specs";
import type { Resource } from "../estate/resource";
import type { Scope } from "../estate/scope";
import { some } from "../estate/value";

/** Whether a VNet of a deployment encrypts between its virtual machines, where their sizes can. */
export function encryptsInVnet(deployment: Scope): boolean {
  return some(deployment.ofType(resourceTypes.virtualNetwork), (network) => network.value("encryption.enabled") === true);
}

/** Why nodes of a policy's clusters may have a size that Azure leaves in clear text, in words; undefined where they may not. */
export function sizeProblem(policy: Resource): string | undefined {
  const limits = policyLimits(policy);
  for (const attribute of ["node_type_id", "driver_node_type_id"]) {
    const sizes = offered(limits[attribute]) ?? [];
    if (sizes.length === 0) return `${attribute} is not limited`;
    const weak = sizes.find((size) => !canEncryptInVnet(size));
    if (weak !== undefined) return `${attribute} may be ${weak}`;
  }
  // A driver's size defaults to the workers'.
  if (limits.node_type_id?.isOptional) return "node_type_id may be left out, and Databricks then chooses";
  const pool = ["instance_pool_id", "driver_instance_pool_id"].find((attribute) => limits[attribute]?.type !== "forbidden");
  if (pool) return `${pool} is free, and a pool has sizes of its own`;
  if (limits.cluster_type?.value === "dlt") return undefined;
  const flexible = ["worker", "driver"]
    .map((node) => `${node}_node_type_flexibility.alternate_node_type_ids`)
    .find((attribute) => limits[attribute]?.type !== "forbidden");
  return flexible && `${flexible} is free`;
}

/** Whether a policy leaves encryption to the VNet, and limits nodes to sizes that can. */
export function isLimitedToVnetEncryption(policy: Resource, deployment: Scope): boolean {
  return sizeProblem(policy) === undefined && encryptsInVnet(deployment);
}
