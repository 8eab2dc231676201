import { workspaceKeys } from "../../estate/queries";
import { defineRule, fail, pass } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L2-cmk-distinct-keys",
  severity: "low",
  title: "Services and disks have keys of their own",
  why: "One key for all makes one loss the loss of all.",
  remediation: "Use a key of its own for managed services and for managed disks.",
  profiles: ["regulated"],
  appliesTo: "workspace with customer-managed keys",
  subjects: (scope) => workspaces(scope).filter((workspace) => workspaceKeys(workspace).length > 0),
  judge: (workspace) => {
    const names = workspaceKeys(workspace).map((key) => `${key.vaultUri} ${key.keyName}`.toLowerCase());
    return new Set(names).size === names.length ? pass(`${names.length} keys`) : fail("one key serves several purposes", "a key for each");
  },
});
