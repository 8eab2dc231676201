import type { EstateInput } from "../estate";
import { type PulumiResource, recordsOf } from "../pulumi-records";

interface PreviewStep {
  op: string;
  urn: string;
  newState?: Omit<PulumiResource, "urn">;
}

/** Whether a JSON document is what `pulumi preview --json` prints. */
export function isPreview(document: unknown): boolean {
  return typeof document === "object" && document !== null && Array.isArray((document as { steps?: unknown }).steps);
}

/** Reads what `pulumi preview --json` prints: what would stand, with unknowns for what only an update will know. */
export function readPreview(document: unknown): EstateInput {
  const { steps } = document as { steps: PreviewStep[] };
  const planned = new Map<string, PulumiResource>();
  for (const { op, urn, newState } of steps)
    if (newState && !/delete|discard|remove/.test(op) && !planned.has(urn)) planned.set(urn, { ...newState, urn });
  const resources = [...planned.values()];
  const stack = steps
    .find((step) => !/delete|discard|remove/.test(step.op))
    ?.urn.split("::")[0]
    ?.split(":")
    .pop();
  return { name: stack ?? "preview", records: recordsOf(resources) };
}
