import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";

/** Where Spark distributions are kept between runs. */
export const sparkCache =
  process.env.SPARK_CACHE ?? join(process.env.HARDENED_DATABRICKS_CACHE ?? join(homedir(), ".cache", "hardened-databricks"), "spark");

/** The lines of Spark that the tests run on: without usable GCM, with it, and with RPC TLS. */
export const sparkLines = { withoutGcm: "3.5.0", gcm: "3.5.9", tls: "4.3.0" } as const;

/** One Spark distribution, as PySpark brings it. */
export interface Spark {
  version: string;
  /** SPARK_HOME. */
  home: string;
  python: string;
}

/** Installs PySpark of a version from PyPI into the cache, once. */
export function ensureSpark(version: string, say: (line: string) => void): Spark {
  const folder = join(sparkCache, version);
  const found = () => {
    const lib = join(folder, "lib");
    const python = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith("python")) : undefined;
    const home = python && join(lib, python, "site-packages", "pyspark");
    return home && existsSync(join(home, "jars")) && existsSync(join(home, "bin", "spark-class"))
      ? { version, home, python: join(folder, "bin", "python") }
      : undefined;
  };
  const present = found();
  if (present) return present;
  say(`installing PySpark ${version} (about 300 MB) into ${folder}, once`);
  mkdirSync(sparkCache, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  for (const [program, ...args] of [
    ["python3", "-m", "venv", folder],
    [join(folder, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", `pyspark==${version}`],
  ] as [string, ...string[]][]) {
    const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${stderr ?? error?.message}`);
  }
  const installed = found();
  if (!installed) throw new Error(`PySpark ${version} was installed into ${folder}, but has no jars there`);
  return installed;
}

/** A Spark with the network jar of another version: the way to a release whose AES-GCM drops messages (SPARK-56227). */
export function withNetworkJarOf(spark: Spark, other: string, say: (line: string) => void): Spark {
  const folder = join(sparkCache, `${spark.version}-with-network-of-${other}`);
  const home = join(folder, "pyspark");
  if (!existsSync(home)) {
    say(`fetching the network jar of ${other}`);
    const donor = fetchJar("org.apache.spark", "spark-network-common_2.12", other);
    rmSync(folder, { recursive: true, force: true });
    const temporary = `${folder}.${process.pid}.tmp`;
    cpSync(spark.home, join(temporary, "pyspark"), { recursive: true });
    const jars = join(temporary, "pyspark", "jars");
    for (const name of readdirSync(jars).filter((name) => /^spark-network-common_/.test(name))) rmSync(join(jars, name));
    copyFileSync(donor, join(jars, basename(donor)));
    renameSync(temporary, folder);
  }
  return { ...spark, version: `${spark.version} with the network jar of ${other}`, home };
}

/** Fetches a jar with Maven into the cache, once. */
export function fetchJar(group: string, artifact: string, version: string): string {
  const folder = join(sparkCache, "jars");
  const jar = join(folder, `${artifact}-${version}.jar`);
  if (existsSync(jar)) return jar;
  mkdirSync(folder, { recursive: true });
  const fetched = spawnSync(
    "mvn",
    ["-q", "-B", "dependency:copy", `-Dartifact=${group}:${artifact}:${version}`, `-DoutputDirectory=${folder}`],
    { encoding: "utf8" },
  );
  if (fetched.status !== 0 || !existsSync(jar))
    throw new Error(`${group}:${artifact}:${version} could not be fetched with mvn: ${fetched.stdout ?? fetched.error?.message}`);
  return jar;
}

/** The JVM that runs Spark, by its own path. */
export function javaProgram(): string {
  const found = spawnSync("sh", ["-c", 'readlink -f "$(command -v java)"'], { encoding: "utf8" });
  return found.stdout.trim();
}

/** What a machine must have for these tests; the parts that are missing, in words. */
export function missingParts(): string[] {
  const missing: string[] = [];
  if (process.getuid?.() !== 0) missing.push("root (for network namespaces and captures)");
  for (const [program, why] of [
    ["ip", "package iproute2"],
    ["tcpdump", "package tcpdump"],
    ["javac", "a JDK 17"],
    ["python3", "Python 3 with venv"],
    ["openssl", "package openssl"],
    ["nsenter", "package util-linux"],
    ["setpriv", "package util-linux"],
    ["nft", "package nftables"],
    ["gcc", "package gcc"],
    ["mvn", "Maven"],
  ]) {
    if (spawnSync("sh", ["-c", `command -v ${program}`]).status !== 0) missing.push(`${program} (${why})`);
  }
  if (missing.length === 0) {
    const probe = spawnSync("unshare", ["-m", "-n", "true"]);
    if (probe.status !== 0) missing.push("namespaces (unshare -m -n is refused)");
  }
  return missing;
}
