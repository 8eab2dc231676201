import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fetchJar, sparkCache } from "./spark";

/** The version of the published HOCON parser whose message matches the one in MicrosoftDocs/azure-docs#62331. */
export const hoconVersion = "1.2.1";

/** What the parser made of one file. */
export interface ParsedFile {
  /** The parser's words; undefined where the file was read. */
  error?: string;
  /** Settings by section and key; the section is empty for what stands outside of any. */
  settings: { section: string; key: string; value: string }[];
}

/** What the driver takes from its files. */
export interface DriverSettings {
  settings: Record<string, string>;
  /** What the driver logs about files that it skips. */
  log: string[];
}

/**
 * Reads files with the published HOCON parser, all in one JVM.
 * @param rewriteHeaders - whether `[driver] {` becomes a key first; the parser alone refuses it.
 */
export function parseFiles(paths: string[], rewriteHeaders = true, version = hoconVersion): ParsedFile[] {
  if (paths.length === 0) return [];
  const { classes, jar } = ensureReader(version);
  const { status, stdout, stderr } = spawnSync(
    "java",
    [
      "-Xshare:auto",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-cp",
      `${classes}:${jar}`,
      "HoconReader",
      rewriteHeaders ? "rewrite" : "as-is",
      ...paths,
    ],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`the HOCON reader failed: ${stderr}`);
  const decode = (text = "") => Buffer.from(text.slice(0, -1), "base64").toString("utf8");
  const files: ParsedFile[] = [];
  for (const line of stdout.split("\n").filter(Boolean)) {
    const [kind, ...words] = line.split(" ");
    const file = files.at(-1);
    if (kind === "file") files.push({ settings: [] });
    else if (kind === "error" && file) file.error = decode(words[0]);
    else if (file) file.settings.push({ section: decode(words[0]), key: decode(words[1]), value: decode(words[2]) });
  }
  return files;
}

/** What Databricks' driver takes from a folder: `00-…` is applied last and wins; a file that does not parse is skipped. */
export function readDriverFiles(folder: string, rewriteHeaders: boolean): DriverSettings {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith(".conf") && statSync(join(folder, name)).isFile())
    : [];
  names.sort().reverse();
  const result: DriverSettings = { settings: {}, log: [] };
  parseFiles(
    names.map((name) => join(folder, name)),
    rewriteHeaders,
  ).forEach((file, i) => {
    if (file.error !== undefined)
      result.log.push(`ERROR ProjectConf$: Failed to parse conf file '/databricks/driver/conf/${names[i]}', skipping...\n${file.error}`);
    for (const { section, key, value } of file.settings) if (section === "driver") result.settings[key] = value;
  });
  return result;
}

/** The parser, by Maven, and the reader, compiled against it once. */
function ensureReader(version: string): { classes: string; jar: string } {
  const jar = fetchJar("com.typesafe", "config", version);
  const source = resolve(__dirname, "hocon/HoconReader.java");
  const classes = join(sparkCache, "hocon", `${version}-${Math.trunc(statSync(source).mtimeMs)}`);
  if (!existsSync(classes)) {
    const temporary = `${classes}.${process.pid}.tmp`;
    mkdirSync(temporary, { recursive: true });
    const { status, stderr } = spawnSync("javac", ["--release", "11", "-cp", jar, "-d", temporary, source], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the HOCON reader does not compile: ${stderr}`);
    rmSync(classes, { recursive: true, force: true });
    renameSync(temporary, classes);
  }
  return { classes, jar };
}
