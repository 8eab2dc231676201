import type { Verdict } from "../links/verdict";
import { toJson } from "./json";
import type { ReportOptions } from "./options";
import { toText } from "./text";

/** The forms that a report comes in. */
export const reportFormats = ["text", "json"] as const;
export type ReportFormat = (typeof reportFormats)[number];

const writers: Record<ReportFormat, (verdicts: Verdict[], options: ReportOptions) => string> = { text: toText, json: toJson };

/** Writes verdicts in one of the formats, ending with a line break. */
export function formatReport(format: ReportFormat, verdicts: Verdict[], options: ReportOptions = {}): string {
  return writers[format](verdicts, options);
}
