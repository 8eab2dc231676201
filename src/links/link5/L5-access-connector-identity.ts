import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass, show } from "../rule";

export default defineRule({
  id: "L5-access-connector-identity",
  severity: "high",
  title: "The access connector has an identity",
  why: "Without one, clusters fall back to keys and SAS tokens.",
  remediation: "Set identity.type to 'SystemAssigned' or 'UserAssigned'.",
  appliesTo: "access connector",
  isLocal: true,
  subjects: (deployment) => deployment.ofType(resourceTypes.accessConnector),
  judge: (connector) => {
    const type = connector.text("identity.type");
    return type && type !== "None" ? pass(`identity.type is '${type}'`) : fail(`identity.type is ${show(type)}`, "an identity");
  },
});
