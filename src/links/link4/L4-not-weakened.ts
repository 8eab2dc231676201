import { databricksTypes } from "../../azure/databricks-types";
import { closedSettings, pinnedSettings } from "../../azure/node-traffic";
import { defineRule, fail, pass } from "../rule";

export default defineRule({
  id: "L4-not-weakened",
  severity: "high",
  title: "No cluster sets what would undo the script",
  why: "A cluster's own setting comes after the script's.",
  remediation: "Remove the setting from the cluster's sparkConf.",
  appliesTo: "cluster",
  isLocal: true,
  subjects: (deployment) => deployment.ofType(databricksTypes.cluster),
  judge: (cluster) => {
    const settings = Object.keys((cluster.value("sparkConf") as object | undefined) ?? {});
    const weak = settings.find(
      (setting) => setting in pinnedSettings("tls") || closedSettings("tls").includes(setting) || setting.startsWith("spark.ssl."),
    );
    return weak
      ? fail(`sparkConf sets ${weak}`, "none of the script's settings")
      : pass(`${settings.length} settings, none of the script's`);
  },
});
