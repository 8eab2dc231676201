import type { CostResult } from "./spark-cost-run";

/** How a mode compares with plain Spark in the same turns. */
export interface CostSummary {
  mode: string;
  /** Processor time of executors and shuffle services, in seconds: the median. */
  cpuSeconds: number;
  /** Its ratio to plain, turn by turn. */
  ratio: { median: number; lowest: number; highest: number; confidence: Interval };
  /** Bytes on the wire by plain's, the median. */
  wire: number;
}

/** Where a median lies with at least 95 % confidence, whatever the distribution. */
export interface Interval {
  from: number;
  to: number;
  /** The probability that it does. */
  level: number;
}

const cpu = (result: CostResult) => result.executorSeconds + result.serviceSeconds;

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
    : (sorted[Math.floor(middle)] as number);
}

/**
 * The confidence interval of a median by order statistics (sign test).
 * @throws with fewer than six values, which allow none at 95 %.
 */
export function medianInterval(values: number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  if (n < 6) throw new Error(`${n} repetitions allow no confidence interval of 95 %: at least 6 are needed`);
  // The probability that at most k of n values lie below the median.
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
  return { from: sorted[cut] as number, to: sorted[n - 1 - cut] as number, level: 1 - 2 * below(cut) };
}

/** Ratios of two modes, one for each turn that has both. */
export function ratios(results: CostResult[], mode: string, base: string): number[] {
  return results
    .filter((result) => result.mode === mode)
    .flatMap((result) => {
      const other = results.find((candidate) => candidate.mode === base && candidate.turn === result.turn);
      return other ? [cpu(result) / cpu(other)] : [];
    });
}

/** Every mode against `plain`. */
export function summarise(results: CostResult[]): CostSummary[] {
  const wires = (mode: string) => median(results.filter((result) => result.mode === mode).map((result) => result.wireBytes));
  return [...new Set(results.map((result) => result.mode))].map((mode) => {
    const against = ratios(results, mode, "plain");
    return {
      mode,
      cpuSeconds: median(results.filter((result) => result.mode === mode).map(cpu)),
      ratio: {
        median: median(against),
        lowest: Math.min(...against),
        highest: Math.max(...against),
        confidence: medianInterval(against),
      },
      wire: wires(mode) / wires("plain"),
    };
  });
}

/** The summary as a Markdown table. */
export function costTable(summaries: CostSummary[]): string {
  const two = (value: number) => value.toFixed(2);
  return [
    "| mode | CPU seconds, median | relative to plain: median (range) | 95 % confidence | bytes on the wire |",
    "|---|---|---|---|---|",
    ...summaries.map(({ mode, cpuSeconds, ratio, wire }) =>
      mode === "plain"
        ? `| ${mode} | ${cpuSeconds.toFixed(1)} | 1 | | 1 |`
        : `| ${mode} | ${cpuSeconds.toFixed(1)} | ${two(ratio.median)} (${two(ratio.lowest)}–${two(ratio.highest)}) | ${two(ratio.confidence.from)}–${two(ratio.confidence.to)} | ${wire.toFixed(3)} |`,
    ),
  ].join("\n");
}
