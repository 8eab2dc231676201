import { databricksRulePrefix, injectedNsgRules, type RequiredNsgRules } from "../../azure/databricks-nsg-rules";
import { formatResourceId, parseResourceId, sameResourceId } from "../../azure/resource-id";
import { resourceTypes } from "../../azure/resource-types";
import { prefixLimits } from "../../azure/subnet-rules";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel, WriteRequest } from "../resource-type";
import { uuidOf } from "../stable-uuid";
import type { SubscriptionView } from "../subscription-view";
import { asList, asProperties, type Properties } from "../unknown";
import { hasRoleOnKey, vaultByUri } from "./key-vault";
import { addressSpaceOf, isDelegated, prefixesOf, workspacesOnSubnet } from "./network";

const invalid = (message: string, property?: string) => new AzureError("InvalidWorkspaceRequest", message, property ? { property } : {});

/** The value of one of a workspace's custom parameters. */
function parameter(workspace: Properties, name: string): unknown {
  return asProperties(asProperties(workspace.parameters)[name]).value;
}

/** Each combination of access settings that Databricks documents as impossible (facts of Private Link, sections 2 and 4). */
function checkSettings({ id, inputs }: WriteRequest): void {
  const premium = String(asProperties(inputs.sku).name).toLowerCase() === "premium";
  const injected = parameter(inputs, "customVirtualNetworkId") !== undefined;
  const noPublicIp = parameter(inputs, "enableNoPublicIp") !== false;
  if (inputs.computeMode === "Serverless") {
    const forbidden = ["managedResourceGroupId", "parameters", "requiredNsgRules", "accessConnector", "defaultStorageFirewall"].find(
      (name) => inputs[name] !== undefined,
    );
    if (forbidden) throw invalid(`Workspace ${id}: ${forbidden} is not allowed in Serverless compute mode.`, forbidden);
    return;
  }
  if (!inputs.managedResourceGroupId)
    throw invalid(`Workspace ${id}: managedResourceGroupId is required in Hybrid compute mode.`, "managedResourceGroupId");
  if (inputs.requiredNsgRules === "NoAzureServiceRules")
    throw invalid(`Workspace ${id}: requiredNsgRules 'NoAzureServiceRules' is for internal use only.`, "requiredNsgRules");
  if (inputs.requiredNsgRules === "NoAzureDatabricksRules" && !noPublicIp) {
    throw invalid(`Workspace ${id}: requiredNsgRules 'NoAzureDatabricksRules' needs parameters.enableNoPublicIp true.`, "requiredNsgRules");
  }
  if (inputs.publicNetworkAccess === "Disabled" && inputs.requiredNsgRules !== "NoAzureDatabricksRules") {
    throw invalid(
      `Workspace ${id}: publicNetworkAccess 'Disabled' needs requiredNsgRules 'NoAzureDatabricksRules'.`,
      "publicNetworkAccess",
    );
  }
  if (inputs.publicNetworkAccess === "Disabled" && parameter(inputs, "loadBalancerId") !== undefined) {
    throw invalid(
      `Workspace ${id}: publicNetworkAccess 'Disabled' cannot be combined with a load balancer pool.`,
      "parameters.loadBalancerId",
    );
  }
  const needsPremium = ["publicNetworkAccess", "requiredNsgRules", "encryption", "defaultStorageFirewall"].find(
    (name) => inputs[name] !== undefined,
  );
  if (needsPremium && !premium) throw invalid(`Workspace ${id}: ${needsPremium} needs sku.name 'premium'.`, "sku");
  if (inputs.publicNetworkAccess === "Disabled" && !injected)
    throw invalid(`Workspace ${id}: publicNetworkAccess 'Disabled' needs VNet injection.`, "parameters.customVirtualNetworkId");
  if (inputs.defaultStorageFirewall === "Enabled" && !asProperties(inputs.accessConnector).id) {
    throw invalid(`Workspace ${id}: defaultStorageFirewall 'Enabled' needs accessConnector.`, "accessConnector");
  }
  const connector = asProperties(inputs.accessConnector);
  if (connector.id && (connector.identityType === "UserAssigned") !== (connector.userAssignedIdentityId !== undefined)) {
    throw invalid(
      `Workspace ${id}: accessConnector.userAssignedIdentityId goes with identityType 'UserAssigned', and only with it.`,
      "accessConnector",
    );
  }
  const profile = asProperties(inputs.enhancedSecurityCompliance);
  const enabled = (name: string) => asProperties(profile[name]).value === "Enabled";
  if (enabled("complianceSecurityProfile") && !(enabled("automaticClusterUpdate") && enabled("enhancedSecurityMonitoring"))) {
    throw invalid(
      `Workspace ${id}: complianceSecurityProfile needs automaticClusterUpdate and enhancedSecurityMonitoring enabled.`,
      "enhancedSecurityCompliance",
    );
  }
}

