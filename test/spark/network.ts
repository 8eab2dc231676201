import { spawnSync } from "node:child_process";

/** The machines of a test cluster: one with master and driver, two workers. */
export const nodeNames = ["driver", "worker1", "worker2"] as const;
export type NodeName = (typeof nodeNames)[number];

/** Runs a program and throws with its output where it fails. */
export function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}

/**
 * A network of its own for one cluster: a namespace for each node, joined by a bridge in a namespace of the wire's,
 * where every packet passes. Nothing reaches or leaves the machine's own network.
 */
export class NodeNetwork {
  readonly #prefix: string;

  constructor(prefix = `hd${process.pid}`) {
    this.#prefix = prefix;
    this.remove();
    const wire = this.wire;
    run("ip", "netns", "add", wire);
    run("ip", "-n", wire, "link", "add", "br0", "type", "bridge");
    run("ip", "-n", wire, "link", "set", "br0", "up");
    for (const node of nodeNames) {
      const own = this.namespace(node);
      run("ip", "netns", "add", own);
      run("ip", "link", "add", `v-${node}`, "netns", wire, "type", "veth", "peer", "name", "eth0", "netns", own);
      run("ip", "-n", wire, "link", "set", `v-${node}`, "master", "br0", "up");
      run("ip", "-n", own, "addr", "add", `${this.address(node)}/24`, "dev", "eth0");
      run("ip", "-n", own, "link", "set", "eth0", "up");
      run("ip", "-n", own, "link", "set", "lo", "up");
    }
  }

  /** The namespace of the bridge. */
  get wire(): string {
    return `${this.#prefix}-wire`;
  }

  namespace(node: NodeName): string {
    return `${this.#prefix}-${node}`;
  }

  address(node: NodeName): string {
    return { driver: "10.77.0.1", worker1: "10.77.0.11", worker2: "10.77.0.12" }[node];
  }

  /** Bytes that a node has sent. */
  bytesSent(node: NodeName): number {
    const line = run("ip", "netns", "exec", this.namespace(node), "cat", "/proc/net/dev").split("eth0:")[1] ?? "";
    return Number(line.trim().split(/\s+/)[8]);
  }

  /** The processes that run in a node's namespace. */
  processes(node: NodeName): number[] {
    const { stdout } = spawnSync("ip", ["netns", "pids", this.namespace(node)], { encoding: "utf8" });
    return (stdout ?? "").split("\n").filter(Boolean).map(Number);
  }

  /** Ends what still runs in the namespaces, and takes them away. */
  remove(): void {
    for (const node of nodeNames) {
      for (const pid of this.processes(node)) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It ended by itself.
        }
      }
    }
    for (const namespace of [...nodeNames.map((node) => this.namespace(node)), this.wire]) {
      spawnSync("ip", ["netns", "del", namespace]);
    }
  }
}
