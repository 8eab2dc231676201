import l3BackendDns from "./L3-backend-dns";
import l3BackendPrivateLink from "./L3-backend-private-link";
import l3ClusterPolicyRequired from "./L3-cluster-policy-required";
import l3EgressExplicit from "./L3-egress-explicit";
import l3EverythingRead from "./L3-everything-read";
import l3FirewallAllowList from "./L3-firewall-allow-list";
import l3FirewallLogs from "./L3-firewall-logs";
import l3FlowLogs from "./L3-flow-logs";
import l3LbNotPublic from "./L3-lb-not-public";
import l3NetworkPolicyServerless from "./L3-network-policy-serverless";
import l3NoPublicIp from "./L3-no-public-ip";
import l3NsgDenyInternetOut from "./L3-nsg-deny-internet-out";
import l3NsgNoAzuredatabricksWhenPl from "./L3-nsg-no-azuredatabricks-when-pl";
import l3NsgNoInboundInternet from "./L3-nsg-no-inbound-internet";
import l3NsgOutAllowList from "./L3-nsg-out-allow-list";
import l3NsgOutRequired from "./L3-nsg-out-required";
import l3NsgRegionalTags from "./L3-nsg-regional-tags";
import l3NsgWorkerInboundScoped from "./L3-nsg-worker-inbound-scoped";
import l3NsgrulesConsistent from "./L3-nsgrules-consistent";
import l3PeNetworkPolicies from "./L3-pe-network-policies";
import l3PeNsgClosed from "./L3-pe-nsg-closed";
import l3PeSubnetNotDelegated from "./L3-pe-subnet-not-delegated";
import l3PeeringRestricted from "./L3-peering-restricted";
import l3SubnetDelegation from "./L3-subnet-delegation";
import l3SubnetNoDefaultOutbound from "./L3-subnet-no-default-outbound";
import l3SubnetNsg from "./L3-subnet-nsg";
import l3SubnetSameNsg from "./L3-subnet-same-nsg";
import l3SubnetSize from "./L3-subnet-size";
import l3SubnetsExist from "./L3-subnets-exist";
import l3UdrFirewall from "./L3-udr-firewall";
import l3VnetInjected from "./L3-vnet-injected";

/** The rules of link 3. */
export const link3Rules = [
  l3VnetInjected,
  l3NoPublicIp,
  l3BackendPrivateLink,
  l3BackendDns,
  l3NsgrulesConsistent,
  l3SubnetDelegation,
  l3SubnetNsg,
  l3SubnetsExist,
  l3SubnetSize,
  l3NsgNoInboundInternet,
  l3NsgWorkerInboundScoped,
  l3NsgOutAllowList,
  l3NsgDenyInternetOut,
  l3NsgNoAzuredatabricksWhenPl,
  l3SubnetNoDefaultOutbound,
  l3EgressExplicit,
  l3LbNotPublic,
  l3PeNetworkPolicies,
  l3PeSubnetNotDelegated,
  l3PeeringRestricted,
  l3ClusterPolicyRequired,
  l3FlowLogs,
  l3NetworkPolicyServerless,
  l3NsgOutRequired,
  l3NsgRegionalTags,
  l3SubnetSameNsg,
  l3UdrFirewall,
  l3FirewallAllowList,
  l3FirewallLogs,
  l3PeNsgClosed,
  l3EverythingRead,
];
