import { connectionsOf } from "../../estate/queries";
import { defineRule, fail, pass } from "../rule";
import { workspaceEndpoints } from "../subjects";

export default defineRule({
  id: "L1-pe-approved",
  severity: "high",
  title: "Endpoints of workspaces are approved",
  why: "A pending connection carries nothing, and clients fall back to the public name.",
  remediation: "Use privateLinkServiceConnections, or approve the connection.",
  references: { azurePolicy: ["258823f2-4595-4b52-b333-cc96192710d8"] },
  appliesTo: "private endpoint of a workspace",
  subjects: workspaceEndpoints,
  judge: (endpoint) => {
    const pending = endpoint.items("manualPrivateLinkServiceConnections").length;
    if (pending > 0) return fail(`${pending} connection waits for approval by hand`, "connections that approve themselves");
    const states = connectionsOf(endpoint).map((connection) => connection.text("privateLinkServiceConnectionState.status"));
    const other = states.find((state) => state !== undefined && state !== "Approved");
    return other ? fail(`its connection is ${other}`, "Approved") : pass(`connection ${states[0] ?? "approves itself"}`);
  },
});
