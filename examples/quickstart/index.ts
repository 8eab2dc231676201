import { HardenedDatabricks } from "hardened-databricks";

const lakehouse = new HardenedDatabricks("lakehouse", {
  location: "westeurope",
  addressSpace: "10.20.0.0/22",
  transitAddressSpace: "10.30.0.0/26",
  // Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
});

export const workspaceUrl = lakehouse.workspaceUrl;
export const dataLakeEndpoint = lakehouse.dataLakeEndpoint;
