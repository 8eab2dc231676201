import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { stateFolder } from "../../tools/engine/run-local";
import { ensureArchives } from "./archives";
import { assumptions } from "./assumptions";
import { channels, diskPlaces } from "./channels";
import { Checks } from "./checks";
import { keep, type Proof, versionsOf } from "./proof";
import type { Run } from "./run";
import { proveChannels } from "./sections/channels";
import { proveDelivery } from "./sections/delivery";
import { proveIntegrity } from "./sections/integrity";
import { proveBrokenGcm, proveRefusals } from "./sections/refusals";
import { proveRig } from "./sections/rig";
import { proveScript } from "./sections/script";
import { proveSentinel } from "./sections/sentinel";
import { proveStranger } from "./sections/stranger";
import { proveTrafficCheck } from "./sections/traffic-check";
import { ensureSpark, missingParts, sparkLines } from "./spark";
import { proofPage } from "./table";

/**
 * `npm run test:spark`: the proof of link 4 on real Apache Spark. Prints each check, leaves the whole as JSON and Markdown, and ends
 * with `N passed, N failed`. Each section says what `--quick` leaves out of it.
 */
const usage = "npm run test:spark -- [--quick] [--matrix] [--keep] [--random FILES] [--seed NUMBER] [--only SECTION]...";
const sections = {
  rig: proveRig,
  script: proveScript,
  sentinel: proveSentinel,
  delivery: proveDelivery,
  channels: proveChannels,
  refusals: proveRefusals,
  integrity: proveIntegrity,
  brokenGcm: proveBrokenGcm,
  stranger: proveStranger,
  trafficCheck: proveTrafficCheck,
};
/** What each section has shown. */
type Found = { [Name in keyof typeof sections]: Awaited<ReturnType<(typeof sections)[Name]>> };
const checks = new Checks();
const folder = join(stateFolder, "spark");

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      matrix: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      random: { type: "string" },
      seed: { type: "string", default: "1" },
      only: { type: "string", multiple: true },
    },
  });
  const wanted = values.only ?? Object.keys(sections);
  const count = Number(values.random ?? (values.quick ? 300 : 3000));
  const unknown = wanted.find((name) => !(name in sections));
  if (unknown || !Number.isInteger(count) || count < 1 || !Number.isInteger(Number(values.seed)))
    throw new UsageError(
      unknown ? `--only ${unknown}: one of ${Object.keys(sections).join(", ")} is allowed` : "--random and --seed take whole numbers",
    );
  const missing = missingParts();
  if (missing.length > 0) {
    checks.say(`${process.env.CI ? "FAILED" : "SKIPPED"}: tests on real Spark need ${missing.join(", ")}`);
    checks.say(process.env.CI ? "0 passed, 1 failed" : "0 passed, 0 failed, 1 skipped");
    return process.env.CI ? 1 : 0;
  }
  const say = (line: string) => checks.say(line);
  const run: Run = {
    checks,
    quick: values.quick,
    folder,
    gcm: ensureSpark(sparkLines.gcm, say),
    tls: ensureSpark(sparkLines.tls, say),
    withoutGcm: values.quick ? undefined : ensureSpark(sparkLines.withoutGcm, say),
    random: { count, seed: Number(values.seed) },
    wholeMatrix: values.matrix || !values.quick,
  };
  await ensureArchives(run);
  const started = Date.now();
  const found: Partial<Found> = {};
  for (const [name, prove] of Object.entries(sections)) {
    if (!wanted.includes(name)) continue;
    const before = Date.now();
    Object.assign(found, { [name]: await prove(run) });
    checks.say(`  ${name}: ${Math.round((Date.now() - before) / 1000)} s`);
  }
  if (wanted.length === Object.keys(sections).length) report(found as Found, run, started, values.keep);
  checks.say(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed > 0 ? 1 : 0;
}

/** Leaves what a whole run has shown, in the repository's documents where that is wanted. */
function report(found: Found, run: Run, started: number, inDocuments: boolean): void {
  const { delivery, channels: runs, refusals, integrity, brokenGcm, script, sentinel, stranger, trafficCheck } = found;
  const proof: Proof = {
    date: new Date().toISOString().slice(0, 10),
    kind: run.quick ? "quick" : "full",
    passed: checks.passed,
    failed: checks.failed,
    seconds: Math.round((Date.now() - started) / 1000),
    versions: versionsOf(run),
    assumptions,
    delivery,
    channels: { words: channels, disk: diskPlaces, runs },
    refusals,
    brokenGcm,
    integrity,
    script,
    sentinel,
    stranger,
    trafficCheck,
  };
  const page = proofPage(proof);
  checks.say(`\n${page}`);
  if (inDocuments && checks.failed > 0) checks.say("Not kept in docs/proof: checks have failed");
  for (const place of [folder, ...(inDocuments && checks.failed === 0 ? [resolve(__dirname, "../../docs/proof")] : [])]) {
    keep(join(place, "link-4.json"), `${JSON.stringify(proof, null, 2)}\n`);
    keep(join(place, "link-4.md"), page);
    checks.say(`Kept: ${join(place, "link-4.json")}, ${join(place, "link-4.md")}`);
  }
}

class UsageError extends Error {}

main().then(
  (status) => process.exit(status),
  (error: Error & { code?: string }) => {
    const usageError = error instanceof UsageError || error.code?.startsWith("ERR_PARSE_ARGS");
    console.error(usageError ? `${error.message}\n${usage}` : error.stack);
    if (!usageError) checks.say(`${checks.passed} passed, ${checks.failed + 1} failed`);
    process.exit(usageError ? 2 : 1);
  },
);
