/** A refusal of the local Azure, with the code that Azure Resource Manager uses for it. */
export class AzureError extends Error {
  readonly code: string;
  /** HTTP status; 400 unless said otherwise. */
  readonly status: number;
  /** The property that is wrong, where one is. */
  readonly property?: string;

  constructor(code: string, message: string, options: { status?: number; property?: string } = {}) {
    super(`Code="${code}" Message="${message}"`);
    this.name = "AzureError";
    this.code = code;
    this.status = options.status ?? 400;
    if (options.property) this.property = options.property;
  }
}
