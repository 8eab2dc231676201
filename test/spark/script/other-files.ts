import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { newRootSecret, shippedScript } from "../cluster";
import { parseFiles } from "../driver-files";
import type { Spark } from "../spark";
import { ScriptBench } from "./bench";
import { harmlessFiles, hostileFiles, randomFile } from "./hocon-cases";
import { decisiveSettings } from "./own-settings";

/** Versions of the published parser: the one whose message is the reported one, and a later one. */
const parserVersions = ["1.2.1", "1.4.3"];

/** What two readers made of one file of the driver's folder. */
export interface OtherFileRun {
  name: string;
  text: string;
  /** The settings that decide link 4 which the published parser finds in it. */
  parserFinds: string[];
  /** The words with which the script refuses it; null where it lets it stay. */
  scriptSays: string | null;
}

/** What the published parser resolves to a setting that decides link 4, the script must refuse. */
export function tryOtherFiles(files: Record<string, string>): OtherFileRun[] {
  const folder = mkdtempSync(join(tmpdir(), "driver-files-"));
  try {
    const names = Object.keys(files);
    const paths = names.map((name, i) => {
      writeFileSync(join(folder, `${i}.conf`), files[name] as string);
      return join(folder, `${i}.conf`);
    });
    const parsed = parserVersions.map((version) => parseFiles(paths, true, version));
    const { status, stdout, stderr } = spawnSync("python3", [resolve(__dirname, "shipped-judge.py"), shippedScript, ...paths], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`the script's judge failed: ${stderr}`);
    const says = JSON.parse(stdout) as (string | null)[];
    return names.map((name, i) => ({
      name,
      text: files[name] as string,
      parserFinds: [
        ...new Set(
          parsed.flatMap((version) =>
            (version[i]?.settings ?? [])
              .map(({ key }) => key.trim())
              .filter((key) => decisiveSettings.includes(key.replace(/^driver\./, ""))),
          ),
        ),
      ],
      scriptSays: says[i] ?? null,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Random files, made from a seed, and the same again for the same seed. */
export function randomFiles(count: number, seed: number): Record<string, string> {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`random file ${i} of seed ${seed}`, randomFile(random)]));
}

/** Runs the whole script beside each hand-made file: hostile ones end it, harmless ones stay as they are. */
export async function tryWholeScript(spark: Spark, folder: string): Promise<{ name: string; right: boolean; why: string }[]> {
  const bench = new ScriptBench(spark, folder);
  const environment = { HARDENED_SPARK_ROOT_SECRET: newRootSecret() };
  try {
    const few = (files: Record<string, string>, every: number) => Object.entries(files).filter((_, i) => i % every === 0);
    return [
      ...few(hostileFiles, 6).map((file) => [...file, true] as const),
      ...few(harmlessFiles, 3).map((file) => [...file, false] as const),
    ].map(([name, text, hostile], i) => {
      bench.renew();
      // Another name each time: one that is applied after ours, one before, one in capitals.
      const path = `driver/conf/${["00-custom-spark.conf", "spark-branch.conf", "00-a.conf", "zz.conf"][i % 4]}`;
      mkdirSync(dirname(join(bench.databricks, path)), { recursive: true });
      writeFileSync(join(bench.databricks, path), text);
      const { status, output } = bench.run(environment);
      const files = bench.files();
      const wrote = Object.keys(files).some((file) => file.endsWith("00-hardened-databricks.conf"));
      const untouched = files[path] === Buffer.from(text).toString("latin1");
      const right = hostile ? status === 1 && !wrote && output.includes(`/databricks/${path}`) : status === 0 && wrote;
      return {
        name: `${path}: ${name}`,
        right: right && untouched,
        why: `exit ${status}: ${output}${untouched ? "" : "; the file was changed"}`,
      };
    });
  } finally {
    await bench.end();
  }
}
