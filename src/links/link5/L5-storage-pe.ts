import { endpointsTo } from "../../estate/queries";
import { some } from "../../estate/value";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { dataAccounts, isInAnyWorkspaceNetwork } from "../subjects";

export default defineRule({
  id: "L5-storage-pe",
  severity: "high",
  title: "A private data lake has endpoints for dfs and blob",
  why: "ABFS needs dfs and some libraries need blob: the missing one fails or goes public.",
  remediation: "Add endpoints for 'dfs' and 'blob'.",
  references: { cis: ["9.3.2.1"], checkov: ["CKV2_AZURE_33"] },
  appliesTo: "storage account",
  subjects: dataAccounts,
  judge: (account, scope) => {
    if (account.value("isHnsEnabled") !== true) return notApplicable(`${account.label} has no hierarchical namespace`);
    if (!account.is("publicNetworkAccess", "Disabled"))
      return notApplicable("it is not closed to the public network: L5-target-has-one-path judges that");
    const missing = ["dfs", "blob"].filter(
      (group) => !some(endpointsTo(scope, account.id, group), (endpoint) => isInAnyWorkspaceNetwork(endpoint, scope)),
    );
    return missing.length > 0 ? fail(`no endpoint for ${missing.join(" and ")}`, "dfs and blob") : pass("endpoints for dfs and blob");
  },
});
