import * as pulumi from "@pulumi/pulumi";
import { Estate } from "../estate/estate";
import { type PulumiResource, recordsOf } from "../estate/pulumi-records";
import type { Scope } from "../estate/scope";
import { type Exception, except } from "../links/exceptions";
import { judge, type Verdict } from "../links/verdict";
import { LocalAzure } from "../local-azure/local-azure";
import { LocalDatabricks } from "../local-azure/local-databricks";
import { LocalRandom } from "../local-azure/local-random";
import { LocalTls } from "../local-azure/local-tls";
import { LocalMocks, mockUrn, type RegisteredResource } from "../local-azure/mocks";
import { MemoryStore } from "../local-azure/store";

/** How `deploy` runs a program. */
export interface DeployOptions {
  /** Whether to stop where `pulumi preview` does: what only Azure can answer stays unknown. Defaults to false. */
  preview?: boolean;
  /** The project's name. Defaults to `project`. */
  project?: string;
  /** The stack's name. Defaults to `stack`. */
  stack?: string;
  /** Configuration of the stack, by full key such as `project:region`. Defaults to none. */
  config?: Record<string, string>;
  /** Resources that stand there already, by id, with their properties: a landing zone's VNet, say. Defaults to none. */
  existing?: Record<string, Record<string, unknown>>;
  /**
   * Accepted deviations, as parseExceptions reads them from a file. One that has expired excepts nothing; one that nothing needs is told
   * by `audit`, not here, since one file serves several stacks. Defaults to none.
   */
  exceptions?: Exception[];
}

/** What a program deployed: its resources, and for its workspace what the rules read and each link's verdict. */
export interface DeployedProgram {
  resources: RegisteredResource[];
  deployment: Scope;
  verdict: Verdict;
  /** A verdict for each workspace, the first one's first. */
  verdicts: Verdict[];
}

/** One run at a time: Pulumi keeps its state for the whole process. */
let running: Promise<unknown> = Promise.resolve();

/**
 * Runs a Pulumi program in this process against a local Azure of its own, and judges what it deployed.
 * @param program - declares resources: `() => new HardenedDatabricks("main", {...})`. May be async.
 * @throws what the program throws, and the local Azure's refusal of a resource.
 */
export function deploy(program: () => unknown, options: DeployOptions = {}): Promise<DeployedProgram> {
  const run = running.then(() => deployAlone(program, options));
  running = run.catch(() => undefined);
  return run;
}

async function deployAlone(program: () => unknown, options: DeployOptions): Promise<DeployedProgram> {
  const store = new MemoryStore();
  const azure = new LocalAzure({ store, latencyMs: 1 });
  for (const [id, properties] of Object.entries(options.existing ?? {})) azure.seed(id, properties);
  const mocks = new LocalMocks([azure, new LocalDatabricks({ store }), new LocalRandom(), new LocalTls()], options.preview ?? false);
  const stack = options.stack ?? "stack";
  await pulumi.runtime.setMocks(mocks, options.project ?? "project", stack, options.preview ?? false);
  pulumi.runtime.setAllConfig(options.config ?? {});
  const parents = listenForParents();
  await settle(program, mocks);
  const told = mocks.registered.map(
    ({ token, logicalName, ...rest }): PulumiResource => ({ type: token, name: logicalName, parent: parents.get(rest.urn), ...rest }),
  );
  const scopes = new Estate([{ name: stack, records: recordsOf(told) }]).scopes();
  const today = new Date().toISOString().slice(0, 10);
  const { verdicts } = except(
    scopes.map((scope) => judge(scope)),
    options.exceptions ?? [],
    today,
  );
  const [deployment] = scopes as [Scope];
  const [verdict] = verdicts as [Verdict];
  return { resources: mocks.registered, deployment, verdict, verdicts };
}

/** What a registration says of a resource, as far as its parent matters. */
interface Registration {
  getType(): string;
  getName(): string;
  getParent(): string;
}

/** Who is part of whom, by URN: Pulumi's mocks are not told, so the monitor before them is listened to. */
function listenForParents(): Map<string, string> {
  const parents = new Map<string, string>();
  const monitor = pulumi.runtime.getMonitor() as unknown as { registerResource(request: Registration, ...rest: unknown[]): unknown };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    const [type, name] = request.getParent().split("::").slice(2);
    if (type && name) parents.set(mockUrn(request.getType(), request.getName()), mockUrn(type.split("$").pop() as string, name));
    return register(request, ...rest);
  };
  return parents;
}

/** Waits until every resource is registered, or until the first is refused. */
async function settle(program: () => unknown, mocks: LocalMocks): Promise<void> {
  const finished = (async () => {
    await program();
    await pulumi.runtime.disconnect();
  })();
  try {
    await Promise.race([finished, mocks.refused]);
  } finally {
    mocks.stop();
  }
}
