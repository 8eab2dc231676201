import { renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { rules } from "../../src/links";
import { baseDeployments } from "./deployments";
import { isEscaped, type Outcome, sweep, uniqueCatches } from "./sweep";
import { withoutUniqueCatch } from "./without-unique-catch";

/**
 * Judges every weakening: `npm run sweep`. With `--escaped` it lists each that escapes, with `--write` it writes the ledger that the test
 * compares with, and docs/weakening-sweep.md.
 */
async function main(): Promise<void> {
  const rows: string[] = [];
  const all: Outcome[] = [];
  for (const [name, deployment] of await baseDeployments()) {
    console.log(`${name}: ${deployment.resources.length} resources`);
    const outcomes = sweep(deployment);
    const counts = tally(outcomes);
    console.log(
      `  ${counts.total} weakenings: ${counts.caught} caught, ${counts.undecided} leave a link undecided, ${counts.harmless} harmless, ${counts.escaped} escaped`,
    );
    if (process.argv.includes("--escaped"))
      for (const { weakening } of outcomes.filter(isEscaped))
        console.log(`  ${weakening.type} ${weakening.resource}: ${weakening.what} (${weakening.kind})`);
    rows.push(
      `| ${name} | ${deployment.resources.length} | ${counts.total} | ${counts.caught} | ${counts.undecided} | ${counts.harmless} | ${counts.escaped} |`,
    );
    all.push(...outcomes);
  }
  if (process.argv.includes("--write")) {
    whole("test/sweep/ledger.json", `${JSON.stringify(uniqueCatches(all), null, 2)}\n`);
    whole("docs/weakening-sweep.md", page(rows, all));
  }
  process.exit(all.some(isEscaped) ? 1 : 0);
}

function tally(outcomes: Outcome[]) {
  const caught = outcomes.filter((o) => o.caughtBy.length > 0).length;
  const undecided = outcomes.filter((o) => o.caughtBy.length === 0 && o.undecided.length > 0).length;
  const escaped = outcomes.filter(isEscaped).length;
  return { total: outcomes.length, caught, undecided, escaped, harmless: outcomes.length - caught - undecided - escaped };
}

function page(rows: string[], all: Outcome[]): string {
  const unique = uniqueCatches(all);
  const reasons = new Map<string, number>();
  for (const { harmless, caughtBy, undecided } of all)
    if (harmless && caughtBy.length === 0 && undecided.length === 0) reasons.set(harmless, (reasons.get(harmless) ?? 0) + 1);
  return [
    "# Weakening sweep",
    "",
    "Each deployment is weakened in every way that a machine can think of, one change at a time: each boolean flipped, each choice moved (those that",
    "are not set included), each block and port range widened, each reference dropped and redirected, each service tag swapped, each number shortened,",
    "each role and scope widened, each limit of the cluster policy dropped and loosened, the init script edited, each resource taken away, and open",
    "rules added. A weakening is caught where a rule fails that did not before, undecided where a link can no longer be called secured, and harmless",
    "only by a name and a reason. `npm run sweep -- --write` writes this page; a test runs the same on every change.",
    "",
    "| deployment | resources | weakenings | caught | undecided | harmless | escaped |",
    "|---|---|---|---|---|---|---|",
    ...rows,
    "",
    `## Rules that are alone to catch something: ${Object.values(unique).filter((count) => count > 0).length} of ${rules.length}`,
    "",
    "Without one of them at least one weakening would go unseen. The others, and why:",
    "",
    "| rule | why no single weakening needs it |",
    "|---|---|",
    ...Object.entries(withoutUniqueCatch).map(([id, why]) => `| \`${id}\` | ${why} |`),
    "",
    "## What is harmless, and why",
    "",
    "| weakenings | reason |",
    "|---|---|",
    ...[...reasons].sort(([, a], [, b]) => b - a).map(([reason, count]) => `| ${count} | ${reason} |`),
    "",
  ].join("\n");
}

function whole(file: string, text: string): void {
  const path = resolve(__dirname, "../..", file);
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
  console.log(`wrote ${file}`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(2);
});
