import { all, defineRule, expectValue } from "../rule";
import { expectKey, unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L4-managed-disk-cmk",
  severity: "medium",
  title: "The nodes' disks are encrypted with the customer's key",
  why: "Shuffle and spill files lie there; Python workers spill in clear text whatever Spark's own setting says.",
  remediation: "Set encryption.entities.managedDisk to a key of yours, with rotationToLatestKeyVersionEnabled.",
  references: { cis: ["2.1.8"] },
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) =>
    all(
      expectValue(workspace, "encryption.entities.managedDisk.keySource", "Microsoft.Keyvault"),
      expectValue(workspace, "encryption.entities.managedDisk.rotationToLatestKeyVersionEnabled", true),
      expectKey(workspace, "encryption.entities.managedDisk.keyVaultProperties"),
    ),
  ),
});
