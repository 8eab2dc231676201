import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { HardenedDatabricks } from "hardened-databricks";

const { subscriptionId } = authorization.getClientConfigOutput();
const tenant = new HardenedDatabricks("tenant", {
  location: "westeurope",
  existingNetwork: {
    virtualNetworkId: pulumi.interpolate`/subscriptions/${subscriptionId}/resourceGroups/rg-landing-zone/providers/Microsoft.Network/virtualNetworks/vnet-landing-zone`,
    hostSubnetName: "snet-host",
    containerSubnetName: "snet-container",
    privateEndpointSubnetName: "snet-endpoints",
  },
  // Unless the network team records its flows already: Azure takes one flow log for each VNet.
  enableFlowLogs: true,
  transitAddressSpace: "10.101.0.0/26",
  // Yours: az ad sp show --id 2ff814a6-3304-4ab8-85cd-cd0e6f879c1d --query id
  databricksPrincipalId: "00000000-1111-4222-8333-444444444444",
});

export const workspaceUrl = tenant.workspaceUrl;
