import { HardenedDatabricks } from "hardened-databricks";

const plant = new HardenedDatabricks("plant", {
  location: "westeurope",
  addressSpace: "10.94.0.0/22",
  transitAddressSpace: "10.95.0.0/26",
  enableNodeTrafficCheck: true,
  // Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
});

export const workspaceUrl = plant.workspaceUrl;
export const jobId = plant.nodeTrafficCheckJobId;
export const publicKeyPem = plant.nodeTrafficCheckKeyPem;
