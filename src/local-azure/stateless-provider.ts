import { unknownSentinel } from "../azure/pulumi-wire";
import type { CheckProblem, InputDiff, LocalProvider } from "./provider";
import type { ResourceShape, ShapeTable } from "./shapes/shape";
import { validateShape } from "./shapes/validate";
import { diffInputs } from "./simple-diff";
import type { Properties } from "./unknown";

/** A provider whose resources live in the stack's state alone: values that are made once and kept. Every change makes them anew. */
export abstract class StatelessProvider implements LocalProvider {
  abstract readonly name: string;
  readonly isStateless = true;
  readonly #table: ShapeTable;

  constructor(table: unknown) {
    this.#table = table as ShapeTable;
  }

  /** Makes the values of a resource. */
  abstract create(token: string, inputs: Properties): Promise<{ id: string; outputs: Properties }>;

  check(token: string, _logicalName: string, news: Properties): { inputs: Properties; problems: CheckProblem[] } {
    const problems = validateShape(this.#table, this.#shape(token), news).map((p) => ({ property: p.property, reason: p.message }));
    return { inputs: news, problems };
  }

  diff(_token: string, olds: Properties, news: Properties): InputDiff {
    return diffInputs(olds, news, () => true);
  }

  preview(token: string, inputs: Properties, oldOutputs?: Properties): Properties {
    return Object.fromEntries(this.#shape(token).outputs.map((name) => [name, inputs[name] ?? oldOutputs?.[name] ?? unknownSentinel]));
  }

  read(): undefined {
    return undefined;
  }

  async update(_token: string, _id: string, inputs: Properties): Promise<Properties> {
    return inputs;
  }

  async delete(): Promise<void> {}

  invoke(token: string): Properties {
    throw new Error(`the local ${this.name} provider has no function '${token}'`);
  }

  #shape(token: string): ResourceShape {
    const shape = this.#table.resources[token];
    if (!shape) {
      throw new Error(
        `the local ${this.name} provider does not serve '${token}'; it serves: ${Object.keys(this.#table.resources).join(", ")}`,
      );
    }
    return shape;
  }
}
