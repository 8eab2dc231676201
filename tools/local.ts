import { ensureEngine, NoEngineError } from "./engine/build-engine";
import { runPulumi } from "./engine/run-local";

/** `npm run local -- ARGS`: runs `pulumi ARGS` against the local Azure, with the stack of the demo where none is named. */
async function main(args: string[]): Promise<number> {
  const engine = await ensureEngine((line) => console.error(line));
  const [command] = args;
  const named = args.some((word) => word === "--stack" || word === "-s" || word.startsWith("--stack="));
  if (command && ["up", "preview", "refresh", "destroy", "stack"].includes(command) && !named) {
    const at = args.findIndex((word) => word === "--cwd" || word === "-C");
    const created = await runPulumi(engine, ["stack", "select", "--create", "demo", ...(at >= 0 ? args.slice(at, at + 2) : [])]);
    if (created.status !== 0) {
      process.stderr.write(created.stderr);
      return created.status;
    }
  }
  const unattended =
    process.stdin.isTTY !== true && command && ["up", "refresh", "destroy"].includes(command) && !args.includes("--yes") ? ["--yes"] : [];
  return (await runPulumi(engine, [...args, ...unattended], { show: true })).status;
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof NoEngineError ? error.message : String(error));
    process.exitCode = 2;
  },
);
