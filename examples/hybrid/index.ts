import { DeploymentProfile, HardenedDatabricks } from "hardened-databricks";

const analytics = new HardenedDatabricks("analytics", {
  profile: DeploymentProfile.Hybrid,
  location: "northeurope",
  addressSpace: "10.40.0.0/22",
  // The offices' public addresses, and that of the machine that runs `pulumi up`.
  allowedIpAddresses: ["198.51.100.0/24", "203.0.113.7"],
  // Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
});

export const workspaceUrl = analytics.workspaceUrl;
