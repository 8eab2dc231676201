import type { Properties } from "./unknown";

/** Something wrong with a request, found before anything is sent. */
export interface CheckProblem {
  property: string;
  reason: string;
}

/** What a change of inputs means for a resource. */
export interface InputDiff {
  /** Top-level inputs that differ. */
  changed: string[];
  /** Those of them that force a replacement. */
  replaces: string[];
}

/**
 * A provider of the local Azure, without the wire: the plugin and the in-process mocks both serve it.
 * Values that only an update will know travel as Pulumi's sentinel.
 */
export interface LocalProvider {
  /** The package whose types it serves, such as `azure-native`. */
  readonly name: string;
  /** Whether its resources live in the stack's state alone: a refresh then finds what the state says. */
  readonly isStateless: boolean;
  /** The provider as a program configures it: for one workspace, say. */
  configured?(configuration: Properties): LocalProvider;
  check(token: string, logicalName: string, news: Properties, olds?: Properties): { inputs: Properties; problems: CheckProblem[] };
  diff(token: string, olds: Properties, news: Properties): InputDiff;
  /** What a create or update would answer, with unknowns for what only Azure can say. */
  preview(token: string, inputs: Properties, oldOutputs?: Properties): Properties;
  create(token: string, inputs: Properties): Promise<{ id: string; outputs: Properties }>;
  /** What stands there now, or undefined where nothing does. */
  read(token: string, id: string, oldInputs?: Properties): { inputs: Properties; outputs: Properties } | undefined;
  update(token: string, id: string, inputs: Properties): Promise<Properties>;
  delete(token: string, id: string): Promise<void>;
  invoke(token: string, args: Properties): Properties;
}
