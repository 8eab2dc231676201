import { keyVaultsOfWorkspaces } from "../../estate/queries";
import { defineRule, expectValue, notApplicable } from "../rule";

export default defineRule({
  id: "L2-cmk-vault-bypass",
  severity: "high",
  title: "The keys' vault lets Databricks' control plane through its firewall",
  why: "The control plane reads the key as a trusted service; without the bypass the workspace loses its own notebooks.",
  remediation: "Set properties.networkAcls.bypass to 'AzureServices'.",
  appliesTo: "key vault with customer-managed keys",
  subjects: keyVaultsOfWorkspaces,
  judge: (vault) => {
    const closed = vault.is("networkAcls.defaultAction", "Deny") || vault.is("publicNetworkAccess", "disabled");
    return closed
      ? expectValue(vault, "networkAcls.bypass", "AzureServices")
      : notApplicable(`${vault.label} has no firewall: L5-kv-default-deny judges that`);
  },
});
