import { join } from "node:path";
import { type ChannelRun, measureChannels } from "../measure-channels";
import { policyEnvironment, type Run } from "../run";

/** What passes between nodes and lies on their disks, plain and in each mode. The short run leaves out CTR. */
export async function proveChannels({ checks, folder, gcm, tls, withoutGcm }: Run): Promise<ChannelRun[]> {
  const runs: ChannelRun[] = [];
  for (const [spark, mode] of [[gcm, "gcm"], [tls, "tls"], ...(withoutGcm ? [[withoutGcm, "ctr"]] : [])] as [
    typeof gcm,
    "gcm" | "tls" | "ctr",
  ][]) {
    checks.section(`Spark ${spark.version}: what passes between the nodes, plain and in mode ${mode}`);
    const plain = await checks.control(
      "the plain run",
      () => measureChannels(spark, join(folder, "cluster"), undefined),
      (run) => Object.values(run.wire).every((hits) => hits > 0),
    );
    const secured = await measureChannels(spark, join(folder, "cluster"), policyEnvironment(mode));
    runs.push(plain, secured);
    judgePair({ checks }, plain, secured, mode);
  }
  return runs;
}

/** Judges a plain run, which must show every marker, and the secured one beside it, which must show none. */
function judgePair({ checks }: Pick<Run, "checks">, plain: ChannelRun, secured: ChannelRun, mode: string): void {
  const named = (counts: Record<string, number>, wanted: (hits: number) => boolean) =>
    Object.entries(counts)
      .filter(([, hits]) => wanted(hits))
      .map(([name, hits]) => `${name} ${hits}`);
  const silent = named(plain.wire, (hits) => hits === 0);
  checks.check("plain: every channel shows its marker, else the run is void", silent.length === 0, silent.join(", "));
  const invisible = named(plain.disk, (hits) => hits === 0);
  checks.check("plain: every place on disk shows its marker", invisible.length === 0, invisible.join(", "));
  checks.check(`the script chose ${mode}`, secured.mode === mode, secured.mode);
  const loud = named(secured.wire, (hits) => hits > 0);
  checks.check(`${mode}: no marker on any of ${Object.keys(secured.wire).length} channels`, loud.length === 0, loud.join(", "));
  checks.check(
    `${mode}: no frame of Spark in clear`,
    secured.clearFrames === 0 && plain.clearFrames > 0,
    `${secured.clearFrames}, plain ${plain.clearFrames}`,
  );
  checks.check(
    `${mode}: neither root secret nor key nor store password on the wire`,
    secured.secretsOnWire === 0,
    String(secured.secretsOnWire),
  );
  const open = named(secured.disk, (hits) => hits > 0).filter((place) => !place.startsWith("pythonSpill"));
  checks.check(`${mode}: no marker in what the JVM leaves on disk`, open.length === 0, open.join(", "));
  checks.note(`${mode}: Python workers' own spill files hold ${secured.disk.pythonSpill} markers: that is for disk encryption`);
  checks.check(
    `${mode}: no secret in ps, command lines, others' environments, logs or readable files`,
    secured.secretsSeen.length === 0,
    secured.secretsSeen.join(", "),
  );
  if (mode === "tls")
    checks.check("tls: every stream begins with a TLS record", secured.streamsWithoutTls === 0, String(secured.streamsWithoutTls));
  checks.check(
    `${mode}: the sentinel of each node has proof, and has ended nothing`,
    secured.sentinels.every((says) => says === "proven"),
    secured.sentinels.join(", "),
  );
  for (const run of [plain, secured])
    checks.check(
      `${run.mode}: nothing was missed (${run.packets} packets, ${run.dropped} dropped, ${run.gaps} gaps)`,
      run.dropped === 0 && run.gaps === 0 && run.packets > 0,
    );
}