function checkManagedGroup({ id, inputs, existing }: WriteRequest, view: SubscriptionView): void {
  const group = parseResourceId(String(inputs.managedResourceGroupId));
  if (group?.type !== resourceTypes.resourceGroup.arm)
    throw invalid(
      `Workspace ${id}: managedResourceGroupId '${inputs.managedResourceGroupId}' is no resource group id.`,
      "managedResourceGroupId",
    );
  if (group.subscriptionId.toLowerCase() !== view.subscriptionId.toLowerCase())
    throw invalid(`Workspace ${id}: the managed resource group must be in the workspace's subscription.`, "managedResourceGroupId");
  if (!existing && view.find(String(inputs.managedResourceGroupId))) {
    throw new AzureError(
      "ApplianceProvisioningFailed",
      `The managed resource group '${inputs.managedResourceGroupId}' already exists. Please specify a new non-existent managed resource group`,
      {
        property: "managedResourceGroupId",
      },
    );
  }
}

function checkNetwork({ id, inputs, location }: WriteRequest, view: SubscriptionView): void {
  const networkId = parameter(inputs, "customVirtualNetworkId");
  const names = ["customPublicSubnetName", "customPrivateSubnetName"].map((name) => ({ name, value: parameter(inputs, name) }));
  if (networkId === undefined && names.every(({ value }) => value === undefined)) return;
  const missing = networkId === undefined ? "customVirtualNetworkId" : names.find(({ value }) => !value)?.name;
  if (missing)
    throw invalid(
      `Workspace ${id}: VNet injection needs customVirtualNetworkId, customPublicSubnetName and customPrivateSubnetName; ${missing} is missing.`,
      `parameters.${missing}`,
    );
  const network = view.find(String(networkId));
  if (!network) return;
  if (network.outputs.location !== location)
    throw invalid(
      `Workspace ${id}: VNet ${networkId} is in ${network.outputs.location}, and the workspace in ${location}: they must be in the same region.`,
      "location",
    );
  const { largest, smallest } = prefixLimits.virtualNetwork;
  const space = addressSpaceOf(network.outputs);
  if (!space.some((range) => range.prefixLength <= smallest && range.prefixLength >= largest)) {
    throw invalid(
      `Workspace ${id}: the address space ${space.join(", ")} of the VNet is not between /${largest} and /${smallest}.`,
      "parameters.customVirtualNetworkId",
    );
  }
  if (String(names[0]?.value).toLowerCase() === String(names[1]?.value).toLowerCase())
    throw invalid(
      `Workspace ${id}: host and container subnet must be two subnets; both are '${names[0]?.value}'.`,
      "parameters.customPrivateSubnetName",
    );
  for (const { name, value } of names) {
    const subnet = view.subnetsOf(String(networkId)).find((s) => s.id.split("/").pop()?.toLowerCase() === String(value).toLowerCase());
    if (!subnet)
      throw new AzureError(
        "SubnetIsNotWithinVnetError",
        `Subnet CIDR range '<null>' is not within the virtual network '${networkId}': it has no subnet '${value}'.`,
        { property: `parameters.${name}` },
      );
    if (!isDelegated(subnet.properties))
      throw new AzureError("SubnetNotDelegated", `Subnet ${subnet.id} must be delegated to Microsoft.Databricks/workspaces.`, {
        property: `parameters.${name}`,
      });
    if (!asProperties(subnet.properties.networkSecurityGroup).id)
      throw new AzureError("SubnetMissingNetworkSecurityGroup", `Subnet ${subnet.id} must have a network security group.`, {
        property: `parameters.${name}`,
      });
    const prefix = prefixesOf(subnet.properties)[0];
    if (prefix && prefix.prefixLength > prefixLimits.workspaceSubnet.smallest)
      throw invalid(
        `Subnet ${subnet.id} is a /${prefix.prefixLength}: at least a /${prefixLimits.workspaceSubnet.smallest} is needed.`,
        `parameters.${name}`,
      );
    const other = workspacesOnSubnet(subnet.id, view).find((workspace) => !sameResourceId(workspace.id, id));
    if (other)
      throw invalid(`Subnet ${subnet.id} serves workspace ${other.id} already: a subnet is for one workspace.`, `parameters.${name}`);
  }
}

