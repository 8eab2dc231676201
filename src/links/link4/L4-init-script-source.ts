import { clusterPolicies, pinnedScripts } from "../../estate/cluster-policy";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { unlessSingleNode } from "../single-node";

export default defineRule({
  id: "L4-init-script-source",
  severity: "high",
  title: "Pinned scripts lie where only administrators write",
  why: "Databricks refuses scripts on DBFS, and every user may write there and below /Shared: whoever edits a script reads the traffic.",
  remediation: "Put scripts into a volume or a workspace folder of administrators'.",
  appliesTo: "cluster policy",
  subjects: clusterPolicies,
  judge: unlessSingleNode((policy) => {
    const scripts = pinnedScripts(policy);
    if (scripts.length === 0) return notApplicable("it pins no init script: L4-policy-pins-conf judges that");
    const foreign = scripts.find(({ store }) => !["workspace", "volumes", "abfss"].includes(store));
    if (foreign) return fail(`${foreign.path} comes from ${foreign.store}`, "workspace, volumes or abfss");
    const shared = scripts.find(({ path }) => /^(\/Workspace)?\/(Shared|Users|Repos)\//.test(path));
    return shared
      ? fail(`a script lies at ${shared.path}`, "a folder that only administrators write")
      : pass(scripts.map(({ path }) => path).join(", "));
  }),
});
