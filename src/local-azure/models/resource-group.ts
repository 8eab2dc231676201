import { resourceTypes } from "../../azure/resource-types";
import { AzureError } from "../azure-error";
import type { ResourceTypeModel } from "../resource-type";

export const resourceGroupModels: ResourceTypeModel[] = [
  {
    type: resourceTypes.resourceGroup,
    names: ["resourceGroupName"],
    forceNew: ["location"],
    check({ location }) {
      if (!location)
        throw new AzureError("LocationRequired", "The location property is required for this definition.", { property: "location" });
    },
  },
];
