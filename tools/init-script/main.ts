import { createHash } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { nodeTraffic } from "../../src/azure/node-traffic";

/** `npm run init-script`: makes the one file that nodes run from its parts in init-scripts/source, and its digest. `--check` only compares. */
const root = resolve(__dirname, "../..");
const source = join(root, "init-scripts/source");

/** A part with every `#@include NAME` replaced by that part. */
function assemble(name: string): string {
  return readFileSync(join(source, name), "utf8").replace(/^#@include (\S+)\n/gm, (_, part: string) => assemble(part));
}

const script = assemble(nodeTraffic.scriptName);
const digest = createHash("sha256").update(script).digest("hex");
const made = {
  [join(root, "init-scripts", nodeTraffic.scriptName)]: script,
  [join(root, "src/azure/script-digest.ts")]:
    `/** SHA-256 of init-scripts/${nodeTraffic.scriptName}, in hexadecimal. Made by \`npm run init-script\`. */\nexport const scriptDigest = "${digest}";\n`,
};
for (const [path, text] of Object.entries(made)) {
  if (!process.argv.includes("--check")) {
    writeFileSync(path, text);
    if (path.endsWith(".sh")) chmodSync(path, 0o755);
  } else if (readFileSync(path, "utf8") !== text) {
    console.error(`${path.slice(root.length + 1)} is not made from init-scripts/source: run \`npm run init-script\``);
    process.exitCode = 1;
  }
}
