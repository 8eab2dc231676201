import { ResourceGroup } from "@pulumi/azure-native/resources";
import { AuditTrail, DeploymentProfile, HardenedDatabricks, SharedHub } from "hardened-databricks";

const location = "westeurope";
const profile = DeploymentProfile.ExfiltrationProtected;
// Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
const databricksPrincipalId = "00000000-1111-4222-8333-444444444444";

const group = new ResourceGroup("audit", { resourceGroupName: "rg-audit", location });
const { logAnalyticsWorkspaceId } = new AuditTrail("audit-trail", { resourceGroupName: group.name, location });
const hub = new SharedHub("hub", {
  location,
  addressSpace: "10.110.0.0/24",
  // Wide enough for workspaces to come.
  spokeAddressSpaces: ["10.112.0.0/14"],
  logAnalyticsWorkspaceId,
});
const common = { profile, location, databricksPrincipalId, hub: hub.hub, logAnalyticsWorkspaceId };

const sales = new HardenedDatabricks("sales", { ...common, addressSpace: "10.112.0.0/22" });
const research = new HardenedDatabricks("research", { ...common, addressSpace: "10.112.4.0/22" });

export const salesUrl = sales.workspaceUrl;
export const researchUrl = research.workspaceUrl;
export const egressIpAddress = hub.egressIpAddress;
