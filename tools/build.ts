import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";

/** Compiles src and components into dist. `--clean` starts from nothing. */
const root = resolve(__dirname, "..");
const dist = resolve(root, "dist");
if (process.argv.includes("--clean") || !existsSync(resolve(dist, "components/index.js"))) rmSync(dist, { recursive: true, force: true });
const tsc = spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", resolve(root, "tsconfig.build.json")], {
  stdio: "inherit",
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
const bin = resolve(dist, "src/cli/main.js");
if (existsSync(bin)) chmodSync(bin, 0o755);
