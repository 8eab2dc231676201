import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { localSubscription } from "./local-subscription";
import type { Properties } from "./unknown";

/** A resource as the local Azure keeps it. */
export interface StoredResource {
  id: string;
  /** Azure Resource Manager type. */
  type: string;
  /** What was asked for; empty for resources that Azure made by itself. */
  inputs: Properties;
  /** What Azure answers. */
  outputs: Properties;
  /** The id of the resource that brought this one about (a workspace its managed resource group), where one did. */
  managedBy?: string;
}

/** Everything that one subscription holds. */
export interface SubscriptionState {
  version: 1;
  subscriptionId: string;
  /** By id in lower case. */
  resources: Record<string, StoredResource>;
  /** Writes under way: what each has locked, and until when (milliseconds since 1970) if its process should die. */
  operations: Record<string, number>;
}

/** Where the local Azure keeps a subscription. */
export interface Store {
  /** Runs a function on the state, alone, and keeps what it changed; nothing is kept where it throws. */
  transaction<T>(work: (state: SubscriptionState) => T): T;
}

function emptyState(subscriptionId: string): SubscriptionState {
  return { version: 1, subscriptionId, resources: {}, operations: {} };
}

/** A store that lives as long as the process: unit tests use it. */
export class MemoryStore implements Store {
  #state: SubscriptionState;

  constructor(subscriptionId: string = localSubscription.subscriptionId) {
    this.#state = emptyState(subscriptionId);
  }

  transaction<T>(work: (state: SubscriptionState) => T): T {
    // Shallow: what is inside a resource changes only after every check has passed.
    const copy = { ...this.#state, resources: { ...this.#state.resources }, operations: { ...this.#state.operations } };
    const result = work(copy);
    this.#state = copy;
    return result;
  }
}

/** How long a process waits for another one's transaction, and how old a lock must be to count as left behind. */
const lockPatience = { waitMs: 10_000, staleMs: 30_000 };

/** A store in one JSON file, shared by every process that names it. Each change is written to a temporary file and renamed. */
export class FileStore implements Store {
  readonly #path: string;
  readonly #subscriptionId: string;

  constructor(path: string, subscriptionId: string) {
    this.#path = path;
    this.#subscriptionId = subscriptionId;
  }

  transaction<T>(work: (state: SubscriptionState) => T): T {
    mkdirSync(dirname(this.#path), { recursive: true });
    const lock = `${this.#path}.lock`;
    this.#acquire(lock);
    try {
      const state = this.#load();
      const result = work(state);
      const temporary = `${this.#path}.${process.pid}.tmp`;
      writeFileSync(temporary, JSON.stringify(state, null, 1), { mode: 0o600 });
      renameSync(temporary, this.#path);
      return result;
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }

  #load(): SubscriptionState {
    if (!existsSync(this.#path)) return emptyState(this.#subscriptionId);
    const text = readFileSync(this.#path, "utf8");
    let state: SubscriptionState;
    try {
      state = JSON.parse(text) as SubscriptionState;
    } catch {
      throw new Error(`the local Azure's store ${this.#path} is not JSON: delete it to start from an empty subscription`);
    }
    if (state?.version !== 1 || typeof state.resources !== "object") {
      throw new Error(`the local Azure's store ${this.#path} has no version 1 state: delete it to start from an empty subscription`);
    }
    return state;
  }

  #acquire(lock: string): void {
    const end = Date.now() + lockPatience.waitMs;
    for (;;) {
      try {
        mkdirSync(lock);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > lockPatience.staleMs) rmSync(lock, { recursive: true, force: true });
      else if (Date.now() > end)
        throw new Error(`another process has held the local Azure's store for ${lockPatience.waitMs / 1000} s: end it, or delete ${lock}`);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
