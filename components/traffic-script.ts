import { existsSync } from "node:fs";
import { join } from "node:path";
import * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { nodeTraffic } from "../src/azure/node-traffic";

/** The script lies beside `dist` in the package, and beside `components` in the repository. */
export const scriptFile = ["../..", ".."]
  .map((up) => join(__dirname, up, "init-scripts", nodeTraffic.scriptName))
  .find((path) => existsSync(path)) as string;

/** Puts the script where clusters read it and only administrators write it, and says where. */
export function placeScript(
  name: string,
  script: string,
  volumePath: pulumi.Input<string> | undefined,
  readers: pulumi.Input<string>[],
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const contentBase64 = Buffer.from(script).toString("base64");
  if (volumePath !== undefined) {
    const path = pulumi.interpolate`${volumePath}/${nodeTraffic.scriptName}`;
    return new databricks.File(`${name}-script`, { path, contentBase64 }, child).path;
  }
  const file = new databricks.WorkspaceFile(
    `${name}-script`,
    // Not below /Shared, where every user may write.
    { path: `/hardened-databricks/${name}/${nodeTraffic.scriptName}`, contentBase64 },
    child,
  );
  new databricks.Permissions(
    `${name}-script-readers`,
    { workspaceFilePath: file.path, accessControls: readers.map((principal) => ({ groupName: principal, permissionLevel: "CAN_READ" })) },
    child,
  );
  return file.path;
}
