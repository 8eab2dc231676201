import * as fc from "fast-check";
import { HardenedDatabricks } from "../components";
import { deploy } from "../src/testing";
import { validConfigurations } from "../test/support/configurations";

/**
 * Deploys random configurations that open nothing, in process, and counts what rules say of them: a failure is a false alarm, or a hole of
 * a component. Usage: false-alarms.ts [COUNT] [SEED]
 */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 1000);
  const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
  const alarms = new Map<string, number>();
  const profiles = new Map<string, number>();
  let findings = 0;
  for (const [i, { name, args }] of fc.sample(validConfigurations, { numRuns: count, seed }).entries()) {
    const { verdict } = await deploy(() => new HardenedDatabricks(name, args));
    profiles.set(args.profile ?? "private", (profiles.get(args.profile ?? "private") ?? 0) + 1);
    for (const finding of verdict.links.flatMap((link) => link.findings)) {
      findings++;
      // The second step to DBFS root's key needs the first, and a run in process takes one.
      if ((finding.verdict !== "fail" && finding.verdict !== "unknown") || finding.rule === "L5-dbfs-cmk") continue;
      alarms.set(finding.rule, (alarms.get(finding.rule) ?? 0) + 1);
      console.log(`${finding.verdict} ${finding.rule} ${finding.resource}: ${finding.message} (${JSON.stringify(args)})`);
    }
    if ((i + 1) % 100 === 0) console.log(`${i + 1} of ${count}`);
  }
  const kinds = [...profiles].map(([profile, n]) => `${n} ${profile}`).join(", ");
  console.log(
    `${count} configurations (${kinds}; seed ${seed}), ${findings} findings, ${[...alarms.values()].reduce((a, b) => a + b, 0)} alarms`,
  );
  process.exit(alarms.size > 0 ? 1 : 0);
}

main();
