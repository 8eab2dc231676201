import type { Checks } from "./checks";
import { newRootSecret } from "./cluster";
import type { Spark } from "./spark";
import { makeTlsMaterial } from "./tls-material";

/** What every section of the proof works with. */
export interface Run {
  checks: Checks;
  /** The short run, for every change: what it leaves out, each section says. */
  quick: boolean;
  /** Where clusters lie. */
  folder: string;
  gcm: Spark;
  tls: Spark;
  /** The line without a usable AES-GCM: only in the long run. */
  withoutGcm?: Spark;
  /** How many random files of the driver's folder are tried, and the seed. */
  random: { count: number; seed: number };
  /** Every set of paths that are not honoured, with every state of the sentinel. Defaults to those of the short run. */
  wholeMatrix: boolean;
}

/** What the cluster policy sets in a mode: secrets, TLS material where the mode has it, and the mode itself. */
export function policyEnvironment(mode: "gcm" | "tls" | "ctr"): Record<string, string> {
  return { HARDENED_SPARK_ROOT_SECRET: newRootSecret(), HARDENED_SPARK_MODE: mode, ...(mode === "tls" ? makeTlsMaterial("proof") : {}) };
}
