import { parentResourceId, sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";
import { uuidOf } from "../stable-uuid";
import type { SubscriptionView } from "../subscription-view";
import { asList, asProperties, type Properties } from "../unknown";
import { hasRoleOnKey, vaultByUri } from "./key-vault";

/** A customer's key needs an identity of the account's own with a role on it, and a vault with purge protection. */
function checkCustomerKey(id: string, inputs: Properties, view: SubscriptionView): void {
  const encryption = asProperties(inputs.encryption);
  if (encryption.keySource !== "Microsoft.Keyvault") return;
  const key = asProperties(encryption.keyVaultProperties);
  const refuse = (why: string) =>
    new AzureError("KeyVaultAuthenticationFailure", `Storage account ${id}: ${why}`, { property: "encryption" });
  const vault = vaultByUri(String(key.keyVaultUri), view);
  if (!vault) throw refuse(`no key vault answers at '${key.keyVaultUri}'.`);
  if (asProperties(vault.outputs.properties).enablePurgeProtection !== true) throw refuse(`key vault ${vault.id} needs purge protection.`);
  const identityId = String(asProperties(encryption.encryptionIdentity).encryptionUserAssignedIdentity ?? "");
  if (!identityId) return;
  const principal = view.find(identityId)?.outputs.principalId;
  const keyId = `${vault.id}/keys/${key.keyName}`;
  if (!hasRoleOnKey(principal, keyId, vault.id, view)) throw refuse(`identity ${identityId} has no role on key ${keyId}.`);
}

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
      for (const rule of asList(asProperties(inputs.networkRuleSet).virtualNetworkRules)) {
        const subnetId = String(asProperties(rule).virtualNetworkResourceId);
        const subnet = view.subnetsOf(parentResourceId(subnetId) ?? "").find((s) => sameResourceId(s.id, subnetId));
        const services = asList(subnet?.properties.serviceEndpoints).map((endpoint) => String(asProperties(endpoint).service));
        if (!services.some((service) => service.startsWith("Microsoft.Storage")))
          throw new AzureError(
            "SubnetsHaveNoServiceEndpointsConfigured",
            `Subnets ${subnetId} do not have ServiceEndpoints for Microsoft.Storage resources configured. Add Microsoft.Storage to subnet's ServiceEndpoints collection before trying to ACL Microsoft.Storage resources to these subnets.`,
            { property: "networkRuleSet" },
          );
      }
      checkCustomerKey(id, inputs, view);
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
