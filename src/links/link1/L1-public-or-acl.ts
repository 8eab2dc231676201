import { databricksTypes } from "../../azure/databricks-types";
import { inWorkspace } from "../../estate/queries";
import { some } from "../../estate/value";
import { defineRule, fail, pass, show } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L1-public-or-acl",
  severity: "critical",
  title: "The API is private, or public only for listed addresses",
  why: "A public API without an IP access list leaves passwords and tokens as the only barrier.",
  remediation: "Set publicNetworkAccess to 'Disabled', or set enableIpAccessLists to 'true' and add an ALLOW list.",
  references: { sat: ["NS-3", "NS-5"] },
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: (workspace, scope) => {
    if (workspace.is("publicNetworkAccess", "Disabled")) return pass("publicNetworkAccess is 'Disabled'");
    const enforced = some(
      inWorkspace(scope, workspace, databricksTypes.workspaceConf),
      (conf) => String(conf.value("customConfig.enableIpAccessLists")) === "true",
    );
    const listed = some(
      inWorkspace(scope, workspace, databricksTypes.ipAccessList),
      (list) => list.is("listType", "ALLOW") && list.value("enabled") !== false && list.texts("ipAddresses").length > 0,
    );
    if (enforced && listed) return pass("IP access lists are enforced, with an ALLOW list");
    return fail(
      `publicNetworkAccess is ${show(workspace.value("publicNetworkAccess"))} and ${enforced ? "no ALLOW list is enabled" : "IP access lists are not enforced"}`,
      "no public access, or enforced IP access lists with an ALLOW list",
    );
  },
});
