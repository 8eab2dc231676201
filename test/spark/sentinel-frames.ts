/** A Spark frame in clear text. */
export const frame = (type: number, body: string): string => {
  const message = Buffer.from(body, "hex");
  const head = Buffer.alloc(9);
  head.writeBigInt64BE(BigInt(9 + message.length));
  head.writeInt8(type, 8);
  return Buffer.concat([head, message]).toString("hex");
};
/** A whole message of Spark's that wants no answer. */
export const oneWay = frame(9, "00000004deadbeef");
