import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { CheckProblem, InputDiff, LocalProvider } from "./provider";
import randomShapes from "./shapes/random.json";
import type { ResourceShape, ShapeTable } from "./shapes/shape";
import { validateShape } from "./shapes/validate";
import { diffInputs } from "./simple-diff";
import { asProperties, type Properties, unknownSentinel } from "./unknown";

const characters = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numeric: "0123456789",
  special: "!@#$%&*()-_=+[]{}<>:?",
};

/** The random provider: real random values, made here, kept in the stack's state as the original does. */
export class LocalRandom implements LocalProvider {
  readonly name = "random";
  readonly isStateless = true;
  readonly #table = randomShapes as unknown as ShapeTable;

  check(token: string, _logicalName: string, news: Properties): { inputs: Properties; problems: CheckProblem[] } {
    return {
      inputs: news,
      problems: validateShape(this.#table, this.#shape(token), news).map((p) => ({ property: p.property, reason: p.message })),
    };
  }

  diff(_token: string, olds: Properties, news: Properties): InputDiff {
    return diffInputs(olds, news, () => true);
  }

  preview(token: string, inputs: Properties, oldOutputs?: Properties): Properties {
    return Object.fromEntries(this.#shape(token).outputs.map((name) => [name, inputs[name] ?? oldOutputs?.[name] ?? unknownSentinel]));
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

  read(): undefined {
    return undefined;
  }

  async update(_token: string, _id: string, inputs: Properties): Promise<Properties> {
    return inputs;
  }

  async delete(): Promise<void> {}

  invoke(token: string): Properties {
    throw new Error(`the local random provider has no function '${token}'`);
  }

  #shape(token: string): ResourceShape {
    const shape = this.#table.resources[token];
    if (!shape)
      throw new Error(`the local random provider does not serve '${token}'; it serves: ${Object.keys(this.#table.resources).join(", ")}`);
    return shape;
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
