import { all, defineRule, expectValue, fail } from "../rule";
import { expectKey, unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L5-dbfs-cmk",
  severity: "medium",
  title: "DBFS root is encrypted with the customer's key",
  why: "Regulated data needs a key that the customer can take away; DBFS root holds libraries, logs and results.",
  remediation: "Run the second step: pass dbfsRootEncryption 'CustomerKey' once the workspace is there.",
  references: { cis: ["2.1.8"], checkov: ["CKV2_AZURE_48"] },
  profiles: ["regulated"],
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace) => {
    if (workspace.value("parameters.prepareEncryption.value") !== true)
      return fail("parameters.prepareEncryption is not true", "true, and a customer's key");
    // Before the workspace is there its account has no identity, and the second step cannot be taken: that is unknown then, and no failure.
    if (workspace.value("parameters.encryption.value.keySource") === undefined) workspace.value("storageAccountIdentity");
    return all(
      expectValue(workspace, "parameters.encryption.value.keySource", "Microsoft.Keyvault"),
      expectKey(workspace, "parameters.encryption.value"),
    );
  }),
});
