import { clusterPolicies, pinnedScript } from "../../estate/cluster-policy";
import { defineRule, fail, notApplicable, pass } from "../rule";

export default defineRule({
  id: "L4-init-script-source",
  severity: "high",
  title: "The script lies where only administrators write",
  why: "Databricks refuses scripts on DBFS, and every user may write there and below /Shared: whoever edits the script reads the traffic.",
  remediation: "Put the script into a volume or a workspace folder of administrators'.",
  appliesTo: "cluster policy",
  subjects: clusterPolicies,
  judge: (policy) => {
    const script = pinnedScript(policy);
    if (!script) return notApplicable("it pins no init script: L4-policy-pins-conf judges that");
    if (!["workspace", "volumes", "abfss"].includes(script.kind))
      return fail(`the script comes from ${script.kind}`, "workspace, volumes or abfss");
    return /^(\/Workspace)?\/(Shared|Users|Repos)\//.test(script.path)
      ? fail(`the script lies at ${script.path}`, "a folder that only administrators write")
      : pass(script.path);
  },
});
