import l5AbfssOnly from "./L5-abfss-only";
import l5AccessConnectorIdentity from "./L5-access-connector-identity";
import l5AccessConnectorRbac from "./L5-access-connector-rbac";
import l5DataLock from "./L5-data-lock";
import l5DbfsCmk from "./L5-dbfs-cmk";
import l5DbfsDoubleEncryption from "./L5-dbfs-double-encryption";
import l5DbfsFirewall from "./L5-dbfs-firewall";
import l5DbfsPe from "./L5-dbfs-pe";
import l5DbfsSku from "./L5-dbfs-sku";
import l5EverythingRead from "./L5-everything-read";
import l5ExternalLocationPrivate from "./L5-external-location-private";
import l5JdbcEncrypt from "./L5-jdbc-encrypt";
import l5KvDefaultDeny from "./L5-kv-default-deny";
import l5KvLogs from "./L5-kv-logs";
import l5KvPe from "./L5-kv-pe";
import l5KvPublicOff from "./L5-kv-public-off";
import l5KvPurge from "./L5-kv-purge";
import l5KvRbac from "./L5-kv-rbac";
import l5LegacyDbfsOff from "./L5-legacy-dbfs-off";
import l5NccPrivateEndpoints from "./L5-ncc-private-endpoints";
import l5NoMounts from "./L5-no-mounts";
import l5PeDns from "./L5-pe-dns";
import l5PeDnsZoneName from "./L5-pe-dns-zone-name";
import l5ServiceEndpointPolicy from "./L5-service-endpoint-policy";
import l5ServiceEndpoints from "./L5-service-endpoints";
import l5SqlAuditing from "./L5-sql-auditing";
import l5SqlEntraOnly from "./L5-sql-entra-only";
import l5SqlNoWideFirewall from "./L5-sql-no-wide-firewall";
import l5SqlOutbound from "./L5-sql-outbound";
import l5SqlPe from "./L5-sql-pe";
import l5SqlPublicOff from "./L5-sql-public-off";
import l5SqlRedirect from "./L5-sql-redirect";
import l5SqlTde from "./L5-sql-tde";
import l5SqlTls12 from "./L5-sql-tls12";
import l5SqlVnetRule from "./L5-sql-vnet-rule";
import l5StorageCmk from "./L5-storage-cmk";
import l5StorageCopyScope from "./L5-storage-copy-scope";
import l5StorageDefaultDeny from "./L5-storage-default-deny";
import l5StorageDoubleEncryption from "./L5-storage-double-encryption";
import l5StorageHttps from "./L5-storage-https";
import l5StorageNoCrossTenant from "./L5-storage-no-cross-tenant";
import l5StorageNoPublicBlob from "./L5-storage-no-public-blob";
import l5StorageNoSharedKey from "./L5-storage-no-shared-key";
import l5StoragePe from "./L5-storage-pe";
import l5StoragePublicNetworkOff from "./L5-storage-public-network-off";
import l5StorageSftpLocaluserOff from "./L5-storage-sftp-localuser-off";
import l5StorageSoftdelete from "./L5-storage-softdelete";
import l5StorageTls12 from "./L5-storage-tls12";
import l5StorageTrustedBypass from "./L5-storage-trusted-bypass";
import l5StorageVnetRulesOnly from "./L5-storage-vnet-rules-only";
import l5TargetHasOnePath from "./L5-target-has-one-path";

/** The rules of link 5. */
export const link5Rules = [
  l5DbfsFirewall,
  l5DbfsPe,
  l5DbfsDoubleEncryption,
  l5AccessConnectorIdentity,
  l5AccessConnectorRbac,
  l5StorageHttps,
  l5StorageTls12,
  l5StorageNoPublicBlob,
  l5StoragePublicNetworkOff,
  l5StorageDefaultDeny,
  l5StorageVnetRulesOnly,
  l5StorageNoSharedKey,
  l5StoragePe,
  l5StorageCmk,
  l5StorageDoubleEncryption,
  l5StorageNoCrossTenant,
  l5StorageSoftdelete,
  l5StorageTrustedBypass,
  l5StorageCopyScope,
  l5StorageSftpLocaluserOff,
  l5KvPurge,
  l5KvRbac,
  l5KvPublicOff,
  l5KvDefaultDeny,
  l5KvPe,
  l5KvLogs,
  l5SqlPublicOff,
  l5SqlNoWideFirewall,
  l5SqlTls12,
  l5SqlEntraOnly,
  l5SqlPe,
  l5SqlVnetRule,
  l5TargetHasOnePath,
  l5PeDns,
  l5PeDnsZoneName,
  l5AbfssOnly,
  l5DbfsCmk,
  l5DbfsSku,
  l5ExternalLocationPrivate,
  l5JdbcEncrypt,
  l5LegacyDbfsOff,
  l5NccPrivateEndpoints,
  l5NoMounts,
  l5ServiceEndpointPolicy,
  l5ServiceEndpoints,
  l5SqlAuditing,
  l5SqlOutbound,
  l5SqlRedirect,
  l5SqlTde,
  l5DataLock,
  l5EverythingRead,
];