function checkKeys({ id, inputs, location }: WriteRequest, view: SubscriptionView): void {
  const entities = asProperties(asProperties(inputs.encryption).entities);
  for (const [entity, settings] of Object.entries(entities).map(([name, value]) => [name, asProperties(value)] as const)) {
    const path = `encryption.entities.${entity}`;
    if (settings.keySource !== "Microsoft.Keyvault") continue;
    const key = asProperties(settings.keyVaultProperties);
    for (const name of ["keyVaultUri", "keyName", "keyVersion"])
      if (!key[name]) throw invalid(`Workspace ${id}: ${path}.keyVaultProperties.${name} is missing.`, `${path}.keyVaultProperties`);
    const vault = vaultByUri(String(key.keyVaultUri), view);
    if (!vault)
      throw new AzureError("KeyVaultNotFound", `Workspace ${id}: no key vault answers at '${key.keyVaultUri}'.`, {
        property: `${path}.keyVaultProperties.keyVaultUri`,
      });
    if (vault.outputs.location !== location)
      throw invalid(
        `Workspace ${id}: key vault ${vault.id} is in ${vault.outputs.location}; it must be in the workspace's region ${location}.`,
        `${path}.keyVaultProperties.keyVaultUri`,
      );
    if (asProperties(vault.outputs.properties).enablePurgeProtection !== true)
      throw invalid(`Workspace ${id}: key vault ${vault.id} needs purge protection.`, `${path}.keyVaultProperties.keyVaultUri`);
    const stored = view.find(`${vault.id}/keys/${key.keyName}`);
    if (!stored || !String(stored.outputs.keyUriWithVersion).endsWith(`/${key.keyVersion}`)) {
      throw new AzureError(
        "KeyNotFound",
        `Workspace ${id}: key vault ${vault.id} has no key '${key.keyName}' with version '${key.keyVersion}'.`,
        { property: `${path}.keyVaultProperties` },
      );
    }
    if (!/^RSA/.test(String(stored.outputs.kty)))
      throw invalid(
        `Workspace ${id}: key '${key.keyName}' is of type ${stored.outputs.kty}; RSA is needed.`,
        `${path}.keyVaultProperties.keyName`,
      );
  }
}

/** DBFS root's own key: the account's identity exists only once the workspace does, and must have its role on the key before. */
function checkDbfsKey({ id, inputs, existing }: WriteRequest, view: SubscriptionView): void {
  const encryption = asProperties(parameter(inputs, "encryption"));
  if (encryption.keySource !== "Microsoft.Keyvault") return;
  const principal = asProperties(existing?.outputs.storageAccountIdentity).principalId;
  const refuse = (why: string) => invalid(`Workspace ${id}: DBFS root cannot use a customer's key yet: ${why}.`, "parameters.encryption");
  if (parameter(inputs, "prepareEncryption") !== true) throw refuse("parameters.prepareEncryption is not true");
  if (principal === undefined)
    throw refuse("its storage account has no identity, which an update with parameters.prepareEncryption true gives it first");
  const vault = vaultByUri(String(encryption.keyVaultUri), view);
  if (!vault) throw refuse(`no key vault answers at '${encryption.keyVaultUri}'`);
  const key = `${vault.id}/keys/${encryption.keyName}`;
  if (!hasRoleOnKey(principal, key, vault.id, view)) throw refuse(`identity ${principal} of its storage account has no role on key ${key}`);
}

