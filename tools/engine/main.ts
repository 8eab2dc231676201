import { ensureEngine, NoEngineError } from "./build-engine";

/** `npm run engine`: finds the Pulumi engine, or builds it, and prints where it is. */
ensureEngine((line) => console.error(line)).then(
  (engine) => console.log(`Pulumi engine ${engine.version} (${engine.origin === "PATH" ? "on PATH" : engine.folder})`),
  (error: unknown) => {
    console.error(error instanceof NoEngineError ? error.message : String(error));
    process.exitCode = 2;
  },
);
