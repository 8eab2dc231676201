import type { WireFlow, WireNode } from "./result";

const blockSize = 8192;
const digestLength = 12;
/** Bytes of a connection that one end may have seen alone: heartbeats at the edges of the recording. */
const slack = 16 * 1024;
const sequences = 2 ** 32;

/** How many bytes a node saw of a flow. */
export const bytesOf = (flow: WireFlow): number => flow.runs.reduce((sum, [, length]) => sum + length, 0);

/** The flows of a node; none where it did not record. */
export const flowsOf = (node: WireNode | undefined): WireFlow[] => (node && "flows" in node.recording ? node.recording.flows : []);

const keyOf = ({ from, to }: WireFlow): string => JSON.stringify([from, to]);

/** The digest of each aligned block, by its position in the stream. */
function blocksOf(flow: WireFlow): Map<number, string> {
  const found = new Map<number, string>();
  for (const [sequence, , digests] of flow.runs) {
    const start = Math.ceil(sequence / blockSize) * blockSize;
    for (let i = 0; i * digestLength < digests.length; i++)
      found.set((start + i * blockSize) % sequences, digests.slice(i * digestLength, (i + 1) * digestLength));
  }
  return found;
}

/** Bytes of a flow that the other end does not tell of. */
function bytesAlone(flow: WireFlow, other: WireFlow): number {
  let total = bytesOf(flow);
  for (const [sequence, length] of flow.runs) {
    for (const [theirs, theirLength] of other.runs) {
      const start = ((((theirs - sequence + sequences / 2) % sequences) + sequences) % sequences) - sequences / 2;
      total -= Math.max(0, Math.min(length, start + theirLength) - Math.max(0, start));
    }
  }
  return total;
}

const sameHits = (one: Record<string, number>, other: Record<string, number>): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((channel) => one[channel] === other[channel]);

/** Where the two ends of a connection tell different stories, in sentences. A lie is noticed where one end is honest. */
export function disagreements(nodes: WireNode[]): string[] {
  const recorded = new Map(
    nodes.filter((node) => "flows" in node.recording).map((node) => [node.host, new Map(flowsOf(node).map((flow) => [keyOf(flow), flow]))]),
  );
  const found: string[] = [];
  for (const [host, own] of recorded) {
    for (const [key, flow] of own) {
      const other = flow.from[0] === host ? flow.to[0] : flow.from[0];
      const others = recorded.get(other);
      if (other === host || others === undefined) continue;
      const where = `${flow.from.join(":")} to ${flow.to.join(":")}`;
      const theirs = others.get(key);
      const alone = theirs === undefined ? bytesOf(flow) : bytesAlone(flow, theirs);
      if (alone > slack || (theirs === undefined && Object.keys(flow.hits).length > 0))
        found.push(`${host} saw ${alone} bytes from ${where} of which ${other} tells nothing`);
      if (theirs === undefined || host > other) continue;
      const blocks = blocksOf(theirs);
      if ([...blocksOf(flow)].some(([at, digest]) => (blocks.get(at) ?? digest) !== digest))
        found.push(`${host} and ${other} saw different contents from ${where}`);
      if (!sameHits(flow.hits, theirs.hits)) found.push(`${host} and ${other} count markers differently from ${where}`);
    }
  }
  return found;
}
