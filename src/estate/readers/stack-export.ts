import type { EstateInput } from "../estate";
import { type PulumiResource, recordsOf } from "../pulumi-records";

/** Whether a JSON document is what `pulumi stack export` prints. */
export function isStackExport(document: unknown): boolean {
  const deployment = (document as { deployment?: { manifest?: unknown; resources?: unknown } } | null)?.deployment;
  return typeof deployment === "object" && deployment !== null && ("manifest" in deployment || Array.isArray(deployment.resources));
}

/** Reads what `pulumi stack export` prints: what stands, as the provider last saw it. */
export function readStackExport(document: unknown): EstateInput {
  const { resources } = (document as { deployment: { resources?: (PulumiResource & { delete?: boolean })[] } }).deployment;
  const standing = (resources ?? []).filter((resource) => !resource.delete);
  const stack = standing
    .find((resource) => resource.type === "pulumi:pulumi:Stack")
    ?.urn.split("::")
    .pop();
  return { name: stack ?? "stack", records: recordsOf(standing) };
}
