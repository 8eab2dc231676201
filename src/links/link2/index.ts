import l2CmkDistinctKeys from "./L2-cmk-distinct-keys";
import l2CmkKeyHsm from "./L2-cmk-key-hsm";
import l2CmkKeyRotation from "./L2-cmk-key-rotation";
import l2CmkKeySameRegionTenant from "./L2-cmk-key-same-region-tenant";
import l2CmkKeyType from "./L2-cmk-key-type";
import l2CmkRoleLeast from "./L2-cmk-role-least";
import l2CmkVaultBypass from "./L2-cmk-vault-bypass";
import l2CmkVaultPurge from "./L2-cmk-vault-purge";
import l2DefaultCatalogUc from "./L2-default-catalog-uc";
import l2ManagedServicesCmk from "./L2-managed-services-cmk";
import l2WorkspaceManagedRgLocked from "./L2-workspace-managed-rg-locked";

/** The rules of link 2. */
export const link2Rules = [
  l2ManagedServicesCmk,
  l2CmkKeySameRegionTenant,
  l2CmkVaultPurge,
  l2CmkVaultBypass,
  l2CmkKeyType,
  l2CmkKeyHsm,
  l2CmkKeyRotation,
  l2CmkRoleLeast,
  l2CmkDistinctKeys,
  l2DefaultCatalogUc,
  l2WorkspaceManagedRgLocked,
];
