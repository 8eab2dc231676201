import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../../src/links";
import { cli } from "../../support/cli";
import { deployQuickstart } from "../../support/quickstart";
import { asStackExport, type Exported } from "../../support/stack-export";

let folder: string;
let exported: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cli-"));
  exported = JSON.stringify(asStackExport(await deployQuickstart()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The export with one change, as somebody would edit the file. */
function edited(change: (resources: Exported[]) => Exported[] | undefined): string {
  const document = JSON.parse(exported) as ReturnType<typeof asStackExport>;
  document.deployment.resources = change(document.deployment.resources) ?? document.deployment.resources;
  return file("edited.json", JSON.stringify(document));
}

/** The export without its cluster policies: link 4 is broken. */
function withoutPolicy(): string {
  return edited((all) => all.filter((r) => !r.urn.includes("ClusterPolicy::")));
}

function verdicts(path: string): string[] {
  const run = cli(["audit", path, "--format", "json"]);
  return (
    (JSON.parse(run.stdout) as { deployments: { links: { verdict: string }[] }[] }).deployments[0]?.links.map((link) => link.verdict) ?? []
  );
}

describe("audit", () => {
  test("prints each link with a line of evidence; exit 0 where all are secured", () => {
    const run = cli(["audit", file("stack.json", exported)]);
    expect(run).toMatchObject({ status: 0, stderr: "" });
    for (const link of [1, 2, 3, 4, 5])
      expect(run.stdout).toMatch(new RegExp(`link ${link} {2}.*: secured(?: \\(.+\\))?, (\\d+) of \\1 checks pass\\n {10}\\S`));
    expect(run.stdout).toMatch(/link 4 .*: secured \(configured, not yet shown on this workspace\),/);
    expect(run.stdout.match(/not yet shown/g)).toHaveLength(1);
  });

  test("prints what is wrong with its fix; exit 1", () => {
    const run = cli(["audit", withoutPolicy()]);
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/link 4 {2}.*: BROKEN/);
    expect(run.stdout).toMatch(/fail {5}L4-init-script-attached \(high\) .*\n +fix: Add a ClusterEncryption/);
  });

  test("one link alone can be asked for, and decides the status", () => {
    const path = withoutPolicy();
    expect(cli(["audit", path, "--link", "3"])).toMatchObject({ status: 0, stdout: expect.not.stringContaining("link 4") });
    expect(cli(["audit", path, "--link", "4"]).status).toBe(1);
  });

  test("reads standard input", () => {
    expect(cli(["audit", "-", "--link", "5"], { input: exported }).status).toBe(0);
  });

  test("JSON has the documented form", () => {
    const report = JSON.parse(cli(["audit", file("stack.json", exported), "--format", "json"]).stdout);
    expect(Object.keys(report)).toEqual(["version", "deployments", "exceptions"]);
    expect(report.deployments[0].links.map((link: { link: number }) => link.link)).toEqual([1, 2, 3, 4, 5]);
    expect(Object.keys(report.deployments[0].links[0].findings[0]).sort()).toEqual([
      "evidence",
      "link",
      "message",
      "references",
      "remediation",
      "resource",
      "rule",
      "severity",
      "verdict",
    ]);
  });

  test("--out writes the whole report and leaves nothing else behind", () => {
    const out = join(folder, "out", "..", "report.json");
    expect(cli(["audit", file("stack.json", exported), "--format", "json", "--out", out])).toMatchObject({ status: 0, stdout: "" });
    expect(JSON.parse(readFileSync(out, "utf8")).version).toBe(1);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("--out into a folder that is not there is refused, and nothing is written", () => {
    const run = cli(["audit", file("stack.json", exported), "--out", join(folder, "nowhere", "r.txt")]);
    expect(run).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/^hardened-databricks: --out .* cannot be written \(ENOENT\): name a file in a folder that exists\n$/),
    });
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });

  test("several inputs are one estate: what stands in both is one, and halves are a whole", () => {
    const run = cli(["audit", file("a.json", exported), file("b.json", exported), "--format", "json"]);
    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout).deployments).toHaveLength(1);
    const document = JSON.parse(exported) as ReturnType<typeof asStackExport>;
    const half = (name: string, keep: (type: string) => boolean) =>
      file(
        name,
        JSON.stringify({ ...document, deployment: { manifest: {}, resources: document.deployment.resources.filter((r) => keep(r.type)) } }),
      );
    const isNetwork = (type: string) => /:(network|privatedns):/.test(type);
    const network = half("network.json", isNetwork);
    const platform = half("platform.json", (type) => !isNetwork(type));
    expect(cli(["audit", network, platform])).toMatchObject({ status: 0 });
    expect(cli(["audit", platform, network])).toMatchObject({ status: 0 });
  });

  test("who stops reading early is told nothing", () => {
    const run = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" dist/src/cli/main.js audit "${file("stack.json", exported)}" --everything | head -1`],
      {
        encoding: "utf8",
      },
    );
    expect(run).toMatchObject({ status: 0, stderr: "" });
  });

  test("--profile holds a workspace without a component to what is said, and loosens no component's", () => {
    const hybrid = edited((all) => all.filter((r) => r.type !== "hardened-databricks:index:HardenedDatabricks"));
    expect(JSON.parse(cli(["audit", hybrid, "--profile", "hybrid", "--format", "json"]).stdout).deployments[0].profile).toBe("hybrid");
    expect(JSON.parse(cli(["audit", hybrid, "--format", "json"]).stdout).deployments[0].profile).toBe("private");
    const stack = file("stack.json", exported);
    expect(JSON.parse(cli(["audit", stack, "--profile", "regulated", "--format", "json"]).stdout).deployments[0].profile).toBe("regulated");
    expect(cli(["audit", stack, "--profile", "hybrid"])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--profile: profile 'hybrid' asks for less than 'private'/),
    });
  });

  const find = (resources: Exported[], name: string) => resources.find((r) => r.urn.endsWith(`::${name}`)) as Exported;
  const set = (resources: Exported[], name: string, values: Record<string, unknown>): undefined => {
    Object.assign(find(resources, name).outputs, values);
  };
  test.each<[string, number, (resources: Exported[]) => Exported[] | undefined]>([
    ["the NSG association", 3, (all) => set(all, "lakehouse-network-host", { networkSecurityGroup: undefined })],
    [
      "no-public-ip",
      3,
      (all) => {
        const parameters = find(all, "lakehouse-workspace").outputs.parameters as Record<string, unknown>;
        return set(all, "lakehouse-workspace", { parameters: { ...parameters, enableNoPublicIp: { value: false } } });
      },
    ],
    ["the back-end endpoint", 3, (all) => all.filter((r) => !r.urn.includes("lakehouse-backend-databricks-ui-api"))],
    ["its DNS link", 3, (all) => all.filter((r) => !r.urn.endsWith("::lakehouse-dns-azuredatabricks-link"))],
    ["the storage firewall", 5, (all) => set(all, "lakehouse-workspace", { defaultStorageFirewall: "Disabled" })],
    [
      "the managed-services key",
      2,
      (all) => {
        const { managedDisk } = (find(all, "lakehouse-workspace").outputs.encryption as { entities: Record<string, unknown> }).entities;
        return set(all, "lakehouse-workspace", { encryption: { entities: { managedDisk } } });
      },
    ],
  ])("taking away %s breaks exactly link %i", (_what, link, change) => {
    expect(verdicts(file("whole.json", exported))).toEqual(["secured", "secured", "secured", "secured", "secured"]);
    const wanted = ["secured", "secured", "secured", "secured", "secured"];
    wanted[link - 1] = "broken";
    expect(verdicts(edited(change))).toEqual(wanted);
  });

  test("an unknown value is exit 3, unless it is allowed", () => {
    const path = edited((all) => set(all, "lakehouse-workspace", { publicNetworkAccess: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }));
    expect(cli(["audit", path, "--link", "1"])).toMatchObject({
      status: 3,
      stdout: expect.stringContaining("unknown  L1-public-access-disabled"),
    });
    expect(cli(["audit", path, "--link", "1", "--allow-unknown"]).status).toBe(0);
  });

  test("a deployment without anything to judge is not called secured", () => {
    expect(cli(["audit", file("empty-stack.json", '{"deployment":{"manifest":{},"resources":[]}}')]).status).toBe(3);
  });

  test.each<[string, () => string, RegExp]>([
    ["not JSON", () => file("x.txt", "hello\nthere"), /x\.txt is not JSON/],
    ["empty", () => file("x.json", ""), /x\.json is empty/],
    ["JSON of another kind", () => file("package.json", '{"name":"x"}'), /is JSON, but not of a kind that can be read/],
    ["not there", () => join(folder, "nowhere.json"), /nowhere\.json does not exist/],
    ["a folder", () => folder, /is a folder: name a file/],
  ])("a file that is %s: exit 2, one clear line", (_what, path, message) => {
    const run = cli(["audit", path()]);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe("");
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test.each([
    [["audit"]],
    [["audit", "--link", "6", "x"]],
    [["audit", "--format", "pdf", "x"]],
    [["audit", "--from", "ansible", "x"]],
    [["nonsense"]],
    [["audit", "--nonsense", "x"]],
  ])("%j is bad usage: exit 2, no stack trace", (args) => {
    const run = cli(args);
    expect(run.status).toBe(2);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.stderr).toMatch(/error: /);
  });
});

