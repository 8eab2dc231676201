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
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => {
    if (workspace.value("parameters.prepareEncryption.value") !== true)
      return fail("parameters.prepareEncryption is not true", "true, and a customer's key");
    return all(
      expectValue(workspace, "parameters.encryption.value.keySource", "Microsoft.Keyvault"),
      expectKey(workspace, "parameters.encryption.value"),
    );
  }),
});
