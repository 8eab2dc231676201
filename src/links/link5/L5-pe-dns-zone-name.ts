import { privateLinkZones } from "../../azure/clouds";
import { resourceTypes } from "../../azure/resource-types";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L5-pe-dns-zone-name",
  severity: "medium",
  title: "Private DNS zones have the exact names that Azure looks up",
  why: "A misspelt zone is a silent public path.",
  remediation: "Use Azure's name of the zone for the cloud.",
  appliesTo: "private-link DNS zone",
  subjects: (scope) =>
    scope.ofType(resourceTypes.dnsZone).filter((zone) => /privatelink/i.test(zone.text("name") ?? zone.knownId?.split("/").pop() ?? "")),
  judge: (zone) => {
    const name = (zone.text("name") ?? zone.knownId?.split("/").pop() ?? "").toLowerCase();
    const known = Object.values(privateLinkZones).flatMap((zones) => Object.values(zones));
    return known.includes(name) ? pass(name) : fail(name, known.join(", "));
  },
});
