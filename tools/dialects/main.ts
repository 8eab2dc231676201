import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { resourceTypes } from "../../src/azure/resource-types";

/** Writes the older names of @pulumi/azure-native's classes, from the aliases that the pinned SDK declares; `--check` only compares. */
const root = dirname(require.resolve("@pulumi/azure-native/package.json"));
const path = resolve(__dirname, "../../src/azure/dialects/azure-native-aliases.json");
const classes = new Set<string>();
const older = new Map<string, Set<string>>();

for (const module of readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()))
  for (const file of readdirSync(join(root, module.name)).filter((name) => name.endsWith(".js"))) {
    const text = readFileSync(join(root, module.name, file), "utf8");
    const own = /__pulumiType = 'azure-native:([^']+)'/.exec(text)?.[1];
    if (!own) continue;
    classes.add(own);
    for (const [, name, , kind] of text.matchAll(/type: "azure-native:([a-z0-9]+)(\/v\w+)?:(\w+)"/g)) {
      const alias = `${name}:${kind}`;
      if (alias !== own) older.set(alias, (older.get(alias) ?? new Set()).add(own));
    }
  }

// A name that is a class still, or that several classes claim, says nothing.
const table = Object.fromEntries(
  [...older]
    .filter(([alias, owners]) => !classes.has(alias) && owners.size === 1)
    .map(([alias, owners]) => [alias, [...owners][0]])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
);
const missing = Object.values(resourceTypes)
  .flatMap(({ pulumi, alsoPulumi }) => [pulumi, ...(alsoPulumi ?? [])])
  .filter((name) => !classes.has(name));
for (const name of missing) console.error(`src/azure/resource-types.ts names ${name}, which the SDK does not have`);
const text = `${JSON.stringify(table, null, 1)}\n`;
if (!process.argv.includes("--check")) {
  writeFileSync(path, text);
  console.log(`wrote ${path} (${Object.keys(table).length} older names of ${classes.size} classes)`);
} else if (readFileSync(path, "utf8") !== text) {
  console.error(`${path} differs from @pulumi/azure-native: run \`npm run dialects\``);
  process.exitCode = 1;
}
if (missing.length > 0) process.exitCode = 1;
