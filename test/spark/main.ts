import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "../../tools/engine/run-local";
import { channels, diskPlaces } from "./channels";
import { newRootSecret } from "./cluster";
import { tryAgain, tryFailClosed } from "./fail-closed";
import { tryIntegrity } from "./integrity";
import { type ChannelRun, measureChannels } from "./measure-channels";
import { aesRefusals, rotationRefusal, tlsRefusals, tryBrokenGcm, tryDowngradeControl, tryRefusal } from "./refusals";
import { ensureSpark, missingParts, sparkLines, withNetworkJarOf } from "./spark";
import { channelTable } from "./table";
import { makeTlsMaterial } from "./tls-material";

/**
 * `npm run test:spark`: the proof of link 4 on real Apache Spark. Prints what passed between the nodes, leaves it as JSON and
 * Markdown, and ends with `N passed, N failed`. `--quick` leaves out the Spark line without usable GCM.
 */
const quick = process.argv.includes("--quick");
const folder = join(stateFolder, "spark");
const say = (line: string) => console.log(line);
let passed = 0;
let failed = 0;

function check(what: string, holds: boolean, detail = ""): void {
  if (holds) passed++;
  else failed++;
  say(`  ${holds ? "ok    " : "FAILED"} ${what}${detail && (!holds || detail.length < 140) ? `  (${detail})` : ""}`);
}

