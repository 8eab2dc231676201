/** What a reader of a report wants to see. */
export interface ReportOptions {
  /** Whether to list passing and inapplicable findings too. Defaults to false. */
  everything?: boolean;
  /** Whether to colour the text for a terminal. Defaults to false. */
  colour?: boolean;
}
