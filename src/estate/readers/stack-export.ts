import { isObject } from "../../azure/dialects/properties";
import type { EstateInput } from "../estate";
import { type PulumiResource, recordsOf } from "../pulumi-records";

/** The versions of Pulumi's state that this reader was written against. */
const knownVersions = [1, 2, 3, 4];

type Standing = PulumiResource & { delete?: boolean };

/** What holds the resources: an export's `deployment`, or the latest state in a checkpoint file of a backend. */
function stateOf(document: unknown): Record<string, unknown> | undefined {
  if (!isObject(document)) return undefined;
  const state = isObject(document.checkpoint) ? document.checkpoint.latest : document.deployment;
  return isObject(state) && ("manifest" in state || Array.isArray(state.resources)) ? state : undefined;
}

/** Whether a JSON document is what `pulumi stack export` prints, or a checkpoint file of a backend. */
export const isStackExport = (document: unknown): boolean => stateOf(document) !== undefined;

/** Reads what `pulumi stack export` prints: what stands, as the provider last saw it. What is unfinished is told as a gap. */
export function readStackExport(document: unknown): EstateInput {
  const state = stateOf(document) as { resources?: unknown; pending_operations?: unknown };
  const { version } = document as { version?: unknown };
  const resources = (Array.isArray(state.resources) ? state.resources : []).filter(isStanding);
  const standing = resources.filter((resource) => !resource.delete);
  const leaving = resources.filter((resource) => resource.delete && resource.custom !== false);
  const pending = Array.isArray(state.pending_operations) ? state.pending_operations.length : 0;
  const gaps = [
    ...(typeof version === "number" && !knownVersions.includes(version)
      ? [`the state is of version ${version}, which nobody here knows: versions up to 4 are read`]
      : []),
    ...(pending > 0
      ? [`${pending} operations were not finished when the state was written: run \`pulumi refresh\`, and export it again`]
      : []),
    ...(leaving.length > 0
      ? [
          `${leaving.length} resources wait for their deletion and stand until then (${leaving[0]?.urn.split("::").pop()}): run \`pulumi up\`, and export it again`,
        ]
      : []),
  ];
  const stack = standing
    .find((resource) => resource.type === "pulumi:pulumi:Stack")
    ?.urn.split("::")
    .pop();
  return { name: stack ?? "stack", records: recordsOf(standing), gaps };
}

/** A resource needs a URN and a type; what has neither tells nothing. */
const isStanding = (resource: unknown): resource is Standing =>
  isObject(resource) && typeof resource.urn === "string" && typeof resource.type === "string";
