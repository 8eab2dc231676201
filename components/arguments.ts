import * as pulumi from "@pulumi/pulumi";
import { nameProblem } from "../src/azure/name-rules";
import type { ResourceTypeNames } from "../src/azure/resource-types";

/** A wrong argument of a component: which one, what was given, and what to do. No resource has been registered yet. */
export class ArgumentError extends pulumi.RunError {
  /** The component, with its name: `ClusterNetwork 'main-network'`. */
  readonly component: string;
  /** The argument, dotted where it is nested. */
  readonly argument: string;

  constructor(component: string, argument: string, problem: string) {
    super(`${component}: argument ${argument} ${problem}`);
    this.name = "ArgumentError";
    this.component = component;
    this.argument = argument;
    // Pulumi prints the stack of what is refused only once an output is known; the message says where to look.
    this.stack = this.message;
  }
}

/** Checks the arguments of one component before it registers anything. Values that are outputs pass: Azure checks those. */
export class ArgumentCheck {
  readonly #component: string;

  /** @param longest - the most characters that the component's name may have. */
  constructor(className: string, name: string, longest = 60) {
    this.#component = `${className} '${name}'`;
    if (name.length > longest || !/^[A-Za-z](-?[A-Za-z0-9])*$/.test(name)) {
      throw new ArgumentError(
        this.#component,
        "name",
        `is '${name}': use 1 to ${longest} letters, digits and single '-', starting with a letter and not ending with '-'; names of resources are made from it`,
      );
    }
  }

  /** Refuses an argument. */
  refuse(argument: string, problem: string): never {
    throw new ArgumentError(this.#component, argument, problem);
  }

  /** Refuses a missing argument. */
  required(argument: string, value: unknown, remedy: string): void {
    if (value === undefined || value === null || value === "") this.refuse(argument, `is missing: ${remedy}`);
  }

  /** Refuses a resource name that Azure would refuse. */
  resourceName(argument: string, value: unknown, type: ResourceTypeNames): void {
    const known = plain<string>(value);
    if (known === undefined) return;
    const problem = nameProblem(type.arm, String(known));
    if (problem) this.refuse(argument, `is '${known}', which ${problem}`);
  }

  /** Refuses a value that is not one of those of an enum. */
  oneOf(argument: string, value: unknown, allowed: Record<string, string>): void {
    const known = plain<string>(value);
    if (known !== undefined && !Object.values(allowed).includes(known)) {
      this.refuse(
        argument,
        `is '${known}': allowed are ${Object.values(allowed)
          .map((v) => `'${v}'`)
          .join(", ")}`,
      );
    }
  }

  /** Refuses a number outside a range, or one that is not whole. */
  between(argument: string, value: unknown, smallest: number, largest: number, unit: string): void {
    const known = plain<number>(value);
    if (known === undefined) return;
    if (!Number.isInteger(known) || known < smallest || known > largest)
      this.refuse(argument, `is ${known}: a whole number of ${unit} from ${smallest} to ${largest} is needed`);
  }

  /** Refuses a list that names something twice. Items that are outputs pass. */
  distinct(argument: string, items: unknown[] | undefined): void {
    const known = (items ?? []).map((item) => plain<string>(item)).filter((item) => item !== undefined);
    const twice = known.find((item, i) => known.indexOf(item) !== i);
    if (twice !== undefined) this.refuse(argument, `names '${twice}' twice: name it once`);
  }

  /** Refuses what is no GUID. */
  guid(argument: string, value: unknown, remedy: string): void {
    const known = plain<string>(value);
    if (known !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(known))
      this.refuse(argument, `is '${known}', which is no GUID: ${remedy}`);
  }

  /** Refuses what is no Azure resource id of a type (`virtualNetworks/subnets`, say). */
  resourceId(argument: string, value: unknown, type: ResourceTypeNames): void {
    const known = plain<string>(value);
    if (known === undefined) return;
    const [namespace, ...segments] = type.arm.split("/");
    const pattern = new RegExp(
      `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${namespace}${segments.map((s) => `/${s}/[^/]+`).join("")}$`,
      "i",
    );
    if (!pattern.test(known))
      this.refuse(
        argument,
        `is '${known}', which is no id of a ${type.arm}: pass the id of the resource, such as the id output of another component`,
      );
  }
}

/** The value of an input that is known while the program runs; undefined for outputs, promises and what was not given. */
export function plain<T>(value: unknown): T | undefined {
  if (value === undefined || value === null || pulumi.Output.isInstance(value) || value instanceof Promise) return undefined;
  return value as T;
}
