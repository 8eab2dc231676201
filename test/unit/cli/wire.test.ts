import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WireReport } from "../../../src/wire/result";
import { cli } from "../../support/cli";
import { deployQuickstart } from "../../support/quickstart";
import { asStackExport, type Exported } from "../../support/stack-export";
import { goodReport, sealed, statementOf, wireKeys } from "../../support/wire-report";

const { privateKey, publicKey } = wireKeys();
let folder: string;
let stack: string;
let key: string;
let workspace: WireReport["workspace"];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wire-"));
  const exported = asStackExport(await deployQuickstart());
  stack = file("stack.json", JSON.stringify(exported));
  key = file("key.pem", publicKey.export({ type: "spki", format: "pem" }) as string);
  const { workspaceUrl, workspaceId } = (exported.deployment.resources.find((r) => r.urn.endsWith("::lakehouse-workspace")) as Exported)
    .outputs as Record<string, string>;
  workspace = { url: workspaceUrl as string, id: workspaceId as string };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A result of today, of the quickstart's workspace. */
function result(change: Partial<WireReport> = {}, signer = privateKey): string {
  const ended = new Date().toISOString();
  return file("result.json", sealed(statementOf({ ...goodReport(), ended, workspace, ...change }), [signer]));
}
const audit = (...more: string[]) => cli(["audit", stack, ...more]);
const clearNodes = () => goodReport().nodes.map((node) => ({ ...node, sentinel: { clearFrames: 2 } }));

describe("audit --wire", () => {
  test("without it a secured link 4 says that nobody has looked, in every form that people read, and exits as before", () => {
    const words = "configured, not yet shown on this workspace";
    expect(audit()).toMatchObject({ status: 0, stdout: expect.stringContaining(words) });
    for (const format of ["markdown", "html"])
      expect(audit("--format", format)).toMatchObject({ status: 0, stdout: expect.stringContaining(words) });
    const { deployments } = JSON.parse(audit("--format", "json").stdout);
    expect(deployments[0].links.map((link: { note?: string }) => link.note)).toEqual([undefined, undefined, undefined, words, undefined]);
  });

  test("a good result of this workspace is said beside the link: exit 0", () => {
    const words = /shown on this workspace on \d{4}-\d\d-\d\d by 3 nodes, 0 days ago, in mode tls/;
    const run = audit("--wire", result(), "--wire-key", key);
    expect(run).toMatchObject({ status: 0, stderr: "", stdout: expect.stringMatching(words) });
    expect(run.stdout).not.toContain("not yet shown");
    for (const format of ["markdown", "html", "json"])
      expect(audit("--wire", result(), "--wire-key", key, "--format", format).stdout).toMatch(words);
  });

  test("one that shows clear text breaks link 4: exit 1", () => {
    const run = audit("--wire", result({ nodes: clearNodes() }), "--wire-key", key);
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/link 4 {2}.*: BROKEN/);
    expect(run.stdout).toMatch(/fail {5}L4-wire-shown \(critical\) .*saw clear text: the sentinel of 10\.0\.0\.4 counted 2 frames/);
    const sarif = JSON.parse(audit("--wire", result({ nodes: clearNodes() }), "--wire-key", key, "--format", "sarif").stdout);
    expect(sarif.runs[0].results.map((found: { ruleId: string }) => found.ruleId)).toContain("L4-wire-shown");
  });

  test.each<[string, () => Partial<WireReport>, RegExp]>([
    [
      "a node that could not record",
      () => ({
        nodes: goodReport().nodes.map((node, i) => (i === 1 ? { ...node, uid: 65534, recording: { refused: "no packet socket" } } : node)),
      }),
      /proves nothing: 10\.0\.0\.5 did not record \(user 65534\): no packet socket/,
    ],
    ["an old run", () => ({ ended: "2025-01-01T00:00:00Z" }), /is older than 90 days/],
    ["a run that does not say where", () => ({ workspace: { url: null, id: null } }), /does not say which workspace/],
  ])("%s makes it unknown: exit 3, or 0 where that is allowed", (_what, change, message) => {
    const options = ["--wire", result(change()), "--wire-key", key];
    const run = audit(...options);
    expect(run.status).toBe(3);
    expect(run.stdout).toMatch(message);
    expect(audit(...options, "--allow-unknown").status).toBe(0);
  });

  test.each<[string, () => string[], RegExp]>([
    ["a result without a key", () => ["--wire", result()], /--wire needs --wire-key/],
    ["a key without a result", () => ["--wire-key", key], /--wire-key goes with --wire/],
    ["a result that is not there", () => ["--wire", join(folder, "nowhere.json"), "--wire-key", key], /nowhere\.json does not exist/],
    ["a key that is not there", () => ["--wire", result(), "--wire-key", join(folder, "nowhere.pem")], /nowhere\.pem does not exist/],
    ["a key that is none", () => ["--wire", result(), "--wire-key", stack], /stack\.json is no public key in PEM/],
    [
      "a private key",
      () => ["--wire", result(), "--wire-key", file("private.pem", privateKey.export({ type: "pkcs8", format: "pem" }) as string)],
      /private\.pem holds a private key/,
    ],
    [
      "a result of another key",
      () => ["--wire", result({}, wireKeys().privateKey), "--wire-key", key],
      /result\.json is not signed with this key/,
    ],
    [
      "an edited result",
      () => {
        const envelope = JSON.parse(readFileSync(result({ nodes: clearNodes() }), "utf8")) as { payload: string };
        const payload = Buffer.from(envelope.payload, "base64").toString().replaceAll('"clearFrames":2', '"clearFrames":0');
        return [
          "--wire",
          file("edited.json", JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString("base64") })),
          "--wire-key",
          key,
        ];
      },
      /edited\.json is not signed with this key: it was changed/,
    ],
    [
      "a result of another workspace",
      () => ["--wire", result({ workspace: { url: "adb-1.2.azuredatabricks.net", id: "1" } }), "--wire-key", key],
      /is of workspace adb-1\.2\.azuredatabricks\.net, which no input holds/,
    ],
    ["what is no result", () => ["--wire", stack, "--wire-key", key], /stack\.json is no DSSE envelope/],
  ])("%s: exit 2, one clear line", (_what, options, message) => {
    const run = audit(...options());
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
