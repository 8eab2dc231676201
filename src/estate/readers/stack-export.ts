import type { ResourceRecord } from "../resource";
import { Scope } from "../scope";
import { deploymentType, profileOf, toProperties, workspaceFinder } from "./records";

interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  custom?: boolean;
  /** Whether it was only read. */
  external?: boolean;
  provider?: string;
  delete?: boolean;
  inputs?: unknown;
  outputs?: unknown;
}

/** Whether a JSON document is what `pulumi stack export` prints. */
export function isStackExport(document: unknown): boolean {
  const scope = (document as { deployment?: { manifest?: unknown; resources?: unknown } } | null)?.deployment;
  return typeof scope === "object" && scope !== null && ("manifest" in scope || Array.isArray(scope.resources));
}

/** Reads what `pulumi stack export` prints: what stands, as the provider last saw it. */
export function readStackExport(document: unknown): Scope {
  const exported = ((document as { deployment: { resources?: ExportedResource[] } }).deployment.resources ?? []).filter((r) => !r.delete);
  const records: ResourceRecord[] = [];
  const workspaceOf = workspaceFinder(exported);
  for (const resource of exported) {
    const type = deploymentType(resource.type);
    if (!type) continue;
    records.push({
      key: resource.urn,
      name: resource.urn.split("::").pop() as string,
      type,
      ...(resource.id ? { id: resource.id } : {}),
      properties: toProperties(resource.inputs, resource.outputs),
      workspaceId: workspaceOf(resource),
      isForeign: resource.external === true,
    });
  }
  const stack = exported
    .find((r) => r.type === "pulumi:pulumi:Stack")
    ?.urn.split("::")
    .pop();
  return new Scope(stack ?? "stack", records, profileOf(exported));
}
