import type { ResourceRecord } from "../resource";
import { Scope } from "../scope";
import { deploymentType, profileOf, toProperties, workspaceFinder } from "./records";

interface PreviewStep {
  op: string;
  urn: string;
  newState?: { type: string; id?: string; provider?: string; external?: boolean; inputs?: unknown; outputs?: unknown };
}

/** Whether a JSON document is what `pulumi preview --json` prints. */
export function isPreview(document: unknown): boolean {
  return typeof document === "object" && document !== null && Array.isArray((document as { steps?: unknown }).steps);
}

/** Reads what `pulumi preview --json` prints: what would stand, with unknowns for what only an update will know. */
export function readPreview(document: unknown): Scope {
  const steps = (document as { steps: PreviewStep[] }).steps.filter((step) => step.newState && !/delete|discard|remove/.test(step.op));
  const records: ResourceRecord[] = [];
  const workspaceOf = workspaceFinder(steps.flatMap(({ urn, newState }) => (newState ? [{ ...newState, urn }] : [])));
  const seen = new Set<string>();
  for (const { urn, newState } of steps) {
    const type = newState && deploymentType(newState.type);
    if (!newState || !type || seen.has(urn)) continue;
    seen.add(urn);
    records.push({
      key: urn,
      name: urn.split("::").pop() as string,
      type,
      ...(newState.id ? { id: newState.id } : {}),
      properties: toProperties(newState.inputs, newState.outputs),
      workspaceId: workspaceOf(newState),
      isForeign: newState.external === true,
    });
  }
  const stack = steps[0]?.urn.split("::")[1];
  return new Scope(stack ?? "preview", records, profileOf(steps.flatMap((step) => step.newState ?? [])));
}
