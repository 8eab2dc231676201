import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Estate } from "../../src/estate/estate";
import { readInput } from "../../src/estate/readers";
import type { Scope } from "../../src/estate/scope";
import { judge } from "../../src/links/verdict";
import { cli } from "../support/cli";
import { EngineStack, engineForTests, engineTest } from "../support/engine";
import type { Exported } from "../support/stack-export";

const stacks: EngineStack[] = [];
jest.setTimeout(1_800_000);

afterEach(() => {
  for (const stack of stacks.splice(0)) stack.remove();
});

async function stackOf(example: string, beside?: EngineStack): Promise<EngineStack> {
  const stack = await EngineStack.create(await engineForTests(), resolve(__dirname, "../../examples", example), beside);
  stacks.push(stack);
  return stack;
}

/** What stands in the local Azure. */
function standing(of: EngineStack): string[] {
  const folder = join(of.state, "subscriptions");
  return readdirSync(folder).flatMap((file) =>
    Object.keys((JSON.parse(readFileSync(join(folder, file), "utf8")) as { resources: object }).resources),
  );
}

async function up(stack: EngineStack): Promise<void> {
  const run = await stack.run("up", "--yes", "--skip-preview");
  expect(run).toMatchObject({ status: 0, stdout: expect.stringMatching(/Resources:\n/) });
}

/** A second up and a refresh find nothing to do. */
async function expectStable(stack: EngineStack): Promise<void> {
  const again = await stack.run("up", "--yes", "--skip-preview", "--expect-no-changes");
  expect(again).toMatchObject({ status: 0, stdout: expect.stringMatching(/Resources:\n +\d+ unchanged\n/) });
  const refresh = await stack.run("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refresh).toMatchObject({ status: 0, stdout: expect.stringMatching(/Resources:\n +\d+ unchanged\n/) });
}

/** The export of a stack, and what `audit` says of each link. */
let exports = 0;

async function exported(stack: EngineStack): Promise<string> {
  // Stacks of one test share a state.
  const file = join(stack.state, `export-${exports++}.json`);
  expect((await stack.run("stack", "export", "--file", file)).status).toBe(0);
  return file;
}

/** The verdicts of a stack, with what another stack holds of the same estate. */
async function audited(stack: EngineStack, ...others: EngineStack[]): Promise<{ file: string; verdicts: string[]; failed: string[] }> {
  const file = await exported(stack);
  const beside: string[] = [];
  for (const other of others) beside.push(await exported(other));
  const audit = cli(["audit", file, ...beside, "--format", "json"]);
  const { deployments } = JSON.parse(audit.stdout) as {
    deployments: { links: { verdict: string; findings: { rule: string; verdict: string }[] }[] }[];
  };
  const links = deployments[0]?.links ?? [];
  const failed = links.flatMap((link) => link.findings).filter((f) => f.verdict === "fail" || f.verdict === "unknown");
  return { file, verdicts: links.map((link) => link.verdict), failed: failed.map((f) => f.rule) };
}

const secured = ["secured", "secured", "secured", "secured", "secured"];

async function destroy(stack: EngineStack): Promise<void> {
  const run = await stack.run("destroy", "--yes", "--skip-preview");
  expect(run).toMatchObject({ status: 0, stdout: expect.stringMatching(/- \d+ deleted/) });
}

// One test for each example: each step stands on the one before.
engineTest.each([
  ["quickstart", "lakehouse-dns-azuredatabricks-link"],
  ["hybrid", "analytics-dns-azuredatabricks-link"],
  ["exfiltration-protected", "guarded-dns-azuredatabricks-link"],
  ["data-sources", "platform-dns-azuredatabricks-link"],
  ["service-endpoints", "shop-dns-azuredatabricks-link"],
  ["shared-hub", "sales-dns-azuredatabricks-link"],
  ["node-traffic-check", "plant-dns-azuredatabricks-link"],
])("up, up, refresh and destroy of examples/%s", async (example, dnsLink) => {
  const stack = await stackOf(example);
  const preview = await stack.run("preview", "--json");
  expect(preview.status).toBe(0);
  expect(judge(new Estate([readInput("preview", preview.stdout)]).scopes()[0] as Scope).links.map((link) => link.verdict)).not.toContain(
    "broken",
  );

  await up(stack);
  expect(standing(stack).length).toBeGreaterThan(60);
  await expectStable(stack);

  const { file, verdicts, failed } = await audited(stack);
  expect(failed).toEqual([]);
  expect(verdicts).toEqual(secured);
  const document = JSON.parse(readFileSync(file, "utf8")) as { deployment: { resources: Exported[] } };
  document.deployment.resources = document.deployment.resources.filter((r) => !r.urn.endsWith(`::${dnsLink}`));
  writeFileSync(file, JSON.stringify(document));
  expect(cli(["audit", file, "--link", "3"])).toMatchObject({ status: 1, stdout: expect.stringContaining("L3-backend-dns") });

  await destroy(stack);
  expect(standing(stack)).toEqual([]);
});

engineTest("examples/regulated takes DBFS root's key in its second step, and is destroyed only once its protection is lifted", async () => {
  const stack = await stackOf("regulated");
  await up(stack);
  const first = await audited(stack);
  expect(first.failed).toEqual(["L5-dbfs-cmk"]);
  expect((await stack.run("config", "set", "dbfsRootEncryption", "CustomerKey")).status).toBe(0);
  await up(stack);
  await expectStable(stack);
  expect((await audited(stack)).verdicts).toEqual(secured);

  const refused = await stack.run("destroy", "--yes", "--skip-preview");
  expect(refused.status).not.toBe(0);
  expect(refused.stdout + refused.stderr).toMatch(/protect/);
  expect((await stack.run("config", "set", "deletionProtection", "false")).status).toBe(0);
  await up(stack);
  await destroy(stack);
  expect(standing(stack)).toEqual([]);
});

engineTest("examples/regulated in one step is refused: DBFS root has no identity before the workspace is there", async () => {
  const stack = await stackOf("regulated");
  expect((await stack.run("config", "set", "dbfsRootEncryption", "CustomerKey")).status).toBe(0);
  const run = await stack.run("up", "--yes", "--skip-preview");
  expect(run.status).not.toBe(0);
  expect(run.stdout + run.stderr).toMatch(/DBFS root cannot use a customer's key yet: its storage account has no identity/);
});

engineTest("examples/existing-network goes into a network that another stack owns, and leaves it as it was", async () => {
  const network = await stackOf("existing-network/network");
  await up(network);
  const before = standing(network).sort();
  const stack = await stackOf("existing-network", network);
  await up(stack);
  await expectStable(stack);
  // The NAT gateway is the network team's: by itself this stack does not show that it is there.
  const alone = await audited(stack);
  expect(alone.failed).toEqual(["L3-egress-explicit", "L3-egress-explicit"]);
  expect(alone.verdicts).toEqual(["secured", "secured", "unknown", "secured", "secured"]);
  const joined = await audited(stack, network);
  expect(joined.failed).toEqual([]);
  expect(joined.verdicts).toEqual(secured);
  // The network's owner cannot take it away meanwhile.
  expect((await network.run("destroy", "--yes", "--skip-preview")).status).not.toBe(0);
  await up(network);
  await destroy(stack);
  expect(standing(network).sort()).toEqual(before);
  await destroy(network);
  expect(standing(network)).toEqual([]);
});
