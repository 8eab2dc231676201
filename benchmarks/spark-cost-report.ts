import type { CostResult, Family } from "./spark-cost-modes";

/** A median, the range, and where it lies with at least 95 % confidence, whatever the distribution. */
export interface Ratio {
  repetitions: number;
  median: number;
  lowest: number;
  highest: number;
  from: number;
  to: number;
  /** The probability that the median lies between `from` and `to`. */
  level: number;
}

/** How a mode compares with plain Spark in the same rounds. */
export interface CostSummary {
  family: Family;
  mode: string;
  /** Processor time of executors and shuffle services, in seconds: the median. */
  cpuSeconds: number;
  /** The same against plain's, round by round. */
  ratio: Ratio;
  /** Bytes on the wire against plain's: of the medians. */
  wire: number;
}

const cpu = (result: CostResult) => result.executorSeconds + result.serviceSeconds;

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * The median with its confidence interval by order statistics (the sign test's).
 * @throws with fewer than six values, which allow none of 95 %.
 */
export function ratioOf(values: number[]): Ratio {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  if (n < 6) throw new Error(`${n} repetitions allow no confidence interval of 95 %: at least 6 are needed`);
  /** The probability that at most k of n values lie below the median. */
  const below = (k: number) => {
    let term = 0.5 ** n;
    let sum = term;
    for (let i = 0; i < k; i++) {
      term *= (n - i) / (i + 1);
      sum += term;
    }
    return sum;
  };
  let cut = 0;
  while (1 - 2 * below(cut + 1) >= 0.95) cut++;
  return {
    repetitions: n,
    median: median(values),
    lowest: sorted[0] as number,
    highest: sorted[n - 1] as number,
    from: sorted[cut] as number,
    to: sorted[n - 1 - cut] as number,
    level: 1 - 2 * below(cut),
  };
}

/** A mode against another, round by round. */
function against(results: CostResult[], mode: string, base: string): number[] {
  return results
    .filter((result) => result.mode === mode)
    .flatMap((result) => {
      const same = (other: CostResult) =>
        other.mode === base && other.family === result.family && other.batch === result.batch && other.round === result.round;
      const other = results.find(same);
      return other ? [cpu(result) / cpu(other)] : [];
    });
}

/** Every mode of a family against its `plain`. */
export function summarise(results: CostResult[]): CostSummary[] {
  const of = (mode: string) => results.filter((result) => result.mode === mode);
  const wire = (mode: string) => median(of(mode).map(({ wireBytes }) => wireBytes));
  return [...new Set(results.map(({ mode }) => mode))].map((mode) => ({
    family: (results[0] as CostResult).family,
    mode,
    cpuSeconds: median(of(mode).map(cpu)),
    ratio: ratioOf(against(results, mode, "plain")),
    wire: wire(mode) / wire("plain"),
  }));
}

/** Bigger buffers for files against Spark's default, in the same rounds. */
export function compareBuffers(results: CostResult[], family: Family): { family: Family; ratio: Ratio }[] {
  const values = against(results, `${family}, 128 KiB file buffers`, family);
  return values.length === 0 ? [] : [{ family, ratio: ratioOf(values) }];
}

/** The summaries as a Markdown table. */
export function costTable(summaries: CostSummary[]): string {
  const two = (value: number) => value.toFixed(2);
  return [
    "| mode | CPU seconds, median | relative to plain: median (range) | 95 % confidence | bytes on the wire | repetitions |",
    "|---|---|---|---|---|---|",
    ...summaries.map(({ family, mode, cpuSeconds, ratio, wire }) =>
      mode === "plain"
        ? `| plain (beside ${family}) | ${two(cpuSeconds)} | 1 | – | 1 | ${ratio.repetitions} |`
        : `| ${mode} | ${two(cpuSeconds)} | ${two(ratio.median)} (${two(ratio.lowest)}–${two(ratio.highest)}) | ${two(ratio.from)}–${two(ratio.to)} | ${wire.toFixed(3)} | ${ratio.repetitions} |`,
    ),
  ].join("\n");
}

/** What sentinels have used, of all runs that had one: the medians and the largest. */
export function sentinelSummary(results: CostResult[]): { busy: number[]; idle: number[]; residentMegabytes: number } | undefined {
  const found = results.flatMap(({ sentinel }) => (sentinel ? [sentinel] : []));
  if (found.length === 0) return undefined;
  const both = (values: number[]) => [median(values), Math.max(...values)];
  return {
    busy: both(found.map(({ busy }) => busy)),
    idle: both(found.flatMap(({ idle }) => (idle === undefined ? [] : [idle]))),
    residentMegabytes: Math.max(...found.map(({ residentMegabytes }) => residentMegabytes)),
  };
}
