import { databricksTypes } from "../../azure/databricks-types";
import { defineRule, fail, notApplicable, unknown } from "../rule";
import { encryptsInVnet } from "../vnet-encryption";

export default defineRule({
  id: "L4-sql-warehouses",
  severity: "high",
  title: "SQL warehouses run where Databricks encrypts",
  why: "Classic and pro warehouses run in your VNet, and neither policies nor init scripts reach them: nothing of yours encrypts between their nodes.",
  remediation: "Use serverless warehouses, or encrypt in the VNet and look at its flow logs.",
  appliesTo: "SQL warehouse",
  subjects: (deployment) => deployment.ofType(databricksTypes.sqlWarehouse),
  judge: (warehouse, deployment) => {
    const serverless = warehouse.value("enableServerlessCompute");
    if (serverless === true) return notApplicable("it is serverless: it runs in Databricks' own network");
    if (serverless === undefined && warehouse.text("warehouseType") !== "CLASSIC")
      return unknown("enableServerlessCompute is not set, and its default depends on the workspace");
    return encryptsInVnet(deployment)
      ? unknown("it runs no script, and whether the VNet encrypts between its nodes is shown by flow logs only")
      : fail("it runs in your VNet, where nothing encrypts between its nodes", "a serverless warehouse, or VNet encryption");
  },
});
