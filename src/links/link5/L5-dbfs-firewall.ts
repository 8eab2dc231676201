import { all, defineRule, expectValue, fail, pass } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L5-dbfs-firewall",
  severity: "high",
  title: "DBFS root refuses public traffic",
  why: "Its account stays open to the internet otherwise, guarded by its keys alone.",
  remediation: "Set defaultStorageFirewall to 'Enabled', with accessConnector.",
  appliesTo: "Databricks workspace",
  isLocal: true,
  subjects: workspaces,
  judge: unlessServerless((workspace) =>
    all(
      expectValue(workspace, "defaultStorageFirewall", "Enabled"),
      workspace.value("accessConnector.id")
        ? pass("an access connector is named")
        : fail("accessConnector.id is not set", "an access connector"),
    ),
  ),
});