async function main(): Promise<number> {
  const missing = missingParts();
  if (missing.length > 0) {
    say(`${process.env.CI ? "FAILED" : "SKIPPED"}: tests on real Spark need ${missing.join(", ")}`);
    say(process.env.CI ? "0 passed, 1 failed" : "0 passed, 0 failed, 1 skipped");
    return process.env.CI ? 1 : 0;
  }
  mkdirSync(folder, { recursive: true });
  const gcm = ensureSpark(sparkLines.gcm, say);
  const tls = ensureSpark(sparkLines.tls, say);
  const withoutGcm = quick ? undefined : ensureSpark(sparkLines.withoutGcm, say);
  const at = join(folder, "cluster");

  say("→ the script fails closed");
  for (const run of tryFailClosed(tls, at)) {
    check(
      run.name,
      run.status === 1 && run.expected.test(run.output) && run.leftBehind.length === 0 && !run.leaks,
      `exit ${run.status}: ${run.output}; left behind: ${run.leftBehind.join(", ") || "nothing"}`,
    );
  }
  for (const spark of [gcm, tls]) {
    const again = tryAgain(spark, at);
    check(`Spark ${spark.version}: running it twice changes nothing, in mode ${again.mode}`, again.same);
    check(`Spark ${spark.version}: what others wrote stays, what would undo it goes`, again.keepsOthers && again.overridesWeakening);
    check(
      `Spark ${spark.version}: what it writes is for root alone`,
      again.modes.every((mode) => mode === "600"),
      again.modes.join(", "),
    );
  }

  const runs: ChannelRun[] = [];
  for (const { spark, mode, environment } of [
    { spark: gcm, mode: "gcm", environment: {} },
    { spark: tls, mode: "tls", environment: makeTlsMaterial("proof") },
    ...(withoutGcm ? [{ spark: withoutGcm, mode: "ctr", environment: { HARDENED_SPARK_ALLOW_CTR: "1" } }] : []),
  ]) {
    say(`→ Spark ${spark.version}: what passes between the nodes, plain and in mode ${mode}`);
    const plain = await measureChannels(spark, at, undefined);
    const secured = await measureChannels(spark, at, { HARDENED_SPARK_ROOT_SECRET: newRootSecret(), ...environment });
    runs.push(plain, secured);
    judgePair(plain, secured, mode);
  }

  say("→ who is refused");
  const control = await tryDowngradeControl(gcm, at);
  check(`Spark ${gcm.version}: with Spark's defaults a node that does not encrypt gets in (the control)`, control.oddNodeRegistered);
  for (const [spark, cases, isTls] of [
    [gcm, aesRefusals, false],
    [tls, [...tlsRefusals, rotationRefusal], true],
  ] as const) {
    for (const refusal of cases) {
      const run = await tryRefusal(spark, at, refusal, isTls);
      check(
        `Spark ${run.spark}: ${run.name}`,
        run.goodNodeRegistered && !run.oddNodeRegistered && run.reason !== "",
        run.reason ||
          `good node ${run.goodNodeRegistered ? "in" : "NOT in"}, odd node ${run.oddNodeRegistered ? "IN" : "out"}, no reason in a log`,
      );
    }
  }

  say("→ a byte that is changed on the wire");
  for (const [spark, mode] of [[gcm, "gcm"], [tls, "tls"], ...(withoutGcm ? [[withoutGcm, "ctr"]] : [])] as [
    typeof gcm,
    "gcm" | "tls" | "ctr",
  ][]) {
    const run = await tryIntegrity(spark, at, mode);
    if (mode === "ctr")
      check(
        `Spark ${run.spark}, ctr: is not noticed, which is why CTR is opt-in`,
        run.changed > 0 && run.result === "wrong",
        `result ${run.result}`,
      );
    else
      check(
        `Spark ${run.spark}, ${mode}: is noticed, and the result is never wrong`,
        run.changed > 0 && run.result !== "wrong" && run.noticed !== "",
        `${run.changed} changed, result ${run.result}: ${run.noticed}`,
      );
  }

  say("→ a release whose AES-GCM drops messages (SPARK-56227)");
  const broken = await tryBrokenGcm(withNetworkJarOf(gcm, "3.5.2", say), at);
  check("the script refuses it", broken.scriptStatus === 1 && /nor a working AES-GCM/.test(broken.scriptSays), broken.scriptSays);
  check(`without the script's check no worker ever registers (watched for ${broken.watchedSeconds} s)`, broken.registeredByHand === 0);
  check("with AES-CTR the same jars work (the control)", broken.registeredWithCtr === 2);

  const table = channelTable(runs);
  say(`\n${table}`);
  keep("channels.json", `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), channels, diskPlaces, runs }, null, 2)}\n`);
  keep("channels.md", table);
  say(`Kept: ${join(folder, "channels.json")}, ${join(folder, "channels.md")}`);
  say(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

/** Judges a plain run, which must show every marker, and the secured one beside it, which must show none. */
function judgePair(plain: ChannelRun, secured: ChannelRun, mode: string): void {
  const silent = Object.entries(plain.wire)
    .filter(([, hits]) => hits === 0)
    .map(([channel]) => channel);
  check("plain: every channel shows its marker, else the run is void", silent.length === 0, silent.join(", "));
  const invisible = Object.entries(plain.disk)
    .filter(([, hits]) => hits === 0)
    .map(([place]) => place);
  check("plain: every place on disk shows its marker", invisible.length === 0, invisible.join(", "));
  check(`the script chose ${mode}`, secured.mode === mode, secured.mode);
  const loud = Object.entries(secured.wire)
    .filter(([, hits]) => hits > 0)
    .map(([channel, hits]) => `${channel} ${hits}`);
  check(`${mode}: no marker on any of ${Object.keys(secured.wire).length} channels`, loud.length === 0, loud.join(", "));
  check(`${mode}: neither root secret nor key nor store password on the wire`, secured.secretsOnWire === 0, String(secured.secretsOnWire));
  const open = Object.entries(secured.disk)
    .filter(([place, hits]) => hits > 0 && place !== "pythonSpill")
    .map(([place, hits]) => `${place} ${hits}`);
  check(`${mode}: no marker in what the JVM leaves on disk`, open.length === 0, open.join(", "));
  say(`  note   ${mode}: Python workers' own spill files hold ${secured.disk.pythonSpill} markers: that is for disk encryption`);
  check(
    `${mode}: no secret in ps, command lines, others' environments, logs or readable files`,
    secured.secretsSeen.length === 0,
    secured.secretsSeen.join(", "),
  );
  if (mode === "tls")
    check("tls: every stream begins with a TLS record", secured.streamsWithoutTls === 0, String(secured.streamsWithoutTls));
  for (const run of [plain, secured])
    check(
      `${run.mode}: nothing was missed (${run.packets} packets, ${run.dropped} dropped, ${run.gaps} gaps)`,
      run.dropped === 0 && run.gaps === 0 && run.packets > 0,
    );
}

function keep(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.tmp`), text);
  renameSync(join(folder, `${name}.tmp`), join(folder, name));
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    console.error(error.message);
    say(`${passed} passed, ${failed + 1} failed`);
    process.exitCode = 1;
  },
);
