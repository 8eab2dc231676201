import { vaultOfUri, workspaceKeys } from "../../estate/queries";
import { defineRule, fail, pass } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L2-cmk-key-same-region-tenant",
  severity: "high",
  title: "The keys' vault is in the workspace's region",
  why: "Azure refuses a vault elsewhere, twenty minutes into the deployment.",
  remediation: "Create the vault in the workspace's region.",
  appliesTo: "workspace with customer-managed keys",
  subjects: (scope) => workspaces(scope).filter((workspace) => workspaceKeys(workspace).length > 0),
  judge: (workspace, scope) => {
    const region = workspace.text("location");
    const vaults = workspaceKeys(workspace).map((key) => vaultOfUri(scope, key.vaultUri));
    const away = vaults.find((vault) => vault.text("location") !== region);
    return away ? fail(`${away.label} is in ${away.text("location")}`, `${region}`) : pass(`${vaults[0]?.label} is in ${region}`);
  },
});
