import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Keeps a resource, and everything below it, from being deleted outside Pulumi.
 * The lock holds for children and settings too: pass them in dependsOn, so that a destroy takes the lock away first.
 */
export function deleteLock(
  name: string,
  scope: pulumi.Input<string>,
  notes: string,
  opts: pulumi.CustomResourceOptions,
): authorization.ManagementLockByScope {
  return new authorization.ManagementLockByScope(name, { lockName: "do-not-delete", scope, level: "CanNotDelete", notes }, opts);
}
