import { createHash } from "node:crypto";
import { databricksTypes } from "../azure/databricks-types";
import { nodeTraffic } from "../azure/node-traffic";
import type { Resource } from "./resource";
import type { Scope } from "./scope";

/** How a policy limits one attribute of clusters. */
export interface PolicyLimit {
  type?: string;
  value?: unknown;
  defaultValue?: unknown;
  values?: unknown[];
  pattern?: string;
  minValue?: number;
  maxValue?: number;
}

/** The limits of a cluster policy by attribute; none where its definition is no JSON object. @throws UnknownValueError where it is unknown. */
export function policyLimits(policy: Resource): Record<string, PolicyLimit> {
  try {
    const parsed: unknown = JSON.parse(policy.text("definition") ?? "{}");
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, PolicyLimit>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Where a policy pins its first init script; undefined where it pins none. */
export function pinnedScript(policy: Resource): { kind: string; path: string } | undefined {
  for (const [attribute, limit] of Object.entries(policyLimits(policy))) {
    const kind = /^init_scripts\.0\.(\w+)\.destination$/.exec(attribute)?.[1];
    if (kind && limit.type === "fixed" && typeof limit.value === "string") return { kind, path: limit.value };
  }
  return undefined;
}

/** Whether a policy pins the script that encrypts traffic between nodes. */
export function pinsEncryption(policy: Resource): boolean {
  return pinnedScript(policy)?.path.endsWith(`/${nodeTraffic.scriptName}`) ?? false;
}

/** The cluster policies of a deployment. */
export const clusterPolicies = (scope: Scope): Resource[] => scope.ofType(databricksTypes.clusterPolicy);

/** The copies of the encryption script that a deployment puts into workspaces and volumes. */
export function encryptionScripts(scope: Scope): Resource[] {
  return [databricksTypes.workspaceFile, databricksTypes.file]
    .flatMap((type) => scope.ofType(type))
    .filter((file) => file.text("path")?.endsWith(`/${nodeTraffic.scriptName}`));
}

/** SHA-256 of a file's content, in hexadecimal; undefined where it is given by a path on somebody's disk. */
export function contentDigest(file: Resource): string | undefined {
  const content = file.text("contentBase64");
  return content === undefined ? undefined : createHash("sha256").update(Buffer.from(content, "base64")).digest("hex");
}
