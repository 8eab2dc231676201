import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const main = resolve(__dirname, "../../../tools/engine/main.ts");
const tsx = resolve(__dirname, "../../../node_modules/tsx/dist/cli.mjs");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-tool-"));
  mkdirSync(join(folder, "bin"));
  // A machine with Node.js and a shell, and nothing else.
  symlinkSync(process.execPath, join(folder, "bin", "node"));
  for (const tool of ["sh", "sleep", "cat", "mkdir", "chmod"]) {
    const found = ["/bin", "/usr/bin"].map((place) => join(place, tool)).find((path) => existsSync(path));
    symlinkSync(found as string, join(folder, "bin", tool));
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string): void {
  writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

/** A Go that builds a `pulumi` in a second, and writes down each time that it is asked to. */
function fakeGo(): void {
  mkdirSync(join(folder, "sdk/nodejs/dist"), { recursive: true });
  writeFileSync(join(folder, "sdk/nodejs/dist/pulumi-analyzer-policy"), "#!/bin/sh\n");
  program(
    "go",
    `case "$1" in
env) echo go1.26.0 ;;
list) echo "${folder}/sdk" ;;
build)
  while [ "$1" != "-o" ]; do shift; done
  echo "$3" >> "${folder}/builds"
  sleep 1
  printf '#!/bin/sh\\necho v3.220.0\\n' > "$2"; chmod +x "$2" ;;
esac`,
  );
}

function start(): { child: ChildProcess; done: Promise<{ status: number | null; stdout: string; stderr: string }> } {
  const child = spawn(process.execPath, [tsx, main], {
    env: { PATH: join(folder, "bin"), HOME: folder, HARDENED_DATABRICKS_CACHE: join(folder, "cache") },
    detached: true,
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (data) => {
    stdout += data;
  });
  child.stderr?.on("data", (data) => {
    stderr += data;
  });
  return { child, done: once(child, "close").then(([status]) => ({ status, stdout, stderr })) };
}

const builds = () => (existsSync(join(folder, "builds")) ? readFileSync(join(folder, "builds"), "utf8").trim().split("\n") : []);

test("without pulumi and Go: exit 2, and both remedies", async () => {
  const run = await start().done;
  expect(run.status).toBe(2);
  expect(run.stderr).toMatch(/install the Pulumi command line .* or install Go/);
});

test("two runs at once build once, and both find the engine; a third builds nothing", async () => {
  fakeGo();
  const [first, second] = await Promise.all([start().done, start().done]);
  expect([first.status, second.status]).toEqual([0, 0]);
  expect(first.stderr + second.stderr).toMatch(/building the Pulumi engine 3\.220\.0 .*once/);
  expect(builds()).toHaveLength(2);
  const third = await start().done;
  expect(third).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Pulumi engine 3\.220\.0 \(.*cache/) });
  expect(builds()).toHaveLength(2);
});

test("a run that was killed is taken up again", async () => {
  fakeGo();
  const { child, done } = start();
  while (builds().length === 0) await new Promise((wait) => setTimeout(wait, 50));
  process.kill(-(child.pid as number), "SIGKILL");
  await done;
  const engines = join(folder, "cache", "engine");
  expect(readdirSync(engines).some((name) => existsSync(join(engines, name, "complete")))).toBe(false);
  const again = await start().done;
  expect(again.status).toBe(0);
  expect(readdirSync(engines).filter((name) => existsSync(join(engines, name, "complete")))).toHaveLength(1);
});

test("a pulumi on PATH is used, unless it is too old", async () => {
  program("pulumi", "echo v3.250.0");
  program("pulumi-language-nodejs", "exit 0");
  expect(await start().done).toMatchObject({ status: 0, stdout: "Pulumi engine 3.250.0 (on PATH)\n" });
  program("pulumi", "echo v3.100.0");
  const old = await start().done;
  expect(old.status).toBe(2);
  expect(old.stderr).toMatch(/pulumi 3\.100\.0 on PATH is older than 3\.200\.0/);
});

test("a failed build says why, and leaves nothing that looks whole", async () => {
  fakeGo();
  program("go", 'case "$1" in env) echo go1.26.0 ;; build) echo "cannot find module" >&2; exit 1 ;; esac');
  const run = await start().done;
  expect(run.status).toBe(2);
  expect(run.stderr).toMatch(/could not be built[\s\S]*cannot find module[\s\S]*Run it again/);
  expect(readdirSync(join(folder, "cache", "engine"))).toEqual([]);
});
