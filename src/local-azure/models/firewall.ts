import { parentResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";
import { asList, asProperties } from "../unknown";

export const firewallModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.azureFirewall,
    names: ["azureFirewallName"],
    forceNew: ["location", "virtualHub"],
    check({ id, inputs }) {
      for (const configuration of asList(inputs.ipConfigurations).map(asProperties)) {
        const subnet = String(asProperties(configuration.subnet).id ?? "");
        if (subnet && !/\/subnets\/AzureFirewallSubnet$/i.test(subnet)) {
          throw new AzureError(
            "AzureFirewallSubnetNameInvalid",
            `Azure firewall ${id} must stand in a subnet called 'AzureFirewallSubnet', not ${subnet}.`,
            { property: "ipConfigurations" },
          );
        }
      }
    },
  },
  { type: resourceTypes.firewallPolicy, names: ["firewallPolicyName"], forceNew: ["location"] },
  {
    type: resourceTypes.firewallRuleCollectionGroup,
    names: ["firewallPolicyName", "ruleCollectionGroupName"],
    regionless: true,
    exclusive: ({ id }) => [parentResourceId(id) as string],
  },
  { type: resourceTypes.ipGroup, names: ["ipGroupsName"], forceNew: ["location"] },
];
