/**
 * Families of VM sizes that VNet encryption supports, as patterns of node types (MicrosoftDocs/azure-docs,
 * articles/virtual-network/virtual-network-encryption-overview.md, as of 2026): D and E of generation 4 as listed, all of generation 5
 * and newer, of Arm only those that are listed by name (generation 6), and single series of L, M, F and NC. Confidential sizes are
 * excluded there. The page grows; a size that is missing here is refused, never let through.
 */
const vnetEncryptionSizes: RegExp[] = [
  /^Standard_D\d+a?d?s?_v4$/,
  /^Standard_E\d+(-\d+)?i?a?d?s?_v4$/,
  // No `p`: that is an Arm size.
  /^Standard_[DE]\d+(-\d+)?[abdilmnst]*_v([5-9]|1\d)$/,
  /^Standard_D\d+pl?d?s_v6$/,
  /^Standard_E\d+pd?s_v6$/,
  /^Standard_L\d+s_v3$/,
  /^Standard_M\d+(-\d+)?i?d?m?s(_\d+)?_v2$/,
  // Medium memory only.
  /^Standard_M(12|24|48|96|176)d?s(_\d)?_v3$/,
  /^Standard_F\d+a[lm]?s_v6$/,
  /^Standard_NC\d+adi?s_H100_v5$/,
];

/** Whether a source says that VNet encryption supports a node type. Azure leaves others in clear text, silently. */
export function canEncryptInVnet(nodeType: string): boolean {
  return vnetEncryptionSizes.some((pattern) => pattern.test(nodeType));
}

/** Node types that a policy offers by default: general and memory-optimised sizes that can do VNet encryption. */
export const defaultNodeTypes = [
  "Standard_D4ds_v5",
  "Standard_D8ds_v5",
  "Standard_D16ds_v5",
  "Standard_D32ds_v5",
  "Standard_E4ds_v5",
  "Standard_E8ds_v5",
  "Standard_E16ds_v5",
  "Standard_E32ds_v5",
];
