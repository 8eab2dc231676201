import type { Deployment } from "../deployment/deployment";
import { isServerless } from "../deployment/queries";
import type { DeployedResource } from "../deployment/resource";
import { UnknownValueError } from "../deployment/value";
import type { WireResult } from "../wire/result";
import { workspaces } from "./subjects";

/**
 * Whether a result is of a workspace; undefined where the result does not say.
 * @throws UnknownValueError where the deployment's own address and number are not known yet.
 */
export function isResultOf({ report }: WireResult, workspace: DeployedResource): boolean | undefined {
  const host = (url: string) =>
    url
      .toLowerCase()
      .replace(/^https:\/\//, "")
      .replace(/\/$/, "");
  const { url, id } = report.workspace;
  const own = { url: workspace.text("workspaceUrl"), id: workspace.text("workspaceId") };
  const compared = [
    ...(url !== null && own.url !== undefined ? [host(url) === host(own.url)] : []),
    ...(id !== null && own.id !== undefined ? [id === own.id] : []),
  ];
  return compared.length === 0 ? undefined : compared.every((same) => same);
}

/** Whether a result may be of one of a deployment's workspaces: only what is known to be another's is not. */
export function coversWorkspaceOf(result: WireResult, deployment: Deployment): boolean {
  return workspaces(deployment).some((workspace) => {
    try {
      return !isServerless(workspace) && isResultOf(result, workspace) !== false;
    } catch (error) {
      if (error instanceof UnknownValueError) return true;
      throw error;
    }
  });
}
