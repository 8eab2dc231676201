import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, type Engine, findEngine, recipe } from "./find-engine";

/** An engine that cannot be had; the message names what can be done about it. */
export class NoEngineError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoEngineError";
  }
}

type Say = (line: string) => void;

/**
 * The engine on PATH or in the cache, else one that is built from Go modules, once. Two runs at once build it once; a run
 * that was killed is taken up again, since Go keeps what it has compiled.
 * @throws NoEngineError where neither an engine nor Go is there, or the build fails.
 */
export async function ensureEngine(say: Say): Promise<Engine> {
  const { engine, passedOver } = findEngine();
  if (passedOver) say(`${passedOver}: using one of our own`);
  if (engine) return engine;
  const go = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  if (go.status !== 0) {
    throw new NoEngineError(
      "no Pulumi engine: install the Pulumi command line (3.200 or later) so that `pulumi` is on PATH, or install Go (1.25 or later) so that it can be built here",
    );
  }
  const folder = cacheFolder();
  const release = await lock(`${folder}.lock`, say, () => existsSync(join(folder, "complete")));
  try {
    if (!existsSync(join(folder, "complete"))) await build(folder, say);
  } finally {
    release();
  }
  return { version: recipe.version, folder, origin: "built" };
}

async function build(folder: string, say: Say): Promise<void> {
  say(`building the Pulumi engine ${recipe.version} from Go modules into ${folder}, once; about 4 CPU minutes on first use`);
  const temporary = `${folder}.${process.pid}.tmp`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const started = Date.now();
  const steps = [
    { what: "pulumi (1 of 2)", module: "pulumi", from: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", to: "pulumi" },
    {
      what: "the Node.js language host (2 of 2)",
      module: "language-host",
      from: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
      to: "pulumi-language-nodejs",
    },
  ];
  try {
    for (const step of steps) {
      await compile(join(recipe.folder, step.module), step.from, join(temporary, step.to), (modules) =>
        say(
          `  building ${step.what}: ${Math.round((Date.now() - started) / 1000)} s so far${modules > 0 ? `, ${modules} modules fetched` : ""}`,
        ),
      );
    }
    const sdk = spawnSync("go", ["list", "-mod=mod", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"], {
      cwd: join(recipe.folder, "language-host"),
      encoding: "utf8",
    });
    const analyzer = join(temporary, "pulumi-analyzer-policy");
    copyFileSync(join(sdk.stdout.trim(), "nodejs/dist/pulumi-analyzer-policy"), analyzer);
    chmodSync(analyzer, 0o755);
    writeFileSync(join(temporary, "complete"), `${recipe.version}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  say(`built in ${Math.round((Date.now() - started) / 1000)} s`);
}

function compile(module: string, from: string, to: string, progress: (modules: number) => void): Promise<void> {
  return new Promise((done, refuse) => {
    const child = spawn("go", ["build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-o", to, from], {
      cwd: module,
      stdio: ["ignore", "inherit", "pipe"],
      env: { ...process.env, GOFLAGS: "" },
    });
    let output = "";
    let modules = 0;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      modules += text.split("go: downloading").length - 1;
      output += text;
    });
    const timer = setInterval(() => progress(modules), 5000);
    child.on("error", refuse);
    child.on("close", (code) => {
      clearInterval(timer);
      const errors = output.split("\n").filter((line) => line !== "" && !line.startsWith("go: downloading"));
      if (code === 0) done();
      else
        refuse(
          new NoEngineError(
            `the Pulumi engine could not be built (go build ${from} ended with ${code}):\n${errors.slice(-15).join("\n")}\nRun it again to go on, or install the Pulumi command line.`,
          ),
        );
    });
  });
}

/** Takes a lock file that names this process; waits while another living process holds it, and takes over from a dead one. */
async function lock(path: string, say: Say, finished: () => boolean): Promise<() => void> {
  mkdirSync(join(path, ".."), { recursive: true });
  const started = Date.now();
  for (let told = 0; ; ) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (finished()) return () => undefined;
    if (!isAlive(path)) {
      rmSync(path, { force: true });
      continue;
    }
    const waited = Math.round((Date.now() - started) / 1000);
    if (waited >= told) {
      say(`another run is building the Pulumi engine: waiting, ${waited} s so far`);
      told = waited + 10;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function isAlive(path: string): boolean {
  try {
    process.kill(Number(readFileSync(path, "utf8")), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
