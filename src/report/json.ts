import type { Verdict } from "../links/verdict";

/** The version of the JSON form; it changes when a field is taken away or means something else. */
export const jsonVersion = 1;

/** Verdicts as JSON: `{ version, deployments: [ { name, links: [ { link, verdict, findings } ] } ] }`. */
export function toJson(verdicts: Verdict[]): string {
  return `${JSON.stringify({ version: jsonVersion, deployments: verdicts }, null, 2)}\n`;
}
