import type { Verdict } from "../links/verdict";
import { toJson } from "./json";
import { toText } from "./text";

/** The forms that a report comes in. */
export const reportFormats = ["text", "json"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What a reader of the text wants to see. */
export interface ReportOptions {
  /** Whether to list passing and inapplicable findings too. */
  everything?: boolean;
  /** Whether to colour the text for a terminal. */
  colour?: boolean;
}

const writers: Record<ReportFormat, (verdicts: Verdict[], options: ReportOptions) => string> = { text: toText, json: toJson };

/** Writes verdicts in one of the formats, ending with a line break. */
export function formatReport(format: ReportFormat, verdicts: Verdict[], options: ReportOptions = {}): string {
  return writers[format](verdicts, options);
}
