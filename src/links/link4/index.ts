import l4AccessMode from "./L4-access-mode";
import l4Autotermination from "./L4-autotermination";
import l4ClusterComplies from "./L4-cluster-complies";
import l4ClusterSshOff from "./L4-cluster-ssh-off";
import l4InitScriptAttached from "./L4-init-script-attached";
import l4InitScriptHash from "./L4-init-script-hash";
import l4InitScriptKeystore from "./L4-init-script-keystore";
import l4InitScriptSource from "./L4-init-script-source";
import l4LocalDiskEncryption from "./L4-local-disk-encryption";
import l4ManagedDiskCmk from "./L4-managed-disk-cmk";
import l4NoDockerBasicAuth from "./L4-no-docker-basic-auth";
import l4NoUnrestrictedClusters from "./L4-no-unrestricted-clusters";
import l4NotWeakened from "./L4-not-weakened";
import l4OtherInitScripts from "./L4-other-init-scripts";
import l4PolicyPinsConf from "./L4-policy-pins-conf";
import l4RuntimeSupported from "./L4-runtime-supported";
import l4SqlWarehouses from "./L4-sql-warehouses";
import l4VnetEncryptionVmSize from "./L4-vnet-encryption-vm-size";
import l4WireShown from "./L4-wire-shown";

/** The rules of link 4. */
export const link4Rules = [
  l4AccessMode,
  l4Autotermination,
  l4ClusterComplies,
  l4ClusterSshOff,
  l4InitScriptAttached,
  l4InitScriptHash,
  l4InitScriptKeystore,
  l4InitScriptSource,
  l4LocalDiskEncryption,
  l4ManagedDiskCmk,
  l4NoDockerBasicAuth,
  l4NoUnrestrictedClusters,
  l4NotWeakened,
  l4OtherInitScripts,
  l4PolicyPinsConf,
  l4RuntimeSupported,
  l4SqlWarehouses,
  l4VnetEncryptionVmSize,
  l4WireShown,
];
