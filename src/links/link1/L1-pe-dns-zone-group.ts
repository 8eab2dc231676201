import { cloudOfRegion, privateLinkZones } from "../../azure/clouds";
import { resourceTypes } from "../../azure/resource-types";
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
    const groups = scope.partsOf(endpoint, resourceTypes.dnsZoneGroup);
    const names = groups.flatMap((group) =>
      group.items("privateDnsZoneConfigs").map((config) => config.text("privateDnsZoneId")?.split("/").pop()),
    );
    return names.includes(zone)
      ? pass(`registers in ${zone}`)
      : fail(names.length ? `registers in ${names.join(", ")}` : "has no DNS zone group", zone);
  },
});
