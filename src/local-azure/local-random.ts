import { randomBytes, randomInt, randomUUID } from "node:crypto";
import randomShapes from "./shapes/random.json";
import { StatelessProvider } from "./stateless-provider";
import { asProperties, type Properties } from "./unknown";

const characters = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numeric: "0123456789",
  special: "!@#$%&*()-_=+[]{}<>:?",
};

/** The random provider: real random values, made here, kept in the stack's state as the original does. */
export class LocalRandom extends StatelessProvider {
  readonly name = "random";

  constructor() {
    super(randomShapes);
  }

  async create(token: string, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    switch (token) {
      case "random:index/randomBytes:RandomBytes": {
        const bytes = randomBytes(Number(inputs.length));
        return { id: "none", outputs: { ...inputs, base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
      }
      case "random:index/randomId:RandomId": {
        const bytes = randomBytes(Number(inputs.byteLength));
        const prefix = typeof inputs.prefix === "string" ? inputs.prefix : "";
        const id = bytes.toString("base64url");
        return {
          id,
          outputs: {
            ...inputs,
            b64Std: prefix + bytes.toString("base64"),
            b64Url: prefix + id,
            hex: prefix + bytes.toString("hex"),
            dec: prefix + BigInt(`0x${bytes.toString("hex")}`),
          },
        };
      }
      case "random:index/randomPassword:RandomPassword":
      case "random:index/randomString:RandomString": {
        const result = randomText(inputs);
        return { id: token.includes("Password") ? "none" : result, outputs: { ...inputs, result } };
      }
      default: {
        const result = randomUUID();
        return { id: result, outputs: { ...inputs, result } };
      }
    }
  }
}

/** A text of the length and from the kinds of characters asked for, with at least as many of each kind as asked for. */
function randomText(inputs: Properties): string {
  const pools = { ...characters, ...(typeof inputs.overrideSpecial === "string" ? { special: inputs.overrideSpecial } : {}) };
  const kinds = (Object.keys(pools) as (keyof typeof pools)[]).filter(
    (kind) => inputs[kind] !== false && asProperties(inputs)[kind] !== false,
  );
  const pick = (pool: string) => pool[randomInt(pool.length)] as string;
  const result: string[] = [];
  for (const kind of kinds) {
    const minimum = Number(inputs[`min${kind[0]?.toUpperCase()}${kind.slice(1)}`] ?? 0);
    for (let i = 0; i < minimum; i++) result.push(pick(pools[kind]));
  }
  const all = kinds.map((kind) => pools[kind]).join("");
  while (result.length < Number(inputs.length)) result.push(pick(all));
  for (let i = result.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [result[i], result[j]] = [result[j] as string, result[i] as string];
  }
  return result.join("");
}
