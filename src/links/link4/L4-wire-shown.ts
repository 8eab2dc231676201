import { nodeTraffic } from "../../azure/node-traffic";
import { scriptDigest } from "../../azure/script-digest";
import { clusterPolicies, policyLimits } from "../../deployment/cluster-policy";
import type { Deployment } from "../../deployment/deployment";
import { isServerless } from "../../deployment/queries";
import { judgeWire, modeOf } from "../../wire/judge";
import type { WireResult } from "../../wire/result";
import { isResultOf } from "../result-of-workspace";
import { defineRule, fail, notApplicable, type Outcome, pass, unknown } from "../rule";
import { notYetShown } from "../shown-on-workspace";
import { workspaces } from "../subjects";

/** Days after which a run says too little about today's clusters. */
const longestAge = 90;

export default defineRule({
  id: "L4-wire-shown",
  severity: "critical",
  title: "No marker passed between the nodes of this workspace in clear text",
  why: "Settings say what was asked for; only a look at the wire says what it carries, and nobody else can look at yours.",
  remediation:
    "Run the job of NodeTrafficCheck and pass its result (`audit --wire RESULT --wire-key KEY`). Where it shows clear text, its sentences name node and channel: look at the init script's log there, and restart the clusters.",
  appliesTo: "workspace with clusters, where a result of NodeTrafficCheck is given",
  subjects: (deployment) => workspaces(deployment).filter((workspace) => !isServerless(workspace)),
  judge: (workspace, deployment) => {
    const { wire } = deployment;
    if (wire === undefined || isResultOf(wire.result, workspace) === false) return notApplicable(notYetShown);
    if (isResultOf(wire.result, workspace) === undefined) return unknown("the result does not say which workspace it is of");
    return judgeResult(wire.result, wire.day, fixedModes(deployment));
  },
});

/** The modes that the deployment's policies fix today. */
function fixedModes(deployment: Deployment): unknown[] {
  const limits = clusterPolicies(deployment).map((policy) => policyLimits(policy)[`spark_env_vars.${nodeTraffic.mode}`]);
  return [...new Set(limits.flatMap((limit) => (limit?.type === "fixed" ? [limit.value] : [])))];
}

function judgeResult({ report, scriptDigest: checked }: WireResult, today: string, modes: unknown[]): Outcome {
  const day = report.ended.slice(0, 10);
  const age = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  const run = `the run of ${day} (${age} days ago)`;
  const { state, sentences } = judgeWire(report);
  const [first, ...others] = sentences;
  const said = `${first}${others.length > 0 ? `, and ${others.length} more` : ""}`;
  if (state === "clear") return fail(`${run} saw clear text: ${said}`, "no marker on any channel");
  if (state === "noProof") return unknown(`${run} proves nothing: ${said}`);
  if (age < 0) return unknown(`${run} is dated after today, ${today}: look at the clocks`);
  if (age > longestAge) return unknown(`${run} is older than ${longestAge} days: run NodeTrafficCheck again`);
  if (checked !== scriptDigest)
    return unknown(
      `${run} was with another init script (SHA-256 ${checked.slice(0, 12)}…): deploy the shipped one and run NodeTrafficCheck again`,
    );
  const mode = modeOf(report.settings);
  if (modes.length > 0 && !modes.includes(mode))
    return unknown(`${run} was in mode ${mode}, and the policies fix ${modes.join(" and ")} today: run NodeTrafficCheck again`);
  return pass(`shown on this workspace on ${day} by ${report.nodes.length} nodes, ${age} days ago, in mode ${mode}`);
}
