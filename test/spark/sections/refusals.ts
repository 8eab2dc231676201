import { join } from "node:path";
import {
  aesRefusals,
  type BrokenGcmRun,
  type RefusalRun,
  rotationRefusal,
  tlsRefusals,
  tryBrokenGcm,
  tryDowngradeControl,
  tryRefusals,
} from "../refusals";
import type { Run } from "../run";
import { withNetworkJarOf } from "../spark";

/** Who is refused by a cluster, and with which reason. */
export async function proveRefusals({ checks, folder, gcm, tls }: Run): Promise<RefusalRun[]> {
  checks.section("who is refused");
  const at = join(folder, "cluster");
  const control = await tryDowngradeControl(gcm, at);
  checks.check(`Spark ${gcm.version}: with Spark's defaults a node that does not encrypt gets in (the control)`, control.oddNodeRegistered);
  const runs = [
    ...(await tryRefusals(gcm, at, "gcm", aesRefusals)),
    ...(await tryRefusals(tls, at, "tls", [...tlsRefusals, rotationRefusal])),
  ];
  for (const run of runs)
    checks.check(
      `Spark ${run.spark}: ${run.name}`,
      run.goodNodeRegistered && !run.oddNodeRegistered && run.reason !== "",
      run.reason ||
        `good node ${run.goodNodeRegistered ? "in" : "NOT in"}, odd node ${run.oddNodeRegistered ? "IN" : "out"}, no reason in a log`,
    );
  return runs;
}

/** A release whose AES-GCM drops messages. The short run watches for 15 seconds instead of 30: a good worker needs five. */
export async function proveBrokenGcm({ checks, folder, gcm, quick }: Run): Promise<BrokenGcmRun> {
  checks.section("a release whose AES-GCM drops messages (SPARK-56227)");
  const broken = await tryBrokenGcm(
    withNetworkJarOf(gcm, "3.5.2", (line) => checks.say(line)),
    join(folder, "cluster"),
    quick ? 15 : 30,
  );
  checks.check(
    "the script refuses it",
    broken.scriptStatus === 1 && /HARDENED_SPARK_MODE is gcm, but/.test(broken.scriptSays),
    broken.scriptSays,
  );
  checks.check(
    `without the script's check no worker ever registers (watched for ${broken.watchedSeconds} s)`,
    broken.registeredByHand === 0,
  );
  checks.check("with AES-CTR the same jars work (the control)", broken.registeredWithCtr === 2);
  return broken;
}
