import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../../components";

/** Constructs a component whose arguments are wrong, and says what it threw; fails where anything was registered. */
export async function refusedBy(construct: () => unknown): Promise<ArgumentError> {
  const registered: string[] = [];
  await pulumi.runtime.setMocks({
    newResource: (args) => {
      registered.push(args.name);
      return { id: args.name, state: args.inputs };
    },
    call: (args) => args.inputs,
  });
  let thrown: unknown;
  try {
    construct();
  } catch (error) {
    thrown = error;
  }
  await pulumi.runtime.disconnect();
  expect(thrown).toBeInstanceOf(ArgumentError);
  expect(pulumi.RunError.isInstance(thrown)).toBe(true);
  expect(registered).toEqual([]);
  return thrown as ArgumentError;
}