describe("rules", () => {
  test("lists every rule", () => {
    const run = cli(["rules"]);
    expect(run.status).toBe(0);
    for (const rule of rules) expect(run.stdout).toContain(rule.id);
  });

  test("explains one", () => {
    expect(cli(["rules", "l3-no-public-ip"]).stdout).toMatch(
      /Cluster nodes have no public addresses\.\n\nWhy: .*\nFix: .*enableNoPublicIp.*\n[\s\S]*azurePolicy 51c1490f/,
    );
  });

  test("one that is not there: exit 2", () => {
    expect(cli(["rules", "L3-nothing"])).toMatchObject({
      status: 2,
      stderr: "hardened-databricks: there is no rule 'L3-nothing': `hardened-databricks rules` lists them\n",
    });
  });
});

describe("init-script", () => {
  test("prints the script byte for byte, and its digest", () => {
    const script = readFileSync(join(__dirname, "../../../init-scripts/encrypt-node-traffic.sh"), "utf8");
    expect(cli(["init-script"])).toMatchObject({ status: 0, stdout: script });
    expect(cli(["init-script", "--digest"]).stdout).toMatch(/^[0-9a-f]{64} {2}encrypt-node-traffic\.sh\n$/);
    expect(cli(["init-script", "--verify", "-"], { input: script })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(" is that of the shipped script"),
    });
  });

  test("--modes lists each long-term runtime with its Spark, its mode and the end of its support", () => {
    const { status, stdout } = cli(["init-script", "--modes"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^18\.x-scala2\.13 +4\.1\.0 +tls +2029-06-10( \(over\))? +by default$/m);
    expect(stdout).toMatch(/^16\.4\.x-scala2\.12 +3\.5\.2 +ctr +2028-05-09( \(over\))? +with allowUnauthenticatedCipher$/m);
    expect(stdout).not.toContain("18.0");
  });

  test("an edited copy is told apart: exit 1", () => {
    const edited = readFileSync(join(__dirname, "../../../init-scripts/encrypt-node-traffic.sh"), "utf8").replace("exit 1", "exit 0");
    expect(cli(["init-script", "--verify", file("edited.sh", edited)])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("IS NOT"),
    });
  });

  test("a file that is not there: exit 2", () => {
    expect(cli(["init-script", "--verify", join(folder, "nowhere.sh")])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/nowhere\.sh cannot be read \(ENOENT\)\n$/),
    });
  });
});

