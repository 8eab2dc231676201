import { existsSync, readFileSync } from "node:fs";
import type { Cluster } from "./cluster";
import { type NodeName, nodeNames } from "./network";

/** What a node's sentinel says of itself, in the file that it keeps. */
export interface SentinelStatus {
  pid: number;
  mode: string;
  role: string;
  gate: string;
  watch: string;
  ports: Record<string, string>;
  clearFrames: number;
  /** Chunks and streams that went out in clear: to strangers, told and not ended for. */
  served: number;
  files: string;
  ended: { time: string; pid: number; port: string; verdict: string; sentence: string }[];
  proven: boolean;
}

/** What the sentinel of a node has written; undefined where it has not written anything. */
export function sentinelStatus(cluster: Cluster, node: NodeName): SentinelStatus | undefined {
  const path = cluster.nodes[node].databricks("conf/encrypt-node-traffic/sentinel.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SentinelStatus) : undefined;
}

/** Every process that a sentinel of the cluster has ended, in words. */
export function endedBySentinels(cluster: Cluster): string[] {
  return nodeNames.flatMap((node) =>
    (sentinelStatus(cluster, node)?.ended ?? []).map(({ port, verdict }) => `${node}: the owner of ${port} (${verdict})`),
  );
}

/** The processes of a node's sentinel, as this machine numbers them. */
export function sentinelProcesses(cluster: Cluster, node: NodeName): number[] {
  return cluster.network.processes(node).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("sentinel");
    } catch {
      return false;
    }
  });
}

/**
 * Ends the sentinels of a cluster, which no switch of the product does.
 * @throws where a node has none: the run would not show what it says.
 */
export async function endSentinels(cluster: Cluster): Promise<void> {
  for (const node of nodeNames) {
    const found = sentinelProcesses(cluster, node);
    if (found.length === 0) throw new Error(`no sentinel runs on ${node}`);
    for (const pid of found) process.kill(pid, "SIGKILL");
    while (sentinelProcesses(cluster, node).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
