import { databricksTypes } from "../azure/databricks-types";
import type { Deployment } from "../deployment/deployment";
import { inWorkspace } from "../deployment/queries";
import type { DeployedResource } from "../deployment/resource";
import { fail, type Outcome, pass, show } from "./rule";

/** A setting of a workspace, as text; undefined where the deployment sets none: Databricks' default then holds. */
export function workspaceSetting(deployment: Deployment, workspace: DeployedResource, name: string): string | undefined {
  for (const conf of inWorkspace(deployment, workspace, databricksTypes.workspaceConf)) {
    const value = conf.value(`customConfig.${name}`);
    if (value !== undefined) return String(value);
  }
  return undefined;
}

/** Judges settings of the workspace: each must have its value. */
export function expectSettings(workspace: DeployedResource, deployment: Deployment, wanted: Record<string, string>): Outcome {
  for (const [name, value] of Object.entries(wanted)) {
    const seen = workspaceSetting(deployment, workspace, name);
    if (seen !== value) return fail(`${name} of ${workspace.label} is ${show(seen)}`, show(value));
  }
  return pass(
    Object.entries(wanted)
      .map(([name, value]) => `${name} is ${show(value)}`)
      .join(", "),
  );
}
