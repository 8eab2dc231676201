import { sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { find } from "../../estate/value";
import { defineRule, fail, pass, show, unknown } from "../rule";
import { workspaces } from "../subjects";

export default defineRule({
  id: "L3-flow-logs",
  severity: "medium",
  title: "Every flow of the clusters' network is recorded for 90 days",
  why: "Without a record nobody can show afterwards what left, or that nothing did. Flow logs of NSGs are being retired: the VNet's are asked for.",
  remediation: "Add a FlowLogs component: a flow log of the VNet, enabled, with a retention of 90 days or more.",
  references: { cis: ["7.8"], azurePolicy: ["4c3c6c5f", "27960feb"], checkov: ["CKV_AZURE_12"] },
  appliesTo: "VNet of a workspace",
  subjects: (scope) => {
    const ids = workspaces(scope).map((workspace) => workspace.text("parameters.customVirtualNetworkId.value"));
    return scope
      .ofType(resourceTypes.virtualNetwork)
      .filter((network) => network.knownId === undefined || ids.some((id) => id !== undefined && sameResourceId(id, network.id)));
  },
  judge: (network, scope) => {
    const flowLog = find(scope.ofType(resourceTypes.flowLog), (candidate) => {
      const target = candidate.text("targetResourceId");
      return target !== undefined && sameResourceId(target, network.id);
    });
    if (!flowLog)
      return network.isForeign
        ? unknown(
            `${network.label} belongs to somebody else, and so may its flow log: show it by an audit of their stack, or pass enableFlowLogs`,
          )
        : fail(`no flow log records ${network.label}`, "a flow log of the VNet");
    if (flowLog.value("enabled") !== true) return fail(`${flowLog.label} is not enabled`, "enabled true");
    const days = flowLog.value("retentionPolicy.days");
    const kept = flowLog.value("retentionPolicy.enabled") === true && (Number(days) >= 90 || days === 0);
    return kept
      ? pass(`${flowLog.label} keeps ${days === 0 ? "everything" : `${Number(days)} days`}`)
      : fail(`${flowLog.label} keeps ${show(days)} days`, "90 days or more");
  },
});
