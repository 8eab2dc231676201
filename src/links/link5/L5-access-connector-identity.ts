import { UnknownValueError } from "../../estate/value";
import { defineRule, fail, pass, show } from "../rule";
import { unlessServerless, workspaces } from "../subjects";

export default defineRule({
  id: "L5-access-connector-identity",
  severity: "high",
  title: "The access connector has an identity",
  why: "Without one, clusters fall back to keys and SAS tokens.",
  remediation: "Set identity.type to 'SystemAssigned' or 'UserAssigned'.",
  appliesTo: "Databricks workspace",
  subjects: workspaces,
  judge: unlessServerless((workspace, scope) => {
    const id = workspace.text("accessConnector.id");
    if (id === undefined) return fail("accessConnector is not set", "an access connector with an identity");
    const connector = scope.byId(id);
    if (!connector) throw new UnknownValueError(`access connector ${id}`, "outside");
    const type = connector.text("identity.type");
    return type && type !== "None" ? pass(`identity.type is '${type}'`) : fail(`identity.type is ${show(type)}`, "an identity");
  }),
});
