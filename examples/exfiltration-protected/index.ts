import { DeploymentProfile, HardenedDatabricks } from "hardened-databricks";

const guarded = new HardenedDatabricks("guarded", {
  profile: DeploymentProfile.ExfiltrationProtected,
  location: "westeurope",
  addressSpace: "10.70.0.0/22",
  hubAddressSpace: "10.80.0.0/24",
  // Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
});

export const workspaceUrl = guarded.workspaceUrl;
export const egressIpAddress = guarded.egressIpAddress;
