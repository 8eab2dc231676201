import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** The oldest Pulumi command line that runs programs with the SDK that this repository pins. */
export const oldestVersion = "3.200.0";

/** A Pulumi command line with its Node.js language host. */
export interface Engine {
  version: string;
  /** The folder to put first on PATH; undefined where `pulumi` is there already. */
  folder?: string;
  origin: "PATH" | "cache" | "built";
}

/** Why a `pulumi` on PATH is passed over, in words; undefined where there is none. */
export interface Search {
  engine?: Engine;
  passedOver?: string;
}

/** The sources of the engine that is built where none is found. */
export const recipe = { folder: __dirname, version: "3.220.0" };

/** Where the built engine of this recipe is kept: another recipe gets another folder. */
export function cacheFolder(): string {
  const hash = createHash("sha256");
  for (const file of ["pulumi/go.mod", "pulumi/go.sum", "language-host/go.mod", "language-host/go.sum"])
    hash.update(readFileSync(join(recipe.folder, file)));
  const base = process.env.HARDENED_DATABRICKS_CACHE ?? join(homedir(), ".cache", "hardened-databricks");
  return join(base, "engine", `${recipe.version}-${process.platform}-${process.arch}-${hash.digest("hex").slice(0, 12)}`);
}

/** Looks for an engine on PATH, then in the cache. */
export function findEngine(): Search {
  const onPath = versionOf("pulumi");
  let passedOver: string | undefined;
  if (onPath) {
    if (isOlder(onPath, oldestVersion)) passedOver = `pulumi ${onPath} on PATH is older than ${oldestVersion}`;
    else if (!isOnPath("pulumi-language-nodejs")) passedOver = `pulumi ${onPath} on PATH has no pulumi-language-nodejs beside it`;
    else return { engine: { version: onPath, origin: "PATH" } };
  }
  const folder = cacheFolder();
  const cached = existsSync(join(folder, "complete")) ? versionOf(join(folder, "pulumi")) : undefined;
  return { ...(cached ? { engine: { version: cached, folder, origin: "cache" as const } } : {}), ...(passedOver ? { passedOver } : {}) };
}

/** What `pulumi version` prints, without the leading v; undefined where it cannot be run. A build from modules prints none, and counts as its recipe's. */
export function versionOf(program: string): string | undefined {
  const run = spawnSync(program, ["version"], { encoding: "utf8", env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  if (run.status !== 0) return undefined;
  return /v?(\d+\.\d+\.\d+)/.exec(run.stdout)?.[1] ?? recipe.version;
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(".").map(Number));
  for (let i = 0; i < 3; i++) if (a?.[i] !== b?.[i]) return (a?.[i] ?? 0) < (b?.[i] ?? 0);
  return false;
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, program)));
}
