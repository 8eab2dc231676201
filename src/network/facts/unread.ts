/** In the place of a value that nobody has read: why, in a sentence. */
export interface Unread {
  unread: string;
}

/** A value, or why it is not known. */
export type Known<T> = T | Unread;

/** Whether a value is unknown. */
export function isUnread(value: unknown): value is Unread {
  return typeof value === "object" && value !== null && typeof (value as Unread).unread === "string";
}
