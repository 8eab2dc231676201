import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { readShapes } from "./read-shapes";
import { azureNativeTypes, databricksTypes, randomTypes, tlsTypes } from "./types";

/** Writes src/local-azure/shapes/*.json from the type declarations of the pinned SDKs; `--check` only compares. */
const check = process.argv.includes("--check");
const folder = resolve(__dirname, "../../src/local-azure/shapes");
let stale = 0;
for (const [packageName, file, types] of [
  ["@pulumi/azure-native", "azure-native.json", azureNativeTypes],
  ["@pulumi/databricks", "databricks.json", databricksTypes],
  ["@pulumi/random", "random.json", randomTypes],
  ["@pulumi/tls", "tls.json", tlsTypes],
] as const) {
  const text = `${JSON.stringify(readShapes(packageName, types), null, 1)}\n`;
  const path = resolve(folder, file);
  if (!check) {
    writeFileSync(path, text);
    console.log(`wrote ${path} (${types.length} types)`);
  } else if (readFileSync(path, "utf8") !== text) {
    console.error(`${path} differs from ${packageName}: run \`npm run shapes\``);
    stale++;
  }
}
process.exitCode = stale ? 1 : 0;
