import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/** The packages whose types the local Azure serves, with the version to fall back on where a project has none installed. */
const served = { "azure-native": "3.28.0", databricks: "1.110.0", random: "4.21.2", tls: "5.6.1" };

/** Where the local Azure keeps its things, below the folder that it was asked to work in. */
export interface LocalAzureHome {
  /** Holds the subscriptions, the stacks and the plugins; safe to delete. */
  folder: string;
  /** The variables that make `pulumi` use the local Azure. */
  environment: Record<string, string>;
}

/**
 * Makes a folder in which `pulumi` finds the local Azure as ordinary provider plugins, and stacks in a file backend.
 * Programs and `Pulumi.yaml` stay as they are.
 * @param folder - where to keep it; made if need be.
 * @param projects - folders of programs, whose installed SDK versions decide which plugin versions are wanted.
 */
export function prepareHome(folder: string, projects: string[]): LocalAzureHome {
  const home = resolve(folder);
  const pulumiHome = join(home, "pulumi-home");
  const backend = join(home, "stacks");
  mkdirSync(backend, { recursive: true });
  mkdirSync(join(pulumiHome, "plugins"), { recursive: true });
  for (const [name, fallback] of Object.entries(served)) {
    const versions = new Set([fallback, ...projects.map((project) => installedVersion(name, project)).filter((v) => v !== undefined)]);
    for (const version of versions) installPlugin(join(pulumiHome, "plugins"), name, version, home);
  }
  return {
    folder: home,
    environment: {
      PULUMI_HOME: pulumiHome,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: process.env.PULUMI_CONFIG_PASSPHRASE ?? "local",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      HARDENED_DATABRICKS_LOCAL: home,
    },
  };
}

function installedVersion(name: string, project: string): string | undefined {
  try {
    const path = createRequire(join(resolve(project), "index.js")).resolve(`@pulumi/${name}/package.json`);
    return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** Writes one plugin folder: a launcher that starts the provider with this Node.js. */
function installPlugin(plugins: string, name: string, version: string, state: string): void {
  const folder = join(plugins, `resource-${name}-v${version}`);
  const program = join(__dirname, "main.js");
  if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`);
  const launcher = `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(program)} ${name} ${version} ${quote(state)} "$@"\n`;
  const path = join(folder, `pulumi-resource-${name}`);
  if (existsSync(path) && readFileSync(path, "utf8") === launcher) return;
  rmSync(folder, { recursive: true, force: true });
  const temporary = `${folder}.${process.pid}.tmp`;
  mkdirSync(temporary, { recursive: true });
  writeFileSync(join(temporary, `pulumi-resource-${name}`), launcher);
  chmodSync(join(temporary, `pulumi-resource-${name}`), 0o755);
  renameSync(temporary, folder);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
