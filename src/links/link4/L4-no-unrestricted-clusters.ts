import { databricksTypes } from "../../azure/databricks-types";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L4-no-unrestricted-clusters",
  severity: "high",
  title: "Nobody may start nodes without the script",
  why: "Who may create any cluster makes one without a policy, and its nodes talk in clear text. Administrators always can: that stays with them.",
  remediation: "Set allowClusterCreate to false, and give CAN_USE on the policies instead.",
  appliesTo: "group, user or service principal with entitlements",
  isLocal: true,
  subjects: (deployment) => databricksTypes.principals.flatMap((type) => deployment.ofType(type)),
  judge: (principal) =>
    principal.value("allowClusterCreate") === true
      ? fail("allowClusterCreate is true", "false, and CAN_USE on a policy that pins the script")
      : pass("it starts nodes by policies only"),
});
