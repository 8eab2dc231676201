import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";
import { uuidOf } from "../stable-uuid";
import { asList, asProperties } from "../unknown";

export const monitorModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.diagnosticSetting,
    names: ["name"],
    scopeInput: "resourceUri",
    regionless: true,
    check({ id, inputs }) {
      const destinations = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];
      if (!destinations.some((name) => inputs[name])) {
        throw new AzureError(
          "BadRequest",
          `Diagnostic setting ${id} has no destination: at least one of ${destinations.join(", ")} must be set.`,
          { property: "workspaceId" },
        );
      }
      for (const log of asList(inputs.logs).map(asProperties)) {
        if ((log.category === undefined) === (log.categoryGroup === undefined)) {
          throw new AzureError("BadRequest", `Diagnostic setting ${id}: each log names either a category or a categoryGroup.`, {
            property: "logs",
          });
        }
      }
    },
  },
  {
    type: resourceTypes.logAnalyticsWorkspace,
    names: ["workspaceName"],
    forceNew: ["location"],
    check({ id, inputs }) {
      const days = inputs.retentionInDays;
      if (typeof days === "number" && days !== -1 && (days < 30 || days > 730)) {
        throw new AzureError("InvalidParameter", `'RetentionInDays' of ${id} is ${days}; allowed are 30 to 730.`, {
          property: "retentionInDays",
        });
      }
    },
    outputs: ({ id }) => ({
      customerId: uuidOf(`${id} customer`),
      createdDate: "2026-01-01T00:00:00Z",
      modifiedDate: "2026-01-01T00:00:00Z",
    }),
  },
];
