import { databricksTypes } from "../azure/databricks-types";
import { inWorkspace } from "../estate/queries";
import type { Resource } from "../estate/resource";
import type { Scope } from "../estate/scope";
import { fail, type Outcome, pass, show } from "./rule";

/** A setting of a workspace, as text; undefined where the deployment sets none: Databricks' default then holds. */
export function workspaceSetting(scope: Scope, workspace: Resource, name: string): string | undefined {
  for (const conf of inWorkspace(scope, workspace, databricksTypes.workspaceConf)) {
    const value = conf.value(`customConfig.${name}`);
    if (value !== undefined) return String(value);
  }
  return undefined;
}

/** Judges settings of the workspace: each must have its value. */
export function expectSettings(workspace: Resource, scope: Scope, wanted: Record<string, string>): Outcome {
  for (const [name, value] of Object.entries(wanted)) {
    const seen = workspaceSetting(scope, workspace, name);
    if (seen !== value) return fail(`${name} of ${workspace.label} is ${show(seen)}`, show(value));
  }
  return pass(
    Object.entries(wanted)
      .map(([name, value]) => `${name} is ${show(value)}`)
      .join(", "),
  );
}