/** What Azure refuses to change in place, although the provider plans an update. */
function checkUnchanged({ id, inputs, existing }: WriteRequest): void {
  if (!existing) return;
  const old = existing.inputs;
  if (String(old.managedResourceGroupId).toLowerCase() !== String(inputs.managedResourceGroupId).toLowerCase()) {
    throw new AzureError(
      "ApplianceManagedResourceGroupMismatch",
      `Workspace ${id}: the managed resource group cannot be changed from ${old.managedResourceGroupId} to ${inputs.managedResourceGroupId}.`,
      {
        property: "managedResourceGroupId",
      },
    );
  }
  for (const name of [
    "customVirtualNetworkId",
    "customPublicSubnetName",
    "customPrivateSubnetName",
    "storageAccountName",
    "requireInfrastructureEncryption",
  ]) {
    if (parameter(old, name) === parameter(inputs, name)) continue;
    if (name === "customVirtualNetworkId") {
      throw new AzureError(
        "VirtualNetworkIdChangeNotAllowed",
        `Updating required Virtual Network from ${parameter(old, name)} to ${parameter(inputs, name)} is currently not allowed`,
        {
          property: `parameters.${name}`,
        },
      );
    }
    throw new AzureError("WorkspaceParameterChangeNotAllowed", `Workspace ${id}: parameters.${name} cannot be changed after creation.`, {
      property: `parameters.${name}`,
    });
  }
  if (asProperties(parameter(old, "encryption")).keySource === "Microsoft.Keyvault" && parameter(inputs, "prepareEncryption") !== true)
    throw invalid(
      `Workspace ${id}: parameters.prepareEncryption must stay true while DBFS root uses a customer's key.`,
      "parameters.prepareEncryption",
    );
  const compliance = (workspace: Properties) =>
    asProperties(asProperties(workspace.enhancedSecurityCompliance).complianceSecurityProfile).value;
  if (compliance(old) === "Enabled" && compliance(inputs) !== "Enabled") {
    throw invalid(
      `Workspace ${id}: the compliance security profile cannot be switched off; it needs a new workspace.`,
      "enhancedSecurityCompliance",
    );
  }
}

function outputs({ id, inputs, existing }: WriteRequest): Properties {
  const uuid = uuidOf(id);
  const workspaceId =
    existing?.outputs.workspaceId ?? String(BigInt(`0x${uuid.replaceAll("-", "").slice(0, 12)}`) % 10n ** 16n).padStart(16, "1");
  const parameters: Properties = {
    enableNoPublicIp: { value: true },
    prepareEncryption: { value: false },
    requireInfrastructureEncryption: { value: false },
    storageAccountName: { value: `dbstorage${uuid.replaceAll("-", "").slice(0, 13)}` },
    storageAccountSkuName: { value: "Standard_GRS" },
    ...asProperties(inputs.parameters),
  };
  const disk = asProperties(asProperties(asProperties(inputs.encryption).entities).managedDisk);
  const identity = { principalId: uuidOf(`${id} disks`), tenantId: uuidOf("tenant"), type: "SystemAssigned" };
  return {
    workspaceId,
    workspaceUrl: `adb-${workspaceId}.${Number(BigInt(String(workspaceId)) % 20n)}.azuredatabricks.net`,
    computeMode: inputs.computeMode ?? "Hybrid",
    createdDateTime: existing?.outputs.createdDateTime ?? "2026-01-01T00:00:00Z",
    isUcEnabled: true,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        {
          type:
            typeof asProperties(value).value === "boolean" ? "Bool" : typeof asProperties(value).value === "string" ? "String" : "Object",
          ...asProperties(value),
        },
      ]),
    ),
    ...(disk.keySource
      ? {
          diskEncryptionSetId: formatResourceId(String(inputs.managedResourceGroupId), "Microsoft.Compute/diskEncryptionSets", [
            `dbdiskencryptionset${uuid.slice(0, 8)}`,
          ]),
          managedDiskIdentity: identity,
        }
      : {}),
    ...(asProperties(parameters.prepareEncryption).value === true
      ? { storageAccountIdentity: { ...identity, principalId: uuidOf(`${id} storage`) } }
      : {}),
  };
}

