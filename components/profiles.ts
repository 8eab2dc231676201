import { ClusterEgress } from "./cluster-egress";

/** How a deployment is reached and what it is held to. */
export const DeploymentProfile = {
  /** No public address anywhere: users come through a transit network, clusters through private endpoints. */
  Private: "private",
  /** Users come over the public address, from listed addresses only; clusters through private endpoints. */
  Hybrid: "hybrid",
  /** As private, and what clusters may reach outside is decided by a firewall; storage by a service endpoint policy. */
  ExfiltrationProtected: "exfiltrationProtected",
  /** As private, with the customer's keys everywhere, the compliance security profile, and logs for a year. */
  Regulated: "regulated",
} as const;
export type DeploymentProfile = (typeof DeploymentProfile)[keyof typeof DeploymentProfile];

/** What a profile chooses. */
export interface ProfileChoices {
  /** Whether the API answers on its public address. */
  enablePublicNetworkAccess: boolean;
  /** Whether users get endpoints and private web login, in a transit network or a hub. */
  hasPrivateWayIn: boolean;
  /** Whether users' addresses must be listed. */
  needsAllowedIpAddresses: boolean;
  /** How clusters get out. */
  egress: ClusterEgress;
  /** Whether the customer's keys encrypt DBFS root and the data lake too. */
  hasDataKeys: boolean;
  /** Whether the compliance security profile is on. */
  hasComplianceProfile: boolean;
  /** How long logs are kept, in days. */
  logRetentionInDays: number;
  /** How long deleted data can be brought back, in days. */
  softDeleteDays: number;
  /** Whether Pulumi refuses to delete what cannot be made again. */
  deletionProtection: boolean;
}

const common = {
  enablePublicNetworkAccess: false,
  hasPrivateWayIn: true,
  needsAllowedIpAddresses: false,
  egress: ClusterEgress.NatGateway,
  hasDataKeys: false,
  hasComplianceProfile: false,
  logRetentionInDays: 90,
  softDeleteDays: 30,
  deletionProtection: false,
};

/** The profiles at a glance. */
export const profileChoices: Record<DeploymentProfile, ProfileChoices> = {
  private: common,
  hybrid: { ...common, enablePublicNetworkAccess: true, hasPrivateWayIn: false, needsAllowedIpAddresses: true },
  exfiltrationProtected: { ...common, egress: ClusterEgress.Appliance },
  regulated: {
    ...common,
    hasDataKeys: true,
    hasComplianceProfile: true,
    logRetentionInDays: 365,
    softDeleteDays: 90,
    deletionProtection: true,
  },
};
