import { databricksTypes } from "../../azure/databricks-types";
import { find } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L2-secret-scope-acl",
  severity: "high",
  title: "Not every user reads every secret",
  why: "A scope that 'users' may read or manage is a file that everybody reads.",
  remediation: "Leave initialManagePrincipal out, and give READ to the groups that need it.",
  appliesTo: "secret scope",
  subjects: (scope) => scope.ofType(databricksTypes.secretScope),
  judge: (secretScope, scope) => {
    if (secretScope.is("initialManagePrincipal", "users")) return fail("initialManagePrincipal is 'users'", "a group of administrators");
    const open = find(
      scope.ofType(databricksTypes.secretAcl),
      (acl) => acl.text("scope") === secretScope.text("name") && acl.is("principal", "users"),
    );
    return open
      ? fail(`${open.label} gives ${open.text("permission")} to 'users'`, "groups that need it")
      : pass("'users' has no permission on it");
  },
});
