/**
 * Families of VM sizes that can do VNet encryption, as patterns of node types: D and E of generations 4 to 6, LSv3, M v2 and v3,
 * F v6, NC of the H100 (MicrosoftDocs, virtual-network-encryption-overview; the list there is longer and grows).
 */
export const vnetEncryptionSizes: RegExp[] = [
  /^Standard_[DE]\d+(-\d+)?[a-z]*_v[456]$/,
  /^Standard_L\d+a?s_v3$/,
  /^Standard_M\d+[a-z-]*\d*[a-z]*_v[23]$/,
  /^Standard_F\d+[a-z]*_v6$/,
  /^Standard_NC\d+ads?_H100_v5$/,
];

/** Whether a node type can do VNet encryption. Azure leaves others in clear text, silently. */
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
