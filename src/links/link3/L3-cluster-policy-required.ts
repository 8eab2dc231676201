import { databricksTypes } from "../../azure/databricks-types";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L3-cluster-policy-required",
  severity: "medium",
  title: "Nobody may create clusters without a policy",
  why: "Who may create any cluster leaves out the policy, and with it the script that encrypts traffic between nodes.",
  remediation: "Set allowClusterCreate to false, and give CAN_USE on the policy instead.",
  appliesTo: "group, user or service principal with entitlements",
  isLocal: true,
  subjects: (scope) => databricksTypes.principals.flatMap((type) => scope.ofType(type)),
  judge: (principal) =>
    principal.value("allowClusterCreate") === true
      ? fail("allowClusterCreate is true", "false, and CAN_USE on a cluster policy")
      : pass("it creates clusters by policies only"),
});
