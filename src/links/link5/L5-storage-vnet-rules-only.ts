import { resourceTypes } from "../../azure/resource-types";
import { UnknownValueError } from "../../estate/value";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { allWorkspaceSubnets, dataAccounts } from "../subjects";

export default defineRule({
  id: "L5-storage-vnet-rules-only",
  severity: "high",
  title: "Only workspace subnets pass the storage firewall",
  why: "Each further network or address is another way to the data.",
  remediation: "Keep virtualNetworkRules to the workspace subnets and ipRules empty.",
  appliesTo: "storage account",
  subjects: dataAccounts,
  judge: (account, scope) => {
    const rules = account.items("networkAcls.virtualNetworkRules").map((r) => r.text("id"));
    const addresses = account.items("networkAcls.ipRules").map((r) => r.text("value"));
    if (addresses.length > 0) return fail(`ipRules allow ${addresses.join(", ")}`, "no ipRules");
    for (const rule of account.items("networkAcls.resourceAccessRules")) {
      const id = rule.text("resourceId") ?? "";
      if (scope.byId(id)?.type === resourceTypes.accessConnector.arm) continue;
      if (/\/accessConnectors\/[^/]+$/i.test(id)) throw new UnknownValueError(`access connector ${id}`, "outside");
      return fail(`resourceAccessRules let in ${id}`, "access connectors of this deployment only");
    }
    if (rules.length === 0) return notApplicable("no network passes the firewall");
    const own = allWorkspaceSubnets(scope).map((subnet) => subnet.id.toLowerCase());
    const other = rules.find((id) => !own.includes(id?.toLowerCase() ?? ""));
    return other ? fail(`virtualNetworkRules allow ${other}`, "workspace subnets only") : pass(`${rules.length} workspace subnets pass`);
  },
});
