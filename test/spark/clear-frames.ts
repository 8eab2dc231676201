import type { WireRecord } from "./capture";

/**
 * Counts Spark's frames in clear in what was on the wire: each direction of each connection is read from its first byte, frame by
 * frame, as `TransportFrameDecoder` and `MessageEncoder` have it (int64 length, itself included; int8 type; message). Where the
 * bytes are no frame any more, encryption has begun. The messages that encryption or authentication begins with are not counted.
 */
export function clearFrames(record: WireRecord): number {
  return record.streams.reduce((sum, stream) => sum + clearFramesOf(stream.bytes), 0);
}

const types = { chunkFetchSuccess: 1, rpcRequest: 3, rpcResponse: 4, streamResponse: 7, oneWay: 9, last: 12 } as const;
/** The first byte of a body that is `SaslMessage` or `AuthMessage`. */
const handshakeTags = [0xea, 0xfb];

/** The frames in clear of one direction of one connection. */
export function clearFramesOf(bytes: Buffer): number {
  let frames = 0;
  let handshake = true;
  for (let at = 0; at + 9 <= bytes.length; ) {
    const length = Number(bytes.readBigInt64BE(at));
    const type = bytes[at + 8] as number;
    if (length < 9 || length > 2 ** 31 - 1 || type > types.last) break;
    const body = bodyOf(bytes, at, length, type);
    if (body === undefined) break;
    const tag = bytes[body];
    const isHandshake =
      handshake &&
      ((type === types.rpcRequest && (tag === undefined || handshakeTags.includes(tag))) ||
        (type === types.rpcResponse && isHandshakeAnswer(bytes, body)));
    if (!isHandshake) {
      frames++;
      handshake = false;
    }
    at += length + dataAfter(bytes, at, type);
  }
  return frames;
}

/** Where a frame's body begins, or undefined where its inner lengths do not agree with its length. */
function bodyOf(bytes: Buffer, at: number, length: number, type: number): number | undefined {
  if (type === types.rpcRequest || type === types.rpcResponse) {
    if (length < 21 || at + 21 > bytes.length) return undefined;
    return bytes.readInt32BE(at + 17) === length - 21 ? at + 21 : undefined;
  }
  if (type === types.oneWay) return at + 13 <= bytes.length && bytes.readInt32BE(at + 9) === length - 13 ? at + 13 : undefined;
  if (type === types.chunkFetchSuccess) return length >= 21 ? at + 21 : undefined;
  if (type === types.streamResponse) return at + 13 <= bytes.length && length === 21 + bytes.readInt32BE(at + 9) ? at + 13 : undefined;
  return at + 9;
}

/** Bytes of data that follow a frame without being counted in its length. */
function dataAfter(bytes: Buffer, at: number, type: number): number {
  if (type !== types.streamResponse) return 0;
  const name = bytes.readInt32BE(at + 9);
  return at + 21 + name <= bytes.length ? Number(bytes.readBigInt64BE(at + 13 + name)) : 0;
}

/** Whether an answer is AuthEngine's, or SASL's challenge or last word (DIGEST-MD5), rather than an answer to a call. */
function isHandshakeAnswer(bytes: Buffer, body: number): boolean {
  return bytes[body] === 0xfb || /^(realm=|nonce=|rspauth=|charset=)/.test(bytes.toString("latin1", body, body + 10));
}
