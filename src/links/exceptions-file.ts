import { z } from "zod";
import type { Exception } from "./exceptions";
import { ruleById } from "./index";

/** An exceptions file that cannot be taken: says which file, which entry, what is wrong and what is allowed. */
export class ExceptionsFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ExceptionsFileError";
  }
}

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day such as 2027-03-31")
  .refine((text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text), "is no day of the calendar");

const schema = z.strictObject({
  exceptions: z.array(
    z.strictObject({
      rule: z.string().refine((id) => ruleById(id) !== undefined, "is no rule: `hardened-databricks rules` lists them"),
      resource: z.string().min(1, "must name a resource, or a pattern such as 'lake-*'"),
      reason: z.string().trim().min(10, "must say why, in 10 characters or more"),
      expires: day,
    }),
  ),
});

/**
 * Reads an exceptions file: `{ "exceptions": [ { "rule", "resource", "reason", "expires" } ] }`.
 * @param name - the file's name, for messages.
 * @throws ExceptionsFileError where it is no JSON, or an entry is wrong.
 */
export function parseExceptions(name: string, text: string): Exception[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new ExceptionsFileError(`${name} is no JSON: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data.exceptions;
  const [issue] = parsed.error.issues;
  const at = (issue?.path ?? []).map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const value = (issue?.path ?? []).reduce<unknown>((found, part) => (found as Record<PropertyKey, unknown> | undefined)?.[part], document);
  const shown = value === undefined || typeof value === "object" ? "" : ` is '${String(value)}', which`;
  throw new ExceptionsFileError(`${name}: ${at.replace(/^\./, "") || "the document"}${shown} ${wording(issue?.message ?? "")}`);
}

/** Zod's messages for what is missing or too much, in the words of ours. */
function wording(message: string): string {
  if (/expected \w+, received undefined/.test(message)) return "is missing: an exception has rule, resource, reason and expires";
  const unknown = /Unrecognized keys?: (.*)/.exec(message)?.[1];
  return unknown
    ? `has ${unknown}, which is not known: allowed are rule, resource, reason and expires`
    : message.replace(/^Invalid input: /, "must be ");
}