/** Makes what Databricks makes beside the workspace: the managed resource group, its storage account, and the NSG rules. */
function afterWrite({ id, inputs, location }: WriteRequest, view: SubscriptionView): void {
  const workspace = view.find(id);
  if (!workspace || inputs.computeMode === "Serverless") return;
  const group = String(inputs.managedResourceGroupId);
  const groupName = group.split("/").pop();
  view.put({
    id: group,
    type: resourceTypes.resourceGroup.arm,
    inputs: {},
    outputs: { name: groupName, location, managedBy: id },
    managedBy: id,
  });
  const account = String(parameter(workspace.outputs, "storageAccountName"));
  const firewalled = inputs.defaultStorageFirewall === "Enabled";
  view.put({
    id: formatResourceId(group, resourceTypes.storageAccount.arm, [account]),
    type: resourceTypes.storageAccount.arm,
    inputs: {},
    outputs: {
      name: account,
      location,
      primaryEndpoints: { blob: `https://${account}.blob.core.windows.net/`, dfs: `https://${account}.dfs.core.windows.net/` },
      networkRuleSet: { defaultAction: firewalled ? "Deny" : "Allow" },
    },
    managedBy: id,
  });
  const networkId = parameter(inputs, "customVirtualNetworkId");
  if (networkId === undefined) return;
  const rules = injectedNsgRules(
    (inputs.requiredNsgRules as RequiredNsgRules) ?? "AllRules",
    parameter(workspace.outputs, "enableNoPublicIp") === true,
  );
  for (const name of ["customPublicSubnetName", "customPrivateSubnetName"]) {
    const subnet = view.subnetsOf(String(networkId)).find((s) => s.id.split("/").pop() === parameter(inputs, name));
    const standing = view.find(subnet?.id ?? "");
    if (standing)
      standing.outputs.serviceAssociationLinks = [
        { name: "databricks", link: id, linkedResourceType: "Microsoft.Databricks/workspaces", allowDelete: false },
      ];
    const group = view.find(String(asProperties(subnet?.properties.networkSecurityGroup).id));
    if (!group) continue;
    const own = asList(group.outputs.securityRules).filter((rule) => !String(asProperties(rule).name).startsWith(databricksRulePrefix));
    group.outputs.securityRules = [
      ...own,
      ...rules.map((rule) => ({
        name: databricksRulePrefix + rule.name,
        access: "Allow",
        direction: rule.direction,
        priority: rule.priority,
        protocol: rule.protocol,
        sourceAddressPrefix: rule.source,
        sourcePortRange: "*",
        destinationAddressPrefix: rule.destination,
        ...(rule.ports.length === 1 ? { destinationPortRange: rule.ports[0] } : { destinationPortRanges: rule.ports }),
        description: "Required for Azure Databricks.",
        provisioningState: "Succeeded",
      })),
    ];
  }
}

export const databricksModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.workspace,
    names: ["workspaceName"],
    forceNew: ["location", "computeMode"],
    unchecked: ["managedResourceGroupId"],
    exclusive: ({ id }) => [id],
    check(request, view) {
      checkSettings(request);
      if (request.inputs.computeMode === "Serverless") return;
      checkUnchanged(request);
      checkManagedGroup(request, view);
      checkNetwork(request, view);
      checkKeys(request, view);
      checkDbfsKey(request, view);
    },
    outputs,
    afterWrite,
    checkDelete(id, view) {
      const endpoints = view.referring(id, resourceTypes.privateEndpoint);
      if (endpoints.length > 0)
        throw new AzureError(
          "WorkspaceHasPrivateEndpoints",
          `Workspace ${id} cannot be deleted while private endpoints connect to it: ${endpoints.map((e) => e.id).join(", ")}.`,
          { status: 409 },
        );
    },
    afterDelete(id, view) {
      for (const subnet of view.all(resourceTypes.subnet)) {
        const links = asList(subnet.outputs.serviceAssociationLinks);
        if (links.some((link) => sameResourceId(String(asProperties(link).link), id))) delete subnet.outputs.serviceAssociationLinks;
      }
      for (const resource of view.all().filter((r) => r.managedBy && sameResourceId(r.managedBy, id))) view.remove(resource.id);
      for (const group of view.all(resourceTypes.networkSecurityGroup)) {
        const subnets = view.referring(group.id, resourceTypes.subnet);
        if (subnets.some((subnet) => workspacesOnSubnet(subnet.id, view).length > 0)) continue;
        group.outputs.securityRules = asList(group.outputs.securityRules).filter(
          (rule) => !String(asProperties(rule).name).startsWith(databricksRulePrefix),
        );
      }
    },
  },
  {
    type: resourceTypes.accessConnector,
    names: ["connectorName"],
    forceNew: ["location"],
    outputs: ({ id, inputs }) => {
      const identity = asProperties(inputs.identity);
      return {
        identity: /SystemAssigned/.test(String(identity.type))
          ? { ...identity, principalId: uuidOf(`${id} identity`), tenantId: uuidOf("tenant") }
          : identity,
      };
    },
    checkDelete(id, view) {
      const workspaces = view.referring(id, resourceTypes.workspace);
      if (workspaces.length > 0)
        throw new AzureError("AccessConnectorInUse", `Access connector ${id} is in use by ${workspaces.map((w) => w.id).join(", ")}.`, {
          status: 409,
        });
    },
  },
];
