import { isObject } from "../../azure/dialects/properties";
import type { EstateInput } from "../estate";
import { type PulumiResource, recordsOf } from "../pulumi-records";

type State = Omit<PulumiResource, "urn">;

interface PreviewStep {
  op: string;
  urn: string;
  oldState?: State;
  newState?: State;
}

/** Whether a JSON document is what `pulumi preview --json` prints. */
export function isPreview(document: unknown): boolean {
  return isObject(document) && Array.isArray(document.steps);
}

/** Reads what `pulumi preview --json` prints: what would stand, with unknowns for what only an update will know. */
export function readPreview(document: unknown): EstateInput {
  const { steps: told, changeSummary } = document as { steps: unknown[]; changeSummary?: unknown };
  const steps = told.filter(isStep).filter((step) => !/delete|discard|remove/.test(step.op));
  const planned = new Map<string, PulumiResource>();
  const refreshed = new Set<string>();
  for (const { op, urn, oldState, newState } of steps) {
    // A refresh tells what stands; what is planned after it has the last word.
    if (planned.has(urn) && !refreshed.has(urn)) continue;
    // An unchanged resource's new state has neither id nor answers: its old one has.
    const state = op === "same" ? (oldState ?? newState) : newState;
    if (!state) continue;
    planned.set(urn, { ...state, id: state.id ?? (/replace/.test(op) ? undefined : oldState?.id), urn });
    if (op === "refresh") refreshed.add(urn);
    else refreshed.delete(urn);
  }
  const unchanged = isObject(changeSummary) && typeof changeSummary.same === "number" ? changeSummary.same : 0;
  const shown = steps.filter((step) => step.op === "same").length;
  const gaps =
    unchanged > shown
      ? [`the preview leaves out ${unchanged - shown} unchanged resources: run \`pulumi preview --json --show-sames\``]
      : [];
  const stack = steps[0]?.urn.split("::")[0]?.split(":").pop();
  return { name: stack ?? "preview", records: recordsOf([...planned.values()]), gaps };
}

const isStep = (step: unknown): step is PreviewStep => isObject(step) && typeof step.op === "string" && typeof step.urn === "string";
