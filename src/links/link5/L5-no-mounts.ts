import { databricksTypes } from "../../azure/databricks-types";
import { defineRule, fail, pass } from "../rule";

const shared = /account\.key|sas|oauth2\.client\.secret/i;

export default defineRule({
  id: "L5-no-mounts",
  severity: "high",
  title: "No mount carries a key of a storage account",
  why: "A mount is readable by every user of the workspace, with the rights of whoever made it.",
  remediation: "Remove the mount, and make an external location of Unity Catalog with the access connector.",
  references: { sat: ["GOV-11"] },
  appliesTo: "mount",
  isLocal: true,
  subjects: (scope) => scope.ofType(databricksTypes.mount),
  judge: (mount) => {
    if (mount.value("wasb") !== undefined) return fail("it is of the kind wasb, by account key or SAS", "no mount");
    const keys = Object.keys((mount.value("extraConfigs") as object | undefined) ?? {});
    const key = keys.find((name) => shared.test(name));
    if (key) return fail(`extraConfigs holds ${key}`, "no mount");
    return mount.value("abfs.clientSecretScope") !== undefined
      ? fail("it shares a service principal's secret", "no mount")
      : pass("it carries no key");
  },
});
