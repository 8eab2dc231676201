import { resourceTypes } from "../../azure/resource-types";
import { connectionsOf, statusOf } from "../../estate/queries";
import { UnknownValueError } from "../../estate/value";
import { defineRule, fail, notApplicable, pass } from "../rule";
import { workspaceEndpoints } from "../subjects";

export default defineRule({
  id: "L1-pe-approved",
  severity: "high",
  title: "Endpoints of workspaces are approved, and nobody else's are",
  why: "A pending connection carries nothing, and clients fall back to the public name; an approved one of a stranger lets a stranger's network in.",
  remediation: "Use privateLinkServiceConnections, or approve the connection; take away approvals of endpoints that are not yours.",
  references: { azurePolicy: ["258823f2-4595-4b52-b333-cc96192710d8"] },
  appliesTo: "private endpoint of a workspace, or connection that a workspace tells of",
  subjects: (scope) => [...workspaceEndpoints(scope), ...scope.ofType(resourceTypes.workspaceConnection)],
  judge: (subject, scope) => {
    if (subject.type === resourceTypes.workspaceConnection.arm) {
      if (!subject.is("privateLinkServiceConnectionState.status", "Approved")) return notApplicable(`${subject.label} is not approved`);
      const id = subject.text("privateEndpoint.id");
      if (!scope.byId(id)) throw new UnknownValueError(`endpoint ${id ?? ""}, which ${subject.label} approves,`, "outside");
      return pass(`endpoint ${id?.split("/").pop()} is in this input`);
    }
    const states = connectionsOf(subject).map((connection) => statusOf(scope, subject, connection));
    const other = states.find((state) => state !== "approved");
    return other ? fail(`its connection is ${other}`, "approved") : pass(`connection ${states[0] ?? "approved"}`);
  },
});
