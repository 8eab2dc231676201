import { createHash } from "node:crypto";

/** A UUID that is always the same for the same text: two runs of a program then differ in nothing. */
export function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text.toLowerCase()).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
