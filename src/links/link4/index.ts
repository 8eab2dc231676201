import l4InitScriptAttached from "./L4-init-script-attached";
import l4ManagedDiskCmk from "./L4-managed-disk-cmk";

/** The rules of link 4. */
export const link4Rules = [l4InitScriptAttached, l4ManagedDiskCmk];
