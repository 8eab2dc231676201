import type { Verdict } from "../links/verdict";
import type { ReportOptions } from "./options";

/** The version of the JSON form; it changes when a field is taken away or means something else. */
export const jsonVersion = 1;

/** Verdicts as JSON: `{ version, deployments: [ { name, profile, links: [ { link, verdict, note, findings } ] } ], exceptions }`. */
export function toJson(verdicts: Verdict[], options: ReportOptions = {}): string {
  const exceptions = options.exceptions ?? [];
  return `${JSON.stringify({ version: jsonVersion, deployments: verdicts, exceptions }, null, 2)}\n`;
}
