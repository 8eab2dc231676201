import { randomBytes } from "node:crypto";
import { clearFramesOf } from "../../spark/clear-frames";

/** A frame as Spark's MessageEncoder writes it; `behind` is data that its length does not count. */
function frame(type: number, message: Buffer, behind = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeBigInt64BE(BigInt(9 + message.length));
  head.writeInt8(type, 8);
  return Buffer.concat([head, message, behind]);
}
const int32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer).reverse();
const int64 = (value: number) => Buffer.concat([int32(0), int32(value)]);
const call = (type: 3 | 4, body: Buffer) => frame(type, Buffer.concat([int64(7), int32(body.length), body]));
const oneWay = (body: string) => frame(9, Buffer.concat([int32(body.length), Buffer.from(body)]));
const auth = Buffer.from([0xfb, 1, 2, 3]);

describe("frames of Spark in clear, counted in a capture", () => {
  test("each frame of a plain connection counts", () => {
    expect(clearFramesOf(Buffer.concat([oneWay("a"), call(3, Buffer.from("call")), call(4, Buffer.from("answer"))]))).toBe(3);
  });

  test("what AES begins with does not count, and what follows is no frame", () => {
    expect(clearFramesOf(Buffer.concat([call(3, auth), Buffer.concat([int64(400), Buffer.from([24]), randomBytes(391)])]))).toBe(0);
    expect(clearFramesOf(Buffer.concat([call(4, auth), randomBytes(400)]))).toBe(0);
  });

  test("after authentication alone everything counts", () => {
    const challenge = Buffer.from('realm="default",nonce="x",qop="auth"');
    expect(clearFramesOf(Buffer.concat([call(4, challenge), call(4, Buffer.from("answer")), oneWay("b")]))).toBe(2);
    expect(clearFramesOf(Buffer.concat([call(3, Buffer.from([0xea, 0])), call(3, Buffer.from("call"))]))).toBe(1);
  });

  test("a stream's data is passed over, whatever it holds", () => {
    const name = Buffer.from("/files/a");
    const response = frame(7, Buffer.concat([int32(name.length), name, int64(50)]), Buffer.alloc(50, 1));
    // The length of a StreamResponse counts its name and the eight bytes that hold the length of the data.
    expect(clearFramesOf(Buffer.concat([response, oneWay("c")]))).toBe(2);
  });

  test("a TLS record and random bytes are no frames", () => {
    expect(clearFramesOf(Buffer.concat([Buffer.from([0x16, 3, 1, 0, 200]), randomBytes(200)]))).toBe(0);
    expect(clearFramesOf(Buffer.alloc(0))).toBe(0);
  });
});
