import { newRootSecret } from "../test/spark/cluster";
import { makeTlsMaterial } from "../test/spark/tls-material";

/** What is compared: a mode of the script, with what is set beside it. */
export interface CostMode {
  name: string;
  /** What the cluster policy sets; undefined for a plain cluster. */
  environment: (() => Record<string, string>) | undefined;
  /** Settings of the user's beside the script's. */
  settings: Record<string, string>;
}

/** The same shuffle, once, in one mode. */
export interface CostResult {
  /** The modes that took turns with each other. */
  family: Family;
  /** Clusters that were started together: each batch has fresh JVMs. */
  batch: number;
  /** Runs of one round follow each other within seconds, in an order that changes: they are compared with each other. */
  round: number;
  mode: string;
  /** Processor time of both executors, in seconds. */
  executorSeconds: number;
  /** Processor time of both workers, which serve shuffle files, in seconds. */
  serviceSeconds: number;
  wireBytes: number;
  wallSeconds: number;
  /** Load of the machine, over one minute, at the end. */
  load: number;
  /** What the sentinel of the busiest node has used; undefined on a plain cluster. */
  sentinel?: SentinelCost;
}

/** Shares of one core, in per cent, and resident memory. */
export interface SentinelCost {
  /** While the cluster shuffled. */
  busy: number;
  /** While it waited for its turn: undefined in the first round, which has no wait before it. */
  idle?: number;
  residentMegabytes: number;
}

export const families = ["gcm", "tls"] as const;
export type Family = (typeof families)[number];

/** The modes of a family; `plain` is what the others are measured by. */
export function costModes(family: Family): CostMode[] {
  const own = () => ({
    HARDENED_SPARK_ROOT_SECRET: newRootSecret(),
    HARDENED_SPARK_MODE: family,
    ...(family === "tls" ? makeTlsMaterial("cost") : {}),
  });
  return [
    { name: "plain", environment: undefined, settings: {} },
    { name: family, environment: own, settings: {} },
    {
      name: `${family}, 128 KiB file buffers`,
      environment: own,
      settings: { "spark.io.encryption.commons.config.stream.buffer.size": "131072" },
    },
    { name: `${family}, wireOnly`, environment: () => ({ ...own(), HARDENED_SPARK_WIRE_ONLY: "1" }), settings: {} },
  ];
}
