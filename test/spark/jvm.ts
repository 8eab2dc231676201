import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Spark, sparkCache } from "./spark";

/** What starts fastest: the second compiler, whose AES is faster, is left out. */
export const quickJava = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto";

/** The processes that the rig starts by itself; executors are started by workers. */
export const mainClasses = {
  master: "org.apache.spark.deploy.master.Master",
  worker: "org.apache.spark.deploy.worker.Worker",
  driver: "org.apache.spark.deploy.SparkSubmit",
} as const;
export type Role = keyof typeof mainClasses;

const known = new Map<string, string[]>();

/** The JVM's arguments for a process, from Spark's own launcher, which is asked once for each: it costs a JVM. */
export function jvmArguments(spark: Spark, role: Role): string[] {
  const key = `${spark.home} ${role}`;
  const found = known.get(key);
  if (found) return found;
  const conf = mkdtempSync(join(tmpdir(), "conf-"));
  try {
    const { status, stdout, stderr } = spawnSync(
      "java",
      ["-cp", `${spark.home}/jars/*`, "org.apache.spark.launcher.Main", mainClasses[role]],
      {
        encoding: "utf8",
        env: {
          PATH: process.env.PATH,
          SPARK_HOME: spark.home,
          SPARK_SCALA_VERSION: "2.13",
          SPARK_CONF_DIR: conf,
          SPARK_DAEMON_MEMORY: "400m",
          SPARK_DRIVER_MEMORY: "800m",
        },
      },
    );
    if (status !== 0) throw new Error(`Spark's launcher failed: ${stderr}`);
    const words = stdout
      .split("\0")
      .map((word) => word.trim())
      .filter(Boolean);
    const command = words.slice(1, words.lastIndexOf(mainClasses[role]));
    const arguments_ = command.map((word) =>
      word
        .split(":")
        .filter((part) => !part.startsWith(conf))
        .join(":"),
    );
    known.set(key, arguments_);
    return arguments_;
  } finally {
    rmSync(conf, { recursive: true, force: true });
  }
}

/** Where archives of a Spark's loaded classes lie, one for each kind of process: a JVM with one starts in two thirds of the time. */
export function archiveFolder(spark: Spark): string {
  return join(sparkCache, "archives", spark.version.replaceAll(" ", "-"));
}

/** The kinds of process that have an archive; executors use the driver's. */
const archived: Role[] = ["master", "worker", "driver"];

export function hasArchives(spark: Spark): boolean {
  return archived.every((role) => existsSync(join(archiveFolder(spark), `${role}.jsa`)));
}

/** Takes over what JVMs that ended in a recording cluster have left. */
export function keepArchives(spark: Spark): void {
  const folder = archiveFolder(spark);
  for (const role of archived)
    if (existsSync(join(folder, `${role}.jsa.tmp`))) renameSync(join(folder, `${role}.jsa.tmp`), join(folder, `${role}.jsa`));
}
