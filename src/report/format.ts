import type { Verdict } from "../links/verdict";
import { toHtml } from "./html";
import { toJson } from "./json";
import { toJunit } from "./junit";
import { toMarkdown } from "./markdown";
import type { ReportOptions } from "./options";
import { toSarif } from "./sarif";
import { toText } from "./text";

/** The forms that a report comes in. */
export const reportFormats = ["text", "json", "html", "sarif", "junit", "markdown"] as const;
export type ReportFormat = (typeof reportFormats)[number];

const writers: Record<ReportFormat, (verdicts: Verdict[], options: ReportOptions) => string> = {
  text: toText,
  json: toJson,
  html: toHtml,
  sarif: toSarif,
  junit: toJunit,
  markdown: toMarkdown,
};

/** Writes verdicts in one of the formats, ending with a line break. */
export function formatReport(format: ReportFormat, verdicts: Verdict[], options: ReportOptions = {}): string {
  return writers[format](verdicts, options);
}
