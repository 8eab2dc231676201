import { resourceTypes } from "../../azure/resource-types";
import type { Scope } from "../../estate/scope";
import { UnknownValueError } from "../../estate/value";
import { defineRule, expectValue } from "../rule";

export default defineRule({
  id: "L5-sql-outbound",
  severity: "low",
  title: "The SQL server reaches no other server",
  why: "Exports, external tables and auditing to a foreign account are ways out for data.",
  remediation: "Set restrictOutboundNetworkAccess to 'Enabled'.",
  appliesTo: "SQL server",
  subjects: (scope) => scope.ofType(resourceTypes.sqlServer),
  judge: (server, scope) => {
    const restricted = expectValue(server, "restrictOutboundNetworkAccess", "Enabled");
    const allowed = restricted.verdict === "pass" ? scope.partsOf(server, resourceTypes.sqlOutboundFirewallRule) : [];
    const foreign = allowed.map((rule) => rule.id.split("/").pop() as string).find((name) => !isOurs(name, scope));
    if (foreign !== undefined) throw new UnknownValueError(`whose ${foreign} is, which the server may reach,`, "outside");
    return restricted;
  },
});

/** Whether a host name is that of a server or account of the input. */
function isOurs(host: string, scope: Scope): boolean {
  const name = host.split(".")[0]?.toLowerCase();
  const own = [resourceTypes.storageAccount, resourceTypes.sqlServer].flatMap((type) => scope.ofType(type));
  return own.some((resource) => resource.knownId?.split("/").pop()?.toLowerCase() === name);
}
