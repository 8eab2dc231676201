import { gunzipSync } from "node:zlib";
import { UnreadableInputError } from "./unreadable";

/** The most that a compressed input may unpack to. */
const most = 1 << 30;

/** The text in a file's bytes: gzip unpacked, and UTF-16 and UTF-8 told apart by their byte-order marks, as PowerShell writes them. */
export function decode(name: string, bytes: Buffer): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(name, bytes) : bytes;
  if (plain[0] === 0xff && plain[1] === 0xfe) return new TextDecoder("utf-16le").decode(plain);
  if (plain[0] === 0xfe && plain[1] === 0xff) return new TextDecoder("utf-16be").decode(plain);
  return new TextDecoder("utf-8").decode(plain);
}

function unpacked(name: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    throw new UnreadableInputError(`${name} is gzip that cannot be unpacked (${(error as NodeJS.ErrnoException).code ?? "broken"})`);
  }
}
