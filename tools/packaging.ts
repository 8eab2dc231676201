import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository, stateFolder } from "./engine/run-local";

/**
 * Packs the package as it would be published, looks at what is in it, and uses it from a project of its own:
 * types, run time, test helper and command line.
 */
function run(program: string, args: string[], cwd = repository): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

mkdirSync(stateFolder, { recursive: true });
const consumer = mkdtempSync(join(stateFolder, "consumer-"));
try {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", consumer])) as [
    { filename: string; files: { path: string }[] },
  ];
  const paths = packed.files.map((file) => file.path);
  for (const needed of [
    "dist/components/index.js",
    "dist/components/index.d.ts",
    "dist/src/cli/main.js",
    "dist/src/testing/index.js",
    "dist/src/local-azure/plugin/main.js",
    "dist/policy-pack/src/index.js",
    "policy-pack/PulumiPolicy.yaml",
    "policy-pack/index.js",
    "policy-pack/package.json",
    "PulumiPlugin.yaml",
    "README.md",
    "RULES.md",
    "LICENSE",
    "init-scripts/encrypt-node-traffic.sh",
    "init-scripts/node-traffic-check.py",
    "docs/proof/link-4.json",
  ]) {
    if (!paths.includes(needed)) throw new Error(`the package lacks ${needed}: see "files" in package.json`);
  }
  const stray = paths.filter((path) => /^(test|tools|examples|\.ci)\/|^docs\/(?!proof\/link-4\.json$)|\.tsbuildinfo$/.test(path));
  if (stray.length > 0) throw new Error(`the package holds what nobody needs: ${stray.join(", ")}`);
  const installed = join(consumer, "node_modules/hardened-databricks");
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xzf", join(consumer, packed.filename), "-C", installed, "--strip-components=1"]);
  writeFileSync(join(consumer, "package.json"), '{ "name": "consumer", "version": "1.0.0" }\n');
  writeFileSync(
    join(consumer, "tsconfig.json"),
    '{ "compilerOptions": { "strict": true, "module": "node16", "target": "es2022", "types": ["node"], "skipLibCheck": true } }\n',
  );
  writeFileSync(
    join(consumer, "index.ts"),
    `import { HardenedDatabricks } from "hardened-databricks";
import { assertSecureLink, deploy } from "hardened-databricks/testing";
deploy(() => new HardenedDatabricks("lake", { location: "westeurope", addressSpace: "10.20.0.0/22", transitAddressSpace: "10.30.0.0/26", databricksPrincipalId: "00000000-1111-4222-8333-444444444444" })).then((deployed) => {
  assertSecureLink(deployed, 3);
  console.log("link 3 is secured");
});
`,
  );
  run(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", consumer], consumer);
  if (!run(process.execPath, ["index.js"], consumer).includes("link 3 is secured"))
    throw new Error("the packed library did not secure link 3");
  if (!run(process.execPath, [join(installed, "dist/src/cli/main.js"), "rules"], consumer).includes("L3-no-public-ip"))
    throw new Error("the packed command line lists no rules");
  const policies = "console.log(require('./node_modules/hardened-databricks/dist/policy-pack/src/policies.js').policies.length)";
  if (Number(run(process.execPath, ["-e", policies], consumer)) < 130) throw new Error("the packed policy pack has too few policies");
  console.log(`${packed.filename}: ${paths.length} files; types, run time, test helper and command line work from a project of its own`);
} finally {
  rmSync(consumer, { recursive: true, force: true });
}
