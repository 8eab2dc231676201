import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { type builtInRoles, roleDefinitionId } from "../src/azure/roles";

/** Gives a machine's identity one built-in role. */
export function assignRole(
  name: string,
  args: {
    scope: pulumi.Input<string>;
    principalId: pulumi.Input<string>;
    role: keyof typeof builtInRoles;
    subscriptionId: pulumi.Output<string>;
  },
  opts: pulumi.CustomResourceOptions,
): authorization.RoleAssignment {
  return new authorization.RoleAssignment(
    name,
    {
      scope: args.scope,
      principalId: args.principalId,
      principalType: "ServicePrincipal",
      roleDefinitionId: args.subscriptionId.apply((id) => roleDefinitionId(id, args.role)),
    },
    opts,
  );
}
