import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { count } from "./capture";
import type { DiskPlace } from "./channels";
import type { Cluster } from "./cluster";
import { nodeNames } from "./network";

function* files(folder: string): Generator<string> {
  let entries: import("node:fs").Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield path;
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The frames of a Python worker's spill file: each a length and that many bytes of zlib. */
function inflated(bytes: Buffer): Buffer {
  const frames: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    try {
      frames.push(inflateSync(bytes.subarray(at + 4, at + 4 + length)));
    } catch {
      break;
    }
    at += 4 + length;
  }
  return Buffer.concat(frames);
}

/** Counts markers in what lies in the nodes' local folders at this moment. */
export function scanDisks(cluster: Cluster, markers: Record<DiskPlace, string>): Record<DiskPlace, number> {
  const found = Object.fromEntries(Object.keys(markers).map((place) => [place, 0])) as Record<DiskPlace, number>;
  for (const node of nodeNames) {
    for (const path of files(join(cluster.folder, node, "local"))) {
      const raw = read(path);
      // Python workers spill by themselves, out of reach of Spark's own encryption, and are counted apart.
      if (path.includes("/python/")) found.pythonSpill += count(raw, markers.pythonSpill) + count(inflated(raw), markers.pythonSpill);
      else
        for (const [place, marker] of Object.entries(markers)) if (place !== "pythonSpill") found[place as DiskPlace] += count(raw, marker);
    }
  }
  return found;
}

/** Where secrets can be seen by somebody who is not root: command lines, logs, and files or environments that others can read. */
export function findSecrets(cluster: Cluster, secrets: string[]): string[] {
  const seen: string[] = [];
  const holds = (bytes: Buffer) => secrets.some((secret) => bytes.includes(secret));
  for (const node of nodeNames) {
    for (const pid of cluster.network.processes(node)) {
      if (holds(read(`/proc/${pid}/cmdline`))) seen.push(`command line of process ${pid} on ${node}`);
      const asOther = spawnSync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "cat", `/proc/${pid}/environ`]);
      if (holds(asOther.stdout)) seen.push(`environment of process ${pid} on ${node}, read by another user`);
    }
    for (const path of files(join(cluster.folder, node, "logs"))) if (holds(read(path))) seen.push(`log ${path}`);
    for (const path of files(join(cluster.folder, node, "work"))) if (holds(read(path))) seen.push(`work file ${path}`);
    for (const path of files(join(cluster.folder, node, "databricks"))) {
      if (path.endsWith(".jar")) continue;
      const asOther = spawnSync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "cat", path]);
      if (asOther.status === 0) seen.push(`file ${path} can be read by another user`);
    }
  }
  const listing = spawnSync("ps", ["axww", "-o", "args"]).stdout;
  if (holds(listing)) seen.push("ps");
  return seen;
}
