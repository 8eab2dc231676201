import { createHash } from "node:crypto";
import { databricksTypes } from "../azure/databricks-types";
import { nodeTraffic } from "../azure/node-traffic";
import { scriptDigest } from "../azure/script-digest";
import type { PolicyLimits } from "./policy-language";
import type { Resource } from "./resource";
import type { Scope } from "./scope";
import { UnknownValueError } from "./value";

const read = new WeakMap<Resource, PolicyLimits>();

/**
 * The limits of a cluster policy by attribute; none where its definition is no JSON object.
 * @throws UnknownValueError where the definition is unknown, or stands with its policy family.
 */
export function policyLimits(policy: Resource): PolicyLimits {
  const known = read.get(policy);
  if (known) return known;
  const limits = readLimits(policy);
  read.set(policy, limits);
  return limits;
}

function readLimits(policy: Resource): PolicyLimits {
  const definition = policy.text("definition");
  const family = policy.text("policyFamilyId");
  if (definition === undefined && family !== undefined)
    throw new UnknownValueError(`the definition of ${policy.label}, which its policy family ${family} gives,`);
  try {
    const parsed: unknown = JSON.parse(definition ?? "{}");
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as PolicyLimits) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** The cluster policies of a deployment. */
export const clusterPolicies = (scope: Scope): Resource[] => scope.ofType(databricksTypes.clusterPolicy);

/** Whether clusters of a policy have a driver and nothing else: nothing of theirs crosses a network between nodes. */
export function isSingleNodePolicy(policy: Resource): boolean {
  // Databricks' own Personal Compute; overrides may give it workers.
  if (policy.text("definition") === undefined && policy.text("policyFamilyId") === "personal-vm")
    return !/num_workers|autoscale|singleNode|spark\.master/.test(policy.text("policyFamilyDefinitionOverrides") ?? "");
  const limits = policyLimits(policy);
  const profile = limits["spark_conf.spark.databricks.cluster.profile"];
  const workers = limits.num_workers;
  return (profile?.type === "fixed" && profile.value === "singleNode") || (workers?.type === "fixed" && String(workers.value) === "0");
}

/** An init script that a policy or a cluster names. */
export interface ScriptReference {
  /** How it is stored: `workspace`, `volumes`, `abfss`, `dbfs`, `file`, `s3` or `gcs`. */
  store: string;
  path: string;
}

/** The init scripts that a policy pins, in the order in which they run. */
export function pinnedScripts(policy: Resource): ScriptReference[] {
  const found: (ScriptReference & { index: number })[] = [];
  for (const [attribute, limit] of Object.entries(policyLimits(policy))) {
    const [, index, store] = /^init_scripts\.(\d+)\.(\w+)\.destination$/.exec(attribute) ?? [];
    if (index && store && limit.type === "fixed" && typeof limit.value === "string")
      found.push({ index: Number(index), store, path: limit.value });
  }
  return found.sort((a, b) => a.index - b.index).map(({ store, path }) => ({ store, path }));
}

/** The init scripts that a cluster names itself, in the order in which they run. */
export function ownScripts(cluster: Resource): ScriptReference[] {
  return cluster.items("initScripts").flatMap((script) =>
    ["workspace", "volumes", "abfss", "dbfs", "file", "s3", "gcs"].flatMap((store) => {
      const path = script.text(`${store}.destination`);
      return path === undefined ? [] : [{ store, path }];
    }),
  );
}

/** Where among scripts the one that encrypts traffic between nodes runs, by its content. */
export interface EncryptionScript {
  /**
   * `proven`: one of them is the shipped script; `unread`: the content of one of them is not in the input, so that it may be; `none`: none
   * of them is. A name proves nothing.
   */
  state: "proven" | "unread" | "none";
  /** The proven one, or the first that may be it. */
  script?: ScriptReference;
  before: ScriptReference[];
  after: ScriptReference[];
}

/** Looks for the script that encrypts traffic between nodes. @throws UnknownValueError where a content is unknown. */
export function findEncryption(scope: Scope, scripts: ScriptReference[]): EncryptionScript {
  const digests = scripts.map((script) => digestAt(scope, script.path));
  const proven = digests.indexOf(scriptDigest);
  const unread = digests.indexOf(undefined);
  const at = proven >= 0 ? proven : unread;
  if (at < 0) return { state: "none", before: [], after: [] };
  return {
    state: proven >= 0 ? "proven" : "unread",
    script: scripts[at] as ScriptReference,
    before: scripts.slice(0, at),
    after: scripts.slice(at + 1),
  };
}

/** SHA-256 of what a deployment puts at a path, in hexadecimal; undefined where it puts nothing there, or from somebody's disk. */
export function digestAt(scope: Scope, path: string): string | undefined {
  const file = scriptFiles(scope).find((candidate) => plainPath(candidate.text("path") ?? "") === plainPath(path));
  return file && contentDigest(file);
}

const scriptFiles = (scope: Scope) => [databricksTypes.workspaceFile, databricksTypes.file].flatMap((type) => scope.ofType(type));

/** A path without the names of the file systems that it is reached by. */
const plainPath = (path: string) => path.replace(/^dbfs:/, "").replace(/^\/Workspace(?=\/)/, "");

/** What calls itself the encryption script: files and global scripts of its name. */
export function namedAsEncryption(scope: Scope): Resource[] {
  return [
    ...scriptFiles(scope).filter((file) => file.text("path")?.endsWith(`/${nodeTraffic.scriptName}`)),
    ...scope.ofType(databricksTypes.globalInitScript).filter((script) => script.text("name") === nodeTraffic.scriptName),
  ];
}

/** SHA-256 of a file's content, in hexadecimal; undefined where it is given by a path on somebody's disk. */
export function contentDigest(file: Resource): string | undefined {
  const content = file.text("contentBase64");
  if (content === undefined) return undefined;
  const digest = digests.get(file) ?? createHash("sha256").update(Buffer.from(content, "base64")).digest("hex");
  digests.set(file, digest);
  return digest;
}

const digests = new WeakMap<Resource, string>();
