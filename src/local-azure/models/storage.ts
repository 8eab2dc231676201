import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";
import { uuidOf } from "../stable-uuid";
import { asList, asProperties } from "../unknown";

export const storageModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.storageAccount,
    names: ["accountName"],
    forceNew: ["location", "isHnsEnabled"],
    exclusive: ({ id }) => [id],
    defaults: { enableHttpsTrafficOnly: true, publicNetworkAccess: "Enabled", allowBlobPublicAccess: false, minimumTlsVersion: "TLS1_0" },
    check({ id, name, inputs }, view) {
      const twin = view
        .all(resourceTypes.storageAccount)
        .find((other) => other.outputs.name === name && other.id.toLowerCase() !== id.toLowerCase());
      if (twin)
        throw new AzureError("StorageAccountAlreadyTaken", `The storage account named ${name} is already taken.`, {
          status: 409,
          property: "accountName",
        });
      if (inputs.isSftpEnabled === true && inputs.isHnsEnabled !== true) {
        throw new AzureError("InvalidRequestPropertyValue", `Storage account ${id}: isSftpEnabled needs isHnsEnabled.`, {
          property: "isSftpEnabled",
        });
      }
    },
    outputs: ({ id, name, inputs, location }) => {
      const identity = asProperties(inputs.identity);
      return {
        primaryLocation: location,
        statusOfPrimary: "available",
        creationTime: "2026-01-01T00:00:00Z",
        primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/`, dfs: `https://${name}.dfs.core.windows.net/` },
        ...(/SystemAssigned/.test(String(identity.type)) ? { identity: { ...identity, principalId: uuidOf(`${id} identity`) } } : {}),
      };
    },
    checkDelete(id, view) {
      const endpoints = view.referring(id, resourceTypes.privateEndpoint);
      if (endpoints.length > 0) {
        throw new AzureError(
          "StorageAccountHasPrivateEndpoints",
          `Storage account ${id} cannot be deleted while private endpoints connect to it: ${endpoints.map((e) => e.id).join(", ")}.`,
          { status: 409 },
        );
      }
    },
  },
  {
    type: resourceTypes.blobService,
    names: ["accountName", "blobServicesName"],
    regionless: true,
    check({ name, inputs }) {
      if (name !== "default")
        throw new AzureError("InvalidResourceName", `The blob service of an account is called 'default', not '${name}'.`, {
          property: "blobServicesName",
        });
      for (const property of ["deleteRetentionPolicy", "containerDeleteRetentionPolicy"]) {
        const days = asProperties(inputs[property]).days;
        if (typeof days === "number" && (days < 1 || days > 365))
          throw new AzureError("InvalidRequestPropertyValue", `${property}.days is ${days}; allowed are 1 to 365.`, { property });
      }
    },
  },
  {
    type: resourceTypes.blobContainer,
    names: ["accountName", "containerName"],
    segments: ([account, container]) => [account as string, "default", container as string],
    regionless: true,
    check({ id, inputs }, view) {
      const account = view.find(id.split("/blobServices/")[0] as string);
      if (inputs.publicAccess && inputs.publicAccess !== "None" && account?.outputs.allowBlobPublicAccess !== true) {
        throw new AzureError(
          "PublicAccessNotPermitted",
          `Public access is not permitted on this storage account: container ${id} asks for '${inputs.publicAccess}'.`,
          { status: 409, property: "publicAccess" },
        );
      }
    },
    outputs: ({ inputs }) => ({
      publicAccess: inputs.publicAccess ?? "None",
      hasImmutabilityPolicy: false,
      hasLegalHold: false,
      metadata: asList(inputs.metadata).length ? inputs.metadata : {},
    }),
  },
];
