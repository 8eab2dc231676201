import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { rules } from "../../src/links";
import { EngineStack, engineForTests, engineTest } from "../support/engine";

jest.setTimeout(1_800_000);
const pack = resolve(__dirname, "../../policy-pack");
const examples = resolve(__dirname, "../../examples");
let stack: EngineStack | undefined;
const scratch = mkdtempSync(join(tmpdir(), "policy-"));
afterEach(() => stack?.remove());
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A project below the repository, so that it finds the installed packages; its folder is ignored by git. */
function project(name: string, program: string): string {
  const folder = resolve(__dirname, "../../.hardened-databricks/test-programs", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: index.js\n`);
  writeFileSync(join(folder, "index.js"), program);
  return folder;
}

async function run(
  folder: string,
  command: string[],
  settings?: object,
): Promise<{ status: number; mandatory: string[]; advisory: string[]; text: string }> {
  stack = await EngineStack.create(await engineForTests(), folder);
  const more: string[] = [];
  if (settings) {
    const file = join(scratch, "config.json");
    writeFileSync(file, JSON.stringify({ settings }));
    more.push("--policy-pack-config", file);
  }
  const { status, stdout, stderr } = await stack.run(...command, "--policy-pack", pack, ...more);
  const text = stdout + stderr;
  const ids = (level: string) =>
    [
      ...new Set([...text.matchAll(new RegExp(`\\[${level}\\] (?:\\[severity: \\w+\\] )?\\s*([\\w-]+)`, "g"))].map((m) => m[1] as string)),
    ].sort();
  return { status, mandatory: ids("mandatory"), advisory: ids("advisory"), text };
}

const up = ["up", "--yes", "--skip-preview"];

engineTest.each(["quickstart", "hybrid", "exfiltration-protected"])("preview and up of examples/%s pass the pack", async (example) => {
  const preview = await run(join(examples, example), ["preview"]);
  expect(preview).toMatchObject({ status: 0, mandatory: [] });
  // What only an update will know is told, and never passes silently.
  expect(preview.advisory).toContain("L3-backend-dns");
  expect(preview.text).toMatch(/can't run policy 'L3-backend-dns' .* during preview/);
  stack?.remove();
  const update = await run(join(examples, example), up);
  expect(update).toMatchObject({ status: 0, mandatory: [], advisory: [] });
});

engineTest("regulated passes in preview; in its first step an update stops at DBFS root's key, unless that is accepted", async () => {
  expect(await run(join(examples, "regulated"), ["preview"])).toMatchObject({ status: 0, mandatory: [] });
  stack?.remove();
  const first = await run(join(examples, "regulated"), up);
  expect(first.status).not.toBe(0);
  expect(first.mandatory).toEqual(["L5-dbfs-cmk"]);
  stack?.remove();
  const exceptions = join(scratch, "exceptions.json");
  const entry = {
    rule: "L5-dbfs-cmk",
    resource: "clinic-workspace",
    reason: "first of the two steps to DBFS root's key",
    expires: "2999-12-31",
  };
  writeFileSync(exceptions, JSON.stringify({ exceptions: [entry] }));
  expect(await run(join(examples, "regulated"), up, { exceptions })).toMatchObject({ status: 0, mandatory: [] });
});

const insecure = `
const databricks = require("@pulumi/azure-native/databricks");
const resources = require("@pulumi/azure-native/resources");
const storage = require("@pulumi/azure-native/storage");
const group = new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
new databricks.Workspace("open", { resourceGroupName: group.name, workspaceName: "open", sku: { name: "premium" }, computeMode: "Hybrid", managedResourceGroupId: "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/managed", publicNetworkAccess: "Enabled", parameters: { enableNoPublicIp: { value: false } } });
new storage.StorageAccount("lake", { resourceGroupName: group.name, accountName: "openlake123", kind: "StorageV2", sku: { name: "Standard_LRS" }, isHnsEnabled: true, allowSharedKeyAccess: true, minimumTlsVersion: "TLS1_0" });
`;

engineTest("preview of an insecure program stops, and names each rule on its resource", async () => {
  const preview = await run(project("policy-insecure", insecure), ["preview"]);
  expect(preview.status).not.toBe(0);
  for (const id of [
    "L1-public-access-disabled",
    "L3-no-public-ip",
    "L4-managed-disk-cmk",
    "L5-storage-no-shared-key",
    "L5-storage-tls12",
    "L5-storage-default-deny",
  ])
    expect(preview.mandatory).toContain(id);
  expect(preview.mandatory.every((id) => rules.some((rule) => rule.id === id))).toBe(true);
  expect(preview.text).toMatch(/L5-storage-tls12 {2}\(azure-native:storage:StorageAccount: lake\)[\s\S]*TLS1_0[\s\S]*Fix: /);
});

engineTest("versioned type tokens are judged like the others", async () => {
  const program = `
const resources = require("@pulumi/azure-native/resources");
const pulumi = require("@pulumi/pulumi");
const group = new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
new pulumi.CustomResource("azure-native:storage/v20240101:StorageAccount", "lake", { resourceGroupName: group.name, accountName: "openlake123", kind: "StorageV2", sku: { name: "Standard_LRS" }, minimumTlsVersion: "TLS1_1" }, {});
`;
  const preview = await run(project("policy-versioned", program), ["preview"]);
  expect(preview.mandatory).toContain("L5-storage-tls12");
});

engineTest("an update stops where only an output breaks a rule: the preview could not know", async () => {
  const program = `
const resources = require("@pulumi/azure-native/resources");
const storage = require("@pulumi/azure-native/storage");
const group = new resources.ResourceGroup("rg", { resourceGroupName: "rg", location: "westeurope" });
new storage.StorageAccount("lake", { resourceGroupName: group.name, accountName: "openlake123", kind: "StorageV2", sku: { name: "Standard_ZRS" }, minimumTlsVersion: group.id.apply(() => "TLS1_0") });
`;
  const folder = project("policy-output", program);
  const preview = await run(folder, ["preview"]);
  expect(preview.mandatory).not.toContain("L5-storage-tls12");
  expect(preview.advisory).toContain("L5-storage-tls12");
  stack?.remove();
  const update = await run(folder, up);
  expect(update.status).not.toBe(0);
  expect(update.mandatory).toContain("L5-storage-tls12");
});

engineTest("the configuration chooses the profile; an exception that is unused, expired or malformed stops", async () => {
  const quickstart = join(examples, "quickstart");
  const strict = await run(quickstart, up, { profile: "exfiltrationProtected" });
  expect(strict.mandatory).toContain("L3-udr-firewall");
  stack?.remove();
  const exceptions = join(scratch, "idle.json");
  const entry = { rule: "L5-storage-tls12", resource: "nowhere", reason: "kept for an old client", expires: "2999-12-31" };
  writeFileSync(exceptions, JSON.stringify({ exceptions: [entry, { ...entry, expires: "2026-01-01" }] }));
  const idle = await run(quickstart, up, { exceptions });
  expect(idle).toMatchObject({ mandatory: ["exceptions"] });
  expect(idle.text).toMatch(/excepts nothing: take it out of the file/);
  expect(idle.text).toMatch(/has expired on 2026-01-01/);
  stack?.remove();
  writeFileSync(exceptions, JSON.stringify({ exceptions: [{ ...entry, rule: "L5-tls" }] }));
  const malformed = await run(quickstart, ["preview"], { exceptions });
  expect(malformed).toMatchObject({ mandatory: ["exceptions"] });
  expect(malformed.text).toMatch(/exceptions\[0\]\.rule is 'L5-tls', which is no rule/);
});
