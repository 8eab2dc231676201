import { parentResourceId, sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";
import { asList, asProperties } from "../unknown";
import { prefixesOf } from "./network";

export const firewallModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.azureFirewall,
    names: ["azureFirewallName"],
    forceNew: ["location", "virtualHub"],
    check({ id, inputs }, view) {
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
      const tier = String(asProperties(inputs.sku).tier ?? "Standard");
      const policy = view.find(String(asProperties(inputs.firewallPolicy).id));
      const policyTier = String(asProperties(policy?.outputs.sku).tier ?? "Standard");
      if (policy && tier !== policyTier)
        throw new AzureError(
          "AzureFirewallPolicyAndFirewallTierMismatch",
          `Azure firewall ${id} is of tier '${tier}', and its policy ${policy.id} of tier '${policyTier}': they must be the same.`,
          { property: "sku" },
        );
    },
    // The first address that Azure leaves free in the firewall's subnet.
    outputs: ({ inputs }, view) => ({
      ipConfigurations: asList(inputs.ipConfigurations).map((configuration) => {
        const subnetId = String(asProperties(asProperties(configuration).subnet).id ?? "");
        const subnet = view.subnetsOf(parentResourceId(subnetId) ?? "").find((s) => sameResourceId(s.id, subnetId));
        return { ...asProperties(configuration), privateIPAddress: prefixesOf(subnet?.properties ?? {})[0]?.address(4) };
      }),
    }),
  },
  {
    type: resourceTypes.firewallPolicy,
    names: ["firewallPolicyName"],
    forceNew: ["location"],
    checkDelete(id, view) {
      const firewalls = view.referring(id, resourceTypes.azureFirewall);
      if (firewalls.length > 0)
        throw new AzureError("FirewallPolicyInUse", `Firewall policy ${id} is in use by ${firewalls.map((f) => f.id).join(", ")}.`, {
          status: 409,
        });
    },
  },
  {
    type: resourceTypes.firewallRuleCollectionGroup,
    names: ["firewallPolicyName", "ruleCollectionGroupName"],
    regionless: true,
    exclusive: ({ id }) => [parentResourceId(id) as string],
    check({ id, inputs }) {
      if (typeof inputs.priority === "number" && (inputs.priority < 100 || inputs.priority > 65000))
        throw new AzureError(
          "FirewallPolicyRuleCollectionGroupInvalidPriority",
          `Priority ${inputs.priority} of ${id}: allowed are 100 to 65000.`,
          {
            property: "priority",
          },
        );
      const names = new Set<string>();
      for (const collection of asList(inputs.ruleCollections).map(asProperties)) {
        for (const rule of asList(collection.rules).map(asProperties)) {
          const wild = asList(rule.targetFqdns).find((fqdn) => String(fqdn).indexOf("*", 1) > 0);
          if (wild !== undefined)
            throw new AzureError(
              "FirewallPolicyRuleInvalidFqdn",
              `Rule ${rule.name} of ${id} names '${wild}': a '*' may stand at the left end only.`,
              {
                property: "ruleCollections",
              },
            );
          if (asList(rule.sourceAddresses).length + asList(rule.sourceIpGroups).length === 0)
            throw new AzureError("FirewallPolicyRuleWithoutSource", `Rule ${rule.name} of ${id} names no source.`, {
              property: "ruleCollections",
            });
          if (names.has(String(rule.name)))
            throw new AzureError("FirewallPolicyRuleNameConflict", `${id} has two rules called '${rule.name}'.`, {
              property: "ruleCollections",
            });
          names.add(String(rule.name));
        }
      }
    },
  },
  { type: resourceTypes.ipGroup, names: ["ipGroupsName"], forceNew: ["location"] },
];
