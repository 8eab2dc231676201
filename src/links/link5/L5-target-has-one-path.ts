import { endpointsTo, networkOfEndpoint, strangersAt } from "../../estate/queries";
import { UnknownValueError } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { dataTargets, pathsTo } from "../subjects";

export default defineRule({
  id: "L5-target-has-one-path",
  severity: "critical",
  title: "Every data target has a private path and no public one",
  why: "This is what link 5 comes down to: the data is reached from the clusters' network, and from nowhere else.",
  remediation: "Close the public path, and add a private endpoint in the workspace's VNet or a rule for its subnets.",
  appliesTo: "data target (storage account, key vault or SQL server)",
  subjects: dataTargets,
  judge: (target, scope) => {
    const path = pathsTo(scope, target);
    const stranger = strangersAt(scope, target)[0];
    const foreign = endpointsTo(scope, target.id).find((endpoint) => !scope.byId(networkOfEndpoint(endpoint)));
    if (foreign && !path.public)
      throw new UnknownValueError(`the network ${networkOfEndpoint(foreign)} that ${foreign.label} stands in`, "outside");
    if (stranger && !path.public) throw new UnknownValueError(`the endpoint that ${stranger.label} of ${target.label} approves`, "outside");
    if (path.public) return fail(`public path: ${path.public}`, "no public path");
    return path.private
      ? pass(`private path: ${path.private}; no public one`)
      : fail("no private path from a workspace's VNet", "an endpoint there, or a rule for its subnets");
  },
});