describe("help and local", () => {
  test.each(["audit", "init-script", "local", "rules"])("%s --help has an example", (command) => {
    expect(cli([command, "--help"])).toMatchObject({ status: 0, stdout: expect.stringMatching(/Example:\n {2}.*hardened-databricks/) });
  });

  test("local runs a command with the variables that lead to the local Azure, and passes its status on", () => {
    const run = cli([
      "local",
      "--state",
      join(folder, "state"),
      "--",
      process.execPath,
      "-e",
      "console.log(process.env.PULUMI_BACKEND_URL); process.exit(7)",
    ]);
    expect(run.status).toBe(7);
    expect(run.stdout).toContain(`file://${join(folder, "state", "stacks")}`);
    expect(readdirSync(join(folder, "state", "pulumi-home", "plugins")).sort()).toEqual([
      "resource-azure-native-v3.28.0",
      "resource-databricks-v1.110.0",
      "resource-random-v4.21.2",
      "resource-tls-v5.6.1",
    ]);
  });

  test("local says which command is missing", () => {
    expect(cli(["local", "--state", join(folder, "state"), "--", "no-such-command"])).toMatchObject({
      status: 2,
      stderr: "hardened-databricks: 'no-such-command' is not on PATH\n",
    });
  });
});

describe("audit --exceptions", () => {
  const exceptions = (...entries: object[]) => file("exceptions.json", JSON.stringify({ exceptions: entries }));
  const entry = {
    rule: "L4-init-script-attached",
    resource: "lakehouse-workspace",
    reason: "moves to dedicated clusters next month",
    expires: "2999-12-31",
  };

  test("an accepted deviation secures its link, shown in the report", () => {
    const run = cli(["audit", withoutPolicy(), "--exceptions", exceptions(entry)]);
    expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining("moves to dedicated clusters next month") });
  });

  test("an expired one fails, and so does one that excepts nothing", () => {
    expect(cli(["audit", withoutPolicy(), "--exceptions", exceptions({ ...entry, expires: "2026-01-01" })])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("EXPIRED"),
    });
    expect(cli(["audit", file("stack.json", exported), "--exceptions", exceptions(entry)])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("UNUSED"),
    });
  });

  test("a malformed file is a usage error that names the entry", () => {
    const run = cli(["audit", file("stack.json", exported), "--exceptions", exceptions({ ...entry, rule: "L4-x" })]);
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toMatch(/exceptions\.json: exceptions\[0\]\.rule is 'L4-x', which is no rule/);
    expect(cli(["audit", file("stack.json", exported), "--exceptions", "nowhere.json"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("nowhere.json does not exist"),
    });
  });

  test.each(["html", "sarif", "junit", "markdown"])("--format %s is written whole", (format) => {
    const out = join(folder, `report.${format}`);
    expect(cli(["audit", withoutPolicy(), "--format", format, "--out", out])).toMatchObject({ status: 1, stdout: "" });
    expect(readFileSync(out, "utf8")).toContain("L4-init-script-attached");
  });
});
