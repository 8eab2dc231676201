import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { ensureEngine } from "../tools/engine/build-engine";
import type { Engine } from "../tools/engine/find-engine";
import { repository, runPulumi, stateFolder } from "../tools/engine/run-local";

/**
 * What the components cost: processor time and peak memory of `pulumi preview` of examples/quickstart (profile `private`), against a flat
 * program that declares the same resources directly. They take turns. Usage: preview-cost.ts [PAIRS]
 */
const pairs = Number(process.argv[2] ?? 5);

interface Exported {
  urn: string;
  type: string;
  id?: string;
  custom: boolean;
  inputs: Record<string, unknown>;
}

/** A program with one statement for each resource; ids of other resources become references. */
function flatProgram(resources: Exported[]): string {
  const variables = new Map<string, string>();
  const lines = ['import * as pulumi from "@pulumi/pulumi";'];
  const modules = new Map<string, string>();
  const body: string[] = [];
  for (const { urn, type, id, inputs } of resources) {
    const [packageName, module, className] = type.split(":") as [string, string, string];
    const path = packageName === "azure-native" ? `@pulumi/azure-native/${module}` : `@pulumi/${packageName}`;
    const alias = packageName === "azure-native" ? `azure_${module}` : packageName;
    modules.set(alias, path);
    const name = urn.split("::").pop() as string;
    const variable = `r${body.length}`;
    const literal = JSON.stringify(inputs, (key, value: unknown) => (key === "__defaults" ? undefined : value), 1);
    const withReferences = literal.replace(/"((?:[^"\\]|\\.)*)"/g, (text, content: string) =>
      variables.has(content) ? `${variables.get(content)}.id` : text,
    );
    body.push(`const ${variable} = new ${alias}.${className}(${JSON.stringify(name)}, ${withReferences} as any);`);
    if (id?.startsWith("/")) variables.set(id, variable);
  }
  for (const [alias, path] of modules) lines.push(`import * as ${alias} from ${JSON.stringify(path)};`);
  return `${[...lines, ...body].join("\n")}\nexport const count = pulumi.output(${body.length});\n`;
}

/** Processor seconds of a command with all that it started, and the most memory that all of it held at once, in MiB. */
async function measured(engine: Engine, project: string): Promise<{ cpu: number; memory: number }> {
  const state = mkdtempSync(join(tmpdir(), "preview-cost-"));
  const options = ["--stack", "cost", "--cwd", project, "--non-interactive"];
  const init = await runPulumi(engine, ["stack", "init", "cost", "--cwd", project, "--non-interactive"], { state });
  if (init.status !== 0) throw new Error(init.stderr);
  const cli = resolve(repository, "dist/src/cli/main.js");
  const command = [process.execPath, cli, "local", "--state", state, "--", "pulumi", "preview", ...options];
  const child = spawn("bash", ["-c", 'TIMEFORMAT="cpu %U %S"; time "$@" >/dev/null', "_", ...command], {
    env: { ...process.env, PATH: [engine.folder, process.env.PATH].filter(Boolean).join(delimiter) },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  let memory = 0;
  const sampler = setInterval(() => {
    memory = Math.max(memory, residentOf(child.pid as number));
  }, 100);
  const status = await new Promise<number>((done) => child.on("close", (code) => done(code ?? 1)));
  clearInterval(sampler);
  rmSync(state, { recursive: true, force: true });
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  if (status !== 0 || user === undefined) throw new Error(`preview of ${project} ended with ${status}: ${stderr}`);
  return { cpu: Number(user) + Number(system), memory };
}

/** The resident memory of a process and all below it, in MiB. */
function residentOf(root: number): number {
  const parents = new Map<number, number>();
  const pages = new Map<number, number>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(entry), Number(fields[1]));
      pages.set(Number(entry), Number(fields[21]));
    } catch {
      // It ended between the listing and the look.
    }
  }
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid) as number));
  return [...pages].filter(([pid]) => isBelow(pid)).reduce((sum, [, count]) => sum + count * 4, 0) / 1024;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function main(): Promise<void> {
  const engine = await ensureEngine(console.log);
  const example = resolve(repository, "examples/quickstart");
  const state = mkdtempSync(join(tmpdir(), "preview-cost-"));
  console.log("deploying examples/quickstart once, to know its resources");
  for (const args of [
    ["stack", "init", "cost"],
    ["up", "--yes", "--skip-preview", "--stack", "cost"],
  ]) {
    const run = await runPulumi(engine, [...args, "--cwd", example, "--non-interactive"], { state });
    if (run.status !== 0) throw new Error(run.stdout + run.stderr);
  }
  const exported = await runPulumi(engine, ["stack", "export", "--show-secrets", "--stack", "cost", "--cwd", example], { state });
  rmSync(state, { recursive: true, force: true });
  const all = (JSON.parse(exported.stdout) as { deployment: { resources: Exported[] } }).deployment.resources;
  const own = all.filter((r) => r.custom && !r.type.startsWith("pulumi:"));
  const plain = JSON.parse(JSON.stringify(own), (_key, value: unknown) => secretText(value)) as Exported[];
  for (const resource of plain) resource.type = resource.type.replace(/^(\w+):index\/\w+:/, "$1:index:");

  const flat = join(stateFolder, "benchmarks", "flat");
  mkdirSync(flat, { recursive: true });
  writeFileSync(join(flat, "Pulumi.yaml"), "name: flat\nruntime: nodejs\nmain: index.ts\n");
  writeFileSync(
    join(flat, "tsconfig.json"),
    '{ "extends": "../../../tsconfig.json", "compilerOptions": { "noUnusedLocals": false }, "include": ["."] }',
  );
  writeFileSync(join(flat, "index.ts"), flatProgram(plain));

  const runs: Record<"components" | "flat", { cpu: number; memory: number }[]> = { components: [], flat: [] };
  for (let pair = 1; pair <= pairs; pair++) {
    for (const [name, project] of [
      ["components", example],
      ["flat", flat],
    ] as const) {
      const run = await measured(engine, project);
      runs[name].push(run);
      console.log(`pair ${pair} of ${pairs}, ${name}: ${run.cpu.toFixed(2)} s of processor time, ${run.memory.toFixed(0)} MiB`);
    }
  }
  const ratio = (of: (run: { cpu: number; memory: number }) => number) =>
    runs.components.map((run, i) => of(run) / of(runs.flat[i] as typeof run));
  const show = (values: number[]) =>
    `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
  console.log(`
${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${own.length} resources, ${pairs} pairs
processor time, components / flat: ${show(ratio((run) => run.cpu))}
peak memory, components / flat: ${show(ratio((run) => run.memory))}`);
}

/** The text of a secret, as `--show-secrets` prints it. */
function secretText(value: unknown): unknown {
  if (typeof value === "object" && value !== null && "plaintext" in value) return JSON.parse(String(value.plaintext));
  return value;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
