/** Addresses that Azure keeps for itself in every subnet. */
export const reservedAddressesPerSubnet = 5;

/** The service that both workspace subnets are delegated to. */
export const databricksDelegation = "Microsoft.Databricks/workspaces";

/** The smallest prefix lengths that Databricks accepts or recommends (VNet injection page): a larger number is a smaller range. */
export const prefixLimits = {
  /** A VNet for injection is between /16 and /24. */
  virtualNetwork: { largest: 16, smallest: 24 },
  /** Each workspace subnet is at least /26. */
  workspaceSubnet: { smallest: 26 },
  /** The subnet of the back-end and storage endpoints is at least /27. */
  privateEndpointSubnet: { smallest: 27 },
} as const;

/** The most cluster nodes that a workspace subnet can hold: a node takes one address in each of the two subnets. */
export function maxNodes(prefixLength: number): number {
  return Math.max(0, 2 ** (32 - prefixLength) - reservedAddressesPerSubnet);
}
