import { databricksTypes } from "../../azure/databricks-types";
import { defineRule, fail, pass } from "../rule";

const everyone = ["users", "account users"];
const owning = ["CAN_MANAGE", "IS_OWNER", "CAN_MANAGE_RUN", "CAN_EDIT"];

export default defineRule({
  id: "L1-no-all-users-manage",
  severity: "high",
  title: "Nothing is managed by all users",
  why: "Who manages a cluster, job or policy runs code as its owner and changes what protects it.",
  remediation: "Name a group of its own in accessControls, or a level such as CAN_USE or CAN_READ.",
  references: { sat: ["GOV-45"] },
  appliesTo: "permission list",
  isLocal: true,
  subjects: (scope) => scope.ofType(databricksTypes.permissions),
  judge: (permissions) => {
    const entries = permissions.items("accessControls");
    const wide = entries.find(
      (entry) => everyone.includes(entry.text("groupName") ?? "") && owning.includes(entry.text("permissionLevel") ?? ""),
    );
    return wide
      ? fail(`group '${wide.text("groupName")}' has ${wide.text("permissionLevel")}`, "no managing level for all users")
      : pass(`${entries.length} entries, none that lets all users manage`);
  },
});
