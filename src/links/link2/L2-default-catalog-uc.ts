import { defineRule, expectValue } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L2-default-catalog-uc",
  severity: "medium",
  title: "New objects go into Unity Catalog",
  why: "The legacy metastore has no fine-grained access control and no audit of reads.",
  remediation: "Set defaultCatalog.initialType to 'UnityCatalog'.",
  references: { cis: ["2.1.5"], sat: ["GOV-16"] },
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) => expectValue(workspace, "defaultCatalog.initialType", "UnityCatalog")),
});
