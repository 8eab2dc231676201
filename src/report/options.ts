import type { ExceptionUse } from "../links/exceptions";

/** What a reader of a report wants to see. */
export interface ReportOptions {
  /** Whether to list passing and inapplicable findings too. Defaults to false. */
  everything?: boolean;
  /** Whether to colour the text for a terminal. Defaults to false. */
  colour?: boolean;
  /** The exceptions that were applied, and what became of them. Defaults to none. */
  exceptions?: ExceptionUse[];
  /** The version of the tool, for reports that name it. */
  version?: string;
  /** The day of the report, as YYYY-MM-DD. Defaults to none: the report then names no day. */
  day?: string;
}
