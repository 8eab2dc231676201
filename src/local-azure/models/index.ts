import type { ResourceTypeModel } from "../resource-type";
import { authorizationModels } from "./authorization";
import { databricksModels } from "./databricks";
import { firewallModels } from "./firewall";
import { keyVaultModels } from "./key-vault";
import { monitorModels } from "./monitor";
import { networkModels } from "./network";
import { privateLinkModels } from "./private-link";
import { resourceGroupModels } from "./resource-group";
import { sqlModels } from "./sql";
import { storageModels } from "./storage";

const models = new Map<string, ResourceTypeModel>(
  [
    ...authorizationModels,
    ...databricksModels,
    ...firewallModels,
    ...keyVaultModels,
    ...monitorModels,
    ...networkModels,
    ...privateLinkModels,
    ...resourceGroupModels,
    ...sqlModels,
    ...storageModels,
  ].map((model) => [model.type.arm.toLowerCase(), model]),
);

/** How the local Azure treats a type, given its Azure Resource Manager name; undefined for a type that it does not serve. */
export function modelOfType(arm: string): ResourceTypeModel | undefined {
  return models.get(arm.toLowerCase());
}
