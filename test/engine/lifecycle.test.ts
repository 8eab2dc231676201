import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readDeployment } from "../../src/deployment/readers";
import { judge } from "../../src/links/verdict";
import { cli } from "../support/cli";
import { EngineStack, engineForTests, engineTest } from "../support/engine";
import type { Exported } from "../support/stack-export";

let stack: EngineStack | undefined;
jest.setTimeout(1_800_000);

afterAll(() => stack?.remove());

/** What stands in the local Azure. */
function standing(of: EngineStack): string[] {
  const folder = join(of.state, "subscriptions");
  return readdirSync(folder).flatMap((file) =>
    Object.keys((JSON.parse(readFileSync(join(folder, file), "utf8")) as { resources: object }).resources),
  );
}

// One test: each step stands on the one before.
engineTest.each([
  ["quickstart", "lakehouse"],
  ["hybrid", "analytics"],
  ["data-sources", "platform"],
])("up, up, refresh and destroy of examples/%s", async (example, name) => {
  stack?.remove();
  stack = await EngineStack.create(await engineForTests(), resolve(__dirname, "../../examples", example));
  const preview = await stack.run("preview", "--json");
  expect(preview.status).toBe(0);
  expect(judge(readDeployment("preview", preview.stdout)).links.map((link) => link.verdict)).toEqual([
    "unknown",
    "unknown",
    "unknown",
    "unknown",
    "unknown",
  ]);

  const up = await stack.run("up", "--yes", "--skip-preview");
  expect(up).toMatchObject({ status: 0, stdout: expect.stringMatching(/\+ \d+ created/) });
  expect(standing(stack).length).toBeGreaterThan(60);

  const again = await stack.run("up", "--yes", "--skip-preview", "--expect-no-changes");
  expect(again).toMatchObject({ status: 0, stdout: expect.stringMatching(/Resources:\n +\d+ unchanged\n/) });

  const refresh = await stack.run("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refresh).toMatchObject({ status: 0, stdout: expect.stringMatching(/Resources:\n +\d+ unchanged\n/) });

  const file = join(stack.state, "export.json");
  expect((await stack.run("stack", "export", "--file", file)).status).toBe(0);
  const audit = cli(["audit", file, "--format", "json"]);
  expect(audit.status).toBe(0);
  const verdicts = (JSON.parse(audit.stdout) as { deployments: { links: { verdict: string }[] }[] }).deployments[0]?.links.map(
    (link) => link.verdict,
  );
  expect(verdicts).toEqual(["secured", "secured", "secured", "secured", "secured"]);

  const document = JSON.parse(readFileSync(file, "utf8")) as { deployment: { resources: Exported[] } };
  document.deployment.resources = document.deployment.resources.filter((r) => !r.urn.endsWith(`::${name}-dns-azuredatabricks-link`));
  writeFileSync(file, JSON.stringify(document));
  expect(cli(["audit", file, "--link", "3"])).toMatchObject({ status: 1, stdout: expect.stringContaining("L3-backend-dns") });

  const destroy = await stack.run("destroy", "--yes", "--skip-preview");
  expect(destroy).toMatchObject({ status: 0, stdout: expect.stringMatching(/- \d+ deleted/) });
  expect(standing(stack)).toEqual([]);
});
