import { join } from "node:path";
import { type IntegrityRun, tryIntegrity } from "../integrity";
import type { Run } from "../run";

/** A byte that is changed on the wire. The short run leaves out CTR, which does not notice. */
export async function proveIntegrity({ checks, folder, gcm, tls, withoutGcm }: Run): Promise<IntegrityRun[]> {
  checks.section("a byte that is changed on the wire");
  const runs: IntegrityRun[] = [];
  for (const [spark, mode] of [[gcm, "gcm"], [tls, "tls"], ...(withoutGcm ? [[withoutGcm, "ctr"]] : [])] as [
    typeof gcm,
    "gcm" | "tls" | "ctr",
  ][]) {
    const run = await tryIntegrity(spark, join(folder, "cluster"), mode);
    runs.push(run);
    if (mode === "ctr")
      checks.check(
        `Spark ${run.spark}, ctr: is not noticed, which is why CTR is opt-in`,
        run.changed > 0 && run.result === "wrong",
        `result ${run.result}`,
      );
    else
      checks.check(
        `Spark ${run.spark}, ${mode}: is noticed, and the result is never wrong`,
        run.changed > 0 && run.result !== "wrong" && run.noticed !== "",
        `${run.changed} changed, result ${run.result}: ${run.noticed}`,
      );
  }
  return runs;
}
