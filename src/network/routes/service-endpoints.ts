import type { ServiceEndpoint } from "../model";

const tags: Record<string, string> = {
  "microsoft.storage": "Storage",
  "microsoft.storage.global": "Storage",
  "microsoft.sql": "Sql",
  "microsoft.keyvault": "AzureKeyVault",
  "microsoft.eventhub": "EventHub",
  "microsoft.servicebus": "ServiceBus",
  "microsoft.azureactivedirectory": "AzureActiveDirectory",
  "microsoft.web": "AppService",
  "microsoft.containerregistry": "AzureContainerRegistry",
};

/**
 * The service tags whose addresses a service endpoint routes (S8): those of its regions, or of every region. A service
 * that is not known is a tag of its own.
 */
export function serviceEndpointTags({ service, locations = [] }: ServiceEndpoint): string[] {
  const tag = tags[service.toLowerCase()] ?? service.replace(/^Microsoft\./i, "");
  const isGlobal = locations.length === 0 || locations.includes("*") || service.toLowerCase() === "microsoft.storage.global";
  return isGlobal ? [tag] : locations.map((location) => `${tag}.${location.replaceAll(" ", "")}`);
}
