import { databricksDelegation, prefixLimits } from "../azure/subnet-rules";
import { AddressRange } from "./address-range";

/** What is to be known of an existing subnet. */
export interface SubnetView {
  addressPrefixes: string[];
  /** The services that it is delegated to. */
  delegations: string[];
  hasNetworkSecurityGroup: boolean;
  /** Ids of the workspaces that run in it, from its service association links (that Azure lists them there is from memory). */
  workspaceIds: string[];
  /** Whether a NAT gateway or a route table is attached. */
  hasWayOut: boolean;
}

/** Why an existing subnet cannot be a workspace's, with the remedy; undefined where it can. Without a name, any workspace may be in it. */
export function workspaceSubnetProblem(subnet: SubnetView, workspaceName?: string): string | undefined {
  const other = subnet.workspaceIds.find(
    (id) => workspaceName !== undefined && !id.toLowerCase().endsWith(`/${workspaceName.toLowerCase()}`),
  );
  if (other) return `serves workspace ${other} already: a subnet is for one workspace, so pass another`;
  if (!subnet.delegations.some((service) => service.toLowerCase() === databricksDelegation.toLowerCase())) {
    const found = subnet.delegations.length > 0 ? `is delegated to ${subnet.delegations.join(", ")}` : "has no delegation";
    return `${found}: delegate it to ${databricksDelegation}`;
  }
  if (!subnet.hasNetworkSecurityGroup) return "has no network security group: attach one to the subnet";
  const { smallest } = prefixLimits.workspaceSubnet;
  const range = AddressRange.tryParse(subnet.addressPrefixes[0] ?? "");
  if (range && range.prefixLength > smallest) return `is a /${range.prefixLength}: at least a /${smallest} is needed`;
  if (!subnet.hasWayOut)
    return "has neither a NAT gateway nor a route table: clusters would never start; attach one, since default outbound access is being retired";
  return undefined;
}
