import { parentResourceId, sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";
import { uuidOf } from "../stable-uuid";
import type { StoredResource } from "../store";
import type { SubscriptionView } from "../subscription-view";
import { asList, asProperties } from "../unknown";

/** The vault that answers at an address; undefined where none does. */
export function vaultByUri(uri: string, view: SubscriptionView): StoredResource | undefined {
  const wanted = uri.replace(/\/$/, "");
  return view
    .all(resourceTypes.vault)
    .find((vault) => String(asProperties(vault.outputs.properties).vaultUri).replace(/\/$/, "") === wanted);
}

/** Whether an identity has a role on a key, or on the key's vault. */
export function hasRoleOnKey(principalId: unknown, keyId: string, vaultId: string, view: SubscriptionView): boolean {
  return view
    .all(resourceTypes.roleAssignment)
    .some(
      (role) =>
        role.inputs.principalId === principalId && [keyId, vaultId].some((scope) => sameResourceId(String(role.inputs.scope), scope)),
    );
}

export const keyVaultModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.vault,
    names: ["vaultName"],
    forceNew: ["location"],
    check({ id, inputs, existing }, view) {
      for (const rule of asList(asProperties(asProperties(inputs.properties).networkAcls).virtualNetworkRules).map(asProperties)) {
        if (rule.ignoreMissingVnetServiceEndpoint === true) continue;
        const subnetId = String(rule.id);
        const subnet = view.subnetsOf(parentResourceId(subnetId) ?? "").find((s) => sameResourceId(s.id, subnetId));
        if (!asList(subnet?.properties.serviceEndpoints).some((e) => asProperties(e).service === "Microsoft.KeyVault"))
          throw new AzureError("VirtualNetworkNotValid", `Vault ${id}: subnet ${subnetId} has no service endpoint Microsoft.KeyVault.`, {
            property: "properties.networkAcls",
          });
      }
      const properties = asProperties(inputs.properties);
      if (asProperties(existing?.inputs.properties).enablePurgeProtection === true && properties.enablePurgeProtection !== true) {
        throw new AzureError(
          "BadRequest",
          `The property "enablePurgeProtection" of vault ${id} cannot be set to false. Enabling the purge protection for a vault is an irreversible action.`,
          {
            property: "properties.enablePurgeProtection",
          },
        );
      }
      if (properties.enablePurgeProtection === false) {
        throw new AzureError(
          "BadRequest",
          `The property "enablePurgeProtection" of vault ${id} cannot be set to false: leave it out, or set true.`,
          { property: "properties.enablePurgeProtection" },
        );
      }
      const days = properties.softDeleteRetentionInDays;
      if (typeof days === "number" && (days < 7 || days > 90)) {
        throw new AzureError("BadRequest", `softDeleteRetentionInDays of vault ${id} is ${days}; allowed are 7 to 90.`, {
          property: "properties.softDeleteRetentionInDays",
        });
      }
    },
    outputs: ({ name, inputs }) => ({
      properties: {
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
        publicNetworkAccess: "Enabled",
        ...asProperties(inputs.properties),
        vaultUri: `https://${name.toLowerCase()}.vault.azure.net/`,
        provisioningState: "Succeeded",
      },
    }),
  },
  {
    type: resourceTypes.key,
    names: ["vaultName", "keyName"],
    regionless: true,
    forceNew: ["properties"],
    check({ id, inputs }) {
      const { kty, keySize } = asProperties(inputs.properties);
      if (/^RSA/.test(String(kty)) && keySize !== undefined && ![2048, 3072, 4096].includes(Number(keySize))) {
        throw new AzureError("BadParameter", `Key ${id} has keySize ${keySize}; allowed are 2048, 3072 and 4096.`, {
          property: "properties.keySize",
        });
      }
      for (const action of asList(asProperties(asProperties(inputs.properties).rotationPolicy).lifetimeActions).map(asProperties)) {
        const trigger = asProperties(action.trigger);
        for (const [name, text] of Object.entries(trigger)) {
          if (!/^P(\d+[YMD])+$/.test(String(text)))
            throw new AzureError("BadParameter", `Key ${id}: trigger ${name} '${text}' is no ISO 8601 duration such as P30D.`, {
              property: "properties.rotationPolicy",
            });
        }
      }
    },
    outputs({ id, inputs }) {
      const [vault, name] = [id.split("/").at(-3), id.split("/").at(-1)];
      const uri = `https://${String(vault).toLowerCase()}.vault.azure.net/keys/${name}`;
      return { ...asProperties(inputs.properties), keyUri: uri, keyUriWithVersion: `${uri}/${uuidOf(id).replaceAll("-", "")}` };
    },
  },
  {
    type: resourceTypes.secret,
    names: ["vaultName", "secretName"],
    regionless: true,
    outputs({ id, inputs }) {
      const uri = `https://${String(id.split("/").at(-3)).toLowerCase()}.vault.azure.net/secrets/${id.split("/").at(-1)}`;
      const { value, ...visible } = asProperties(inputs.properties);
      return { properties: { ...visible, secretUri: uri, secretUriWithVersion: `${uri}/${uuidOf(`${id} ${value}`).replaceAll("-", "")}` } };
    },
  },
  {
    type: resourceTypes.userAssignedIdentity,
    names: ["resourceName"],
    forceNew: ["location"],
    outputs: ({ id }, view) => ({ principalId: uuidOf(`${id} principal`), clientId: uuidOf(`${id} client`), tenantId: view.tenantId }),
  },
];
