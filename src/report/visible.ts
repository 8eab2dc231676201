/** The longest text that a report quotes. */
const longest = 1_000;

/**
 * Text that a terminal or a page cannot take for anything else: control characters, line breaks and marks of direction are written out, and
 * what is too long is cut.
 */
export function visible(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
  return [...cut].map((character) => (isHidden(character.codePointAt(0) as number) ? written(character) : character)).join("");
}

/** C0 and C1 controls, line and paragraph separators, marks of direction, invisible tags. */
const isHidden = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code < 0xa0) ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x2069) ||
  code === 0xfeff ||
  (code >= 0xe0000 && code <= 0xe007f);

const written = (character: string): string => `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
