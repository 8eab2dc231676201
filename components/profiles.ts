/** How a deployment is reached and what it is held to. */
export const DeploymentProfile = {
  /** No public address anywhere: users come through a transit network, clusters through private endpoints. */
  Private: "private",
  /** Users come over the public address, from listed addresses only; clusters through private endpoints. */
  Hybrid: "hybrid",
} as const;
export type DeploymentProfile = (typeof DeploymentProfile)[keyof typeof DeploymentProfile];

/** What a profile chooses. */
export interface ProfileChoices {
  /** Whether the API answers on its public address. */
  enablePublicNetworkAccess: boolean;
  /** Whether users get a transit network with a front-end endpoint and private web login. */
  hasTransitNetwork: boolean;
  /** Whether users' addresses must be listed. */
  needsAllowedIpAddresses: boolean;
}

/** The profiles at a glance. */
export const profileChoices: Record<DeploymentProfile, ProfileChoices> = {
  private: { enablePublicNetworkAccess: false, hasTransitNetwork: true, needsAllowedIpAddresses: false },
  hybrid: { enablePublicNetworkAccess: true, hasTransitNetwork: false, needsAllowedIpAddresses: true },
};
