import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assumptions } from "../assumptions";
import { readDriverFiles } from "../driver-files";
import type { Run } from "../run";
import { harmlessFiles } from "../script/hocon-cases";

/** Public forms of the driver's files: those that are known to work are read, those that are known not to are skipped. */
export function proveRig({ checks }: Run): void {
  checks.section("the rig itself: which files the driver takes");
  const block = '[driver] {\n  "spark.one" = "1"\n}\n';
  const reads = (files: Record<string, string>, rewrite = true) => {
    const folder = mkdtempSync(join(tmpdir(), "driver-conf-"));
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      return readDriverFiles(folder, rewrite);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const taken = (name: string, files: Record<string, string>, wanted: Record<string, string>) => {
    const { settings, log } = reads(files);
    const holds = Object.entries(wanted).every(([key, value]) => settings[key] === value) && log.length === 0;
    checks.check(`taken: ${name}`, holds, JSON.stringify({ settings, log }));
  };
  const skipped = (name: string, text: string, message: RegExp, others: Record<string, string> = {}) => {
    const { settings, log } = reads({ "spark-branch.conf": text, ...others });
    const only = Object.keys(settings).every((key) => Object.values(others).join().includes(key));
    checks.check(`skipped, with its ERROR line: ${name}`, log.length === 1 && message.test(log[0] ?? "") && only, log.join());
  };
  taken(
    "a block appended to spark-branch.conf",
    { "spark-branch.conf": `${block}[driver] {\n  "spark.two" = true\n}\n` },
    { "spark.one": "1", "spark.two": "true" },
  );
  taken(
    "00-custom-spark.conf, over spark-branch.conf",
    { "spark-branch.conf": block, "00-custom-spark.conf": block.replace('"1"', '"2"') },
    { "spark.one": "2" },
  );
  for (const [name, text] of Object.entries(harmlessFiles)) taken(name, { "00-custom.conf": text }, {});
  const lines = "spark.authenticate true\nspark.authenticate.secret abc\n";
  skipped(
    "key-value lines (the words of azure-docs#62331)",
    lines,
    /Failed to parse conf file '\/databricks\/driver\/conf\/spark-branch\.conf', skipping\.\.\.\n.*Key 'spark\."authenticate true"' may not be followed by token: 'spark\.authenticate\.secret'/,
  );
  skipped("key-value lines behind a block: the block is lost, too", `${block}${lines}`, /may not be followed by token/);
  skipped("a block that is not closed; another file is taken", block.replace("}", ""), /Failed to parse/, {
    "00-a.conf": '[driver] { "spark.two" = 2 }',
  });
  const bare = reads({ "spark-branch.conf": block }, false);
  checks.check(
    "the published parser alone refuses the header of a section",
    bare.log.length === 1 && /trailing tokens/.test(bare.log[0] ?? ""),
    bare.log.join(),
  );
  checks.section("what the rig assumes of Databricks");
  for (const [name, { assumed, source, on }] of Object.entries(assumptions))
    checks.note(`${name} (${on ? "on" : "off"}): ${assumed} [${source}]`);
}
