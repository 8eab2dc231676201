import { cloudOfRegion, privateLinkZones } from "../../azure/clouds";
import { hasZone, zonesOf } from "../../estate/endpoint-dns";
import { UnknownValueError } from "../../estate/value";
import { defineRule, fail, pass } from "../rule";
import { frontendEndpoints } from "../subjects";

export default defineRule({
  id: "L1-pe-dns-zone-group",
  severity: "high",
  title: "The endpoints that users come through register in the Databricks private DNS zone",
  why: "Without a record, the name resolves to the public address, which refuses.",
  remediation: "Add a privateDnsZoneGroup that names the Databricks private DNS zone of the cloud.",
  references: { azurePolicy: ["0eddd7f3-3d9b-4927-a07a-806e8ac9486c"] },
  appliesTo: "front-end endpoint of a workspace",
  subjects: frontendEndpoints,
  judge: (endpoint, scope) => {
    const zone = privateLinkZones[cloudOfRegion(endpoint.text("location") ?? "")].databricks;
    const names = zonesOf(scope, endpoint).map((id) => id?.split("/").pop());
    if (names.some((name) => name?.toLowerCase() === zone)) return pass(`registers in ${zone}`);
    if (names.length === 0 && !hasZone(scope, zone)) throw new UnknownValueError(`the DNS zone group of ${endpoint.label}`, "outside");
    return fail(names.length ? `registers in ${names.join(", ")}` : "has no DNS zone group", zone);
  },
});
