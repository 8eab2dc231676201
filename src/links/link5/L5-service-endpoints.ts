import { resourceTypes } from "../../azure/resource-types";
import type { Resource } from "../../estate/resource";
import type { Scope } from "../../estate/scope";
import { some, UnknownValueError } from "../../estate/value";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { dataTargets } from "../subjects";

export default defineRule({
  id: "L5-service-endpoints",
  severity: "high",
  title: "A subnet that a data service lets in has its service endpoint",
  why: "Without the endpoint its traffic comes from a public address, which the service's rules refuse; who finds that opens the service.",
  remediation: "Add the service to the subnet's serviceEndpoints (ClusterNetwork's argument of that name).",
  references: { azurePolicy: ["60d21c4f", "ae5d2f14", "ea4d6841"] },
  appliesTo: "data target (storage account, key vault or SQL server)",
  subjects: dataTargets,
  judge: (target, scope) => {
    const { service, subnetIds } = subnetsLetIn(target, scope);
    if (subnetIds.length === 0) return notApplicable("no subnet passes its firewall");
    for (const id of subnetIds) {
      const subnet = scope.byId(id);
      if (!subnet) throw new UnknownValueError(`subnet ${id}`, "outside");
      const has = some(subnet.items("serviceEndpoints"), (endpoint) => endpoint.text("service")?.startsWith(service) === true);
      if (!has) return fail(`${subnet.label} has no service endpoint ${service}`, service);
    }
    return pass(`${subnetIds.length} subnets with the service endpoint ${service}`);
  },
});

function subnetsLetIn(target: Resource, scope: Scope): { service: string; subnetIds: string[] } {
  const ids = (list: Resource[], path: string) => list.map((rule) => rule.text(path)).filter((id) => id !== undefined);
  if (target.type === resourceTypes.sqlServer.arm)
    return {
      service: "Microsoft.Sql",
      subnetIds: ids(scope.partsOf(target, resourceTypes.sqlVirtualNetworkRule), "virtualNetworkSubnetId"),
    };
  if (target.type === resourceTypes.vault.arm)
    return { service: "Microsoft.KeyVault", subnetIds: ids(target.items("networkAcls.virtualNetworkRules"), "id") };
  return { service: "Microsoft.Storage", subnetIds: ids(target.items("networkAcls.virtualNetworkRules"), "id") };
}
