import l2CmkDistinctKeys from "./L2-cmk-distinct-keys";
import l2CmkKeyHsm from "./L2-cmk-key-hsm";
import l2CmkKeyRotation from "./L2-cmk-key-rotation";
import l2CmkKeySameRegionTenant from "./L2-cmk-key-same-region-tenant";
import l2CmkKeyType from "./L2-cmk-key-type";
import l2CmkRoleLeast from "./L2-cmk-role-least";
import l2CmkVaultBypass from "./L2-cmk-vault-bypass";
import l2CmkVaultPurge from "./L2-cmk-vault-purge";
import l2DbfsBrowserOff from "./L2-dbfs-browser-off";
import l2DefaultCatalogUc from "./L2-default-catalog-uc";
import l2EverythingRead from "./L2-everything-read";
import l2ExternalMetastore from "./L2-external-metastore";
import l2FilestoreOff from "./L2-filestore-off";
import l2ManagedServicesCmk from "./L2-managed-services-cmk";
import l2NoPlaintextSecrets from "./L2-no-plaintext-secrets";
import l2NotebookExportOff from "./L2-notebook-export-off";
import l2NotebookResultsCustomer from "./L2-notebook-results-customer";
import l2ResultsDownloadOff from "./L2-results-download-off";
import l2SecretScopeAcl from "./L2-secret-scope-acl";
import l2SecretScopeKv from "./L2-secret-scope-kv";
import l2SecretScopeRoleLeast from "./L2-secret-scope-role-least";
import l2WorkspaceManagedRgLocked from "./L2-workspace-managed-rg-locked";

/** The rules of link 2. */
export const link2Rules = [
  l2CmkDistinctKeys,
  l2CmkKeyHsm,
  l2CmkKeyRotation,
  l2CmkKeySameRegionTenant,
  l2CmkKeyType,
  l2CmkRoleLeast,
  l2CmkVaultBypass,
  l2CmkVaultPurge,
  l2DbfsBrowserOff,
  l2DefaultCatalogUc,
  l2FilestoreOff,
  l2ManagedServicesCmk,
  l2NotebookExportOff,
  l2NotebookResultsCustomer,
  l2ResultsDownloadOff,
  l2SecretScopeAcl,
  l2SecretScopeKv,
  l2WorkspaceManagedRgLocked,
  l2ExternalMetastore,
  l2NoPlaintextSecrets,
  l2SecretScopeRoleLeast,
  l2EverythingRead,
];
