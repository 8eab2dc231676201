import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HardenedDatabricks } from "../components";
import type { Resource } from "../src/estate/resource";
import { unknownValue, type Value } from "../src/estate/value";
import { deploy } from "../src/testing";
import { quickstartArgs } from "../test/support/quickstart";
import { disagreements } from "./disagreements";

/**
 * What other scanners say of the hardened deployment, written as an ARM template: each check that fails must be explained in
 * benchmarks/disagreements.ts. Usage: other-scanners.ts checkov [PATH-OF-CHECKOV] | other-scanners.ts kics PATH-OF-KICS PATH-OF-QUERIES
 */
const apiVersions: Record<string, string> = {
  "Microsoft.Databricks": "2024-05-01",
  "Microsoft.Network": "2024-05-01",
  "Microsoft.Storage": "2024-01-01",
  "Microsoft.KeyVault": "2023-07-01",
  "Microsoft.Insights": "2021-05-01-preview",
  "Microsoft.OperationalInsights": "2023-09-01",
};

/** Properties that Azure Resource Manager keeps outside `properties`, and those that azure-native calls by another name. */
const outside = new Set(["location", "tags", "sku", "identity", "kind", "zones"]);
const renamed: Record<string, string> = {
  enableHttpsTrafficOnly: "supportsHttpsTrafficOnly",
  networkRuleSet: "networkAcls",
  virtualNetworkResourceId: "id",
};

function plain(value: Value): unknown {
  if (value === unknownValue) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [renamed[key] ?? key, plain(item)]));
}

function armResource(resource: Resource): object | undefined {
  if (!resource.type.startsWith("Microsoft.")) return undefined;
  const names = (resource.knownId?.split("/providers/").pop() ?? "")
    .split("/")
    .slice(1)
    .filter((_, i) => i % 2 === 1);
  const { name: _name, type: _type, ...all } = resource.properties;
  const entries = Object.entries(plain(all) as Record<string, unknown>);
  const inner = Object.fromEntries(entries.filter(([key]) => !outside.has(key)));
  return {
    type: resource.type,
    apiVersion: apiVersions[resource.type.split("/")[0] as string] ?? "2023-01-01",
    name: names.join("/"),
    ...Object.fromEntries(entries.filter(([key]) => outside.has(key))),
    // Vaults and secrets keep theirs under the same name in both forms.
    properties: inner.properties ?? inner,
  };
}

interface Failed {
  check: string;
  resource: string;
  title: string;
}

function checkov(template: string): { failed: Failed[]; passed: number; version: string } {
  const program = process.argv[3] ?? "checkov";
  const run = spawnSync(program, ["-f", template, "--framework", "arm", "-o", "json", "--compact", "--quiet"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.error) throw new Error(`${program} cannot be run: install checkov, or pass its path`);
  const report = JSON.parse(run.stdout) as {
    results: { failed_checks: { check_id: string; check_name: string; resource: string }[] };
    summary: { passed: number; checkov_version: string };
  };
  const failed = report.results.failed_checks.map((f) => ({ check: f.check_id, resource: f.resource, title: f.check_name }));
  return { failed, passed: report.summary.passed, version: `Checkov ${report.summary.checkov_version}` };
}

function kics(template: string): { failed: Failed[]; passed: number; version: string } {
  const [program, queries] = process.argv.slice(3) as [string, string];
  const out = mkdtempSync(join(tmpdir(), "kics-"));
  spawnSync(program, ["scan", "-p", template, "-q", queries, "-t", "AzureResourceManager", "-o", out, "--no-progress", "--ci"], {
    encoding: "utf8",
  });
  const report = JSON.parse(readFileSync(join(out, "results.json"), "utf8")) as {
    kics_version: string;
    queries_total: number;
    queries: { query_id: string; query_name: string; files: { resource_name?: string }[] }[];
  };
  rmSync(out, { recursive: true, force: true });
  const failed = report.queries.flatMap((q) =>
    q.files.map((f) => ({ check: `KICS ${q.query_id.slice(0, 8)}`, resource: f.resource_name ?? "", title: q.query_name })),
  );
  return { failed, passed: report.queries_total - report.queries.length, version: `KICS ${report.kics_version}` };
}

async function main(): Promise<void> {
  const { deployment } = await deploy(() => new HardenedDatabricks("lakehouse", quickstartArgs));
  const folder = mkdtempSync(join(tmpdir(), "scanners-"));
  const template = join(folder, "template.json");
  const resources = deployment.resources.map(armResource).filter((resource) => resource !== undefined);
  writeFileSync(
    template,
    JSON.stringify(
      { $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", contentVersion: "1.0.0.0", resources },
      null,
      1,
    ),
  );
  const { failed, passed, version } = process.argv[2] === "kics" ? kics(template) : checkov(template);
  rmSync(folder, { recursive: true, force: true });
  const byCheck = new Map<string, Failed[]>();
  for (const finding of failed) byCheck.set(finding.check, [...(byCheck.get(finding.check) ?? []), finding]);
  console.log(`${version} on ${resources.length} resources: ${passed} passed, ${byCheck.size} checks fail on ${failed.length} resources`);
  let unexplained = 0;
  for (const [check, findings] of byCheck) {
    const why = disagreements[check];
    if (!why) unexplained++;
    console.log(
      `  ${check} ${findings[0]?.title}: ${findings
        .map((f) => f.resource.split("/").pop())
        .join(", ")
        .slice(0, 160)}\n    ${why ?? "NOT EXPLAINED"}`,
    );
  }
  process.exit(unexplained > 0 ? 1 : 0);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(2);
});
