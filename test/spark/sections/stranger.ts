import { join } from "node:path";
import type { Run } from "../run";
import { ensureSpark } from "../spark";
import { fixedRelease, type StrangerRun, tryStranger } from "../stranger";
import { type ShuffleServiceRun, tryShuffleServices } from "../stranger-service";

/** What somebody without a secret gets, and what becomes of a shuffle service with other settings. */
export interface StrangerProof {
  clusters: StrangerRun[];
  shuffleServices: ShuffleServiceRun[];
}

/**
 * What Spark itself leaves open to whoever reaches a port. The short run asks one cluster of each line in its own mode: it leaves out the
 * plain controls, other modes, the release that is fixed, and the shuffle service.
 */
export async function proveStranger({ checks, folder, gcm, tls, quick }: Run): Promise<StrangerProof> {
  checks.section("what Spark leaves open to a stranger who reaches a port (docs/link-4.md says each)");
  const at = join(folder, "cluster");
  const clusters = [await tryStranger(gcm, at, "gcm"), await tryStranger(tls, at, "tls")];
  if (!quick) {
    const fixed = ensureSpark(fixedRelease, (line) => checks.say(line));
    for (const spark of [gcm, tls]) clusters.push(await tryStranger(spark, at, "plain"));
    clusters.push(await tryStranger(gcm, at, "gcm", { wireOnly: true }));
    clusters.push(await tryStranger(gcm, at, "ctr"), await tryStranger(tls, at, "gcm"));
    for (const mode of ["gcm", "tls"] as const) clusters.push(await tryStranger(fixed, at, mode, { fixed: true }));
  }
  for (const cluster of clusters) {
    for (const row of cluster.rows)
      checks.check(
        `Spark ${row.spark}, ${row.mode}: ${row.name}: ${row.outcome}`,
        row.asExpected,
        `${row.answer}; expected ${row.expected}`,
      );
    checks.check(
      `Spark ${cluster.spark}, ${cluster.mode}: the cluster outlives the stranger${cluster.served === undefined ? "" : `; the driver's sentinel saw ${cluster.served} answers in clear`}`,
      cluster.asExpected,
      cluster.ended.join(", "),
    );
  }
  const shuffleServices = quick ? [] : await tryShuffleServices(gcm, at);
  for (const run of shuffleServices)
    checks.check(
      `Spark ${run.spark}, gcm: a shuffle service with ${run.name} gets no executor, and a log says why`,
      !run.registered && run.reason !== "" && run.told,
      run.reason,
    );
  return { clusters, shuffleServices };
}
