import { defineRule, fail, pass, show } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L5-dbfs-sku",
  severity: "low",
  title: "DBFS root survives the loss of a data centre",
  why: "Locally redundant storage has all copies in one building.",
  remediation: "Set parameters.storageAccountSkuName to 'Standard_GRS', 'Standard_ZRS' or another that is not locally redundant.",
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => {
    const sku = workspace.text("parameters.storageAccountSkuName.value");
    const evidence = `parameters.storageAccountSkuName is ${show(sku)}`;
    // Left out, it is Standard_GRS.
    return sku?.toUpperCase().endsWith("_LRS") ? fail(evidence, "another than LRS") : pass(evidence);
  }),
});
