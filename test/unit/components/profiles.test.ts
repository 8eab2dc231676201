import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DeploymentProfile, HardenedDatabricks, type HardenedDatabricksArgs, profileChoices } from "../../../components";
import { deploy } from "../../../src/testing";
import { quickstartArgs } from "../../support/quickstart";

const { transitAddressSpace, ...bare } = quickstartArgs;
const needs: Record<DeploymentProfile, Partial<HardenedDatabricksArgs>> = {
  private: { transitAddressSpace: transitAddressSpace as string },
  hybrid: { allowedIpAddresses: ["198.51.100.0/24"] },
  exfiltrationProtected: { hubAddressSpace: "10.40.0.0/24" },
  regulated: { transitAddressSpace: transitAddressSpace as string },
};
const examples: Record<DeploymentProfile, string> = {
  private: "quickstart",
  hybrid: "hybrid",
  exfiltrationProtected: "exfiltration-protected",
  regulated: "regulated",
};
const profiles = Object.values(DeploymentProfile);

describe.each(profiles)("profile %s", (profile) => {
  const program = (change: Partial<HardenedDatabricksArgs> = {}) =>
    deploy(() => new HardenedDatabricks("main", { ...bare, profile, ...needs[profile], ...change }));
  const failed = (verdict: Awaited<ReturnType<typeof program>>["verdict"]) =>
    verdict.links.flatMap((link) => link.findings).filter((finding) => finding.verdict === "fail" || finding.verdict === "unknown");

  test("secures its links, without an exception", async () => {
    const { verdict, deployment } = await program();
    expect(deployment.profile).toBe(profile);
    expect(failed(verdict).map((f) => f.rule)).toEqual(profile === "regulated" ? ["L5-dbfs-cmk"] : []);
  });

  test.each<[string, Partial<HardenedDatabricksArgs>, number[]]>([
    ["enableClusterEncryption", { enableClusterEncryption: false }, [4]],
    ["enableFlowLogs", { enableFlowLogs: false }, [3]],
    ["allowedDestinations", { allowedDestinations: [{ name: "out", destination: "203.0.113.0/24" }] }, [3]],
  ])("a documented weakening breaks exactly its link: %s", async (_what, change, links) => {
    const before = (await program()).verdict.links.filter((l) => l.verdict === "broken").map((l) => l.link);
    const { verdict } = await program(change);
    const broken = verdict.links.filter((link) => link.verdict === "broken").map((link) => link.link);
    expect(broken.filter((link) => !before.includes(link))).toEqual(links);
  });

  test("has an example of at most 15 lines", () => {
    const text = readFileSync(resolve(__dirname, "../../../examples", examples[profile], "index.ts"), "utf8");
    const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("//"));
    expect(lines.length).toBeLessThanOrEqual(15);
    expect(text).toContain(profile === "private" ? "HardenedDatabricks" : "DeploymentProfile.");
  });
});

test("without its settings through the API, links 1, 2 and 5 are Databricks' own defaults", async () => {
  const { verdict } = await deploy(() => new HardenedDatabricks("main", { ...quickstartArgs, enableWorkspaceSettings: false }));
  expect(verdict.links.filter((link) => link.verdict === "broken").map((link) => link.link)).toEqual([1, 2, 5]);
});

test("regulated keeps longer, encrypts more and protects, and each of it can be overridden", async () => {
  const { resources } = await deploy(
    () => new HardenedDatabricks("main", { ...bare, ...needs.regulated, profile: "regulated", logRetentionInDays: 120 }),
  );
  const keys = resources.filter((r) => r.token.endsWith("keyvault:Key")).map((r) => r.inputs.keyName);
  expect(keys.sort()).toEqual(["data-lake", "dbfs-root", "managed-disks", "managed-services"]);
  expect(resources.find((r) => r.token.endsWith("operationalinsights:Workspace"))?.inputs.retentionInDays).toBe(120);
  expect(profileChoices.regulated).toMatchObject({ deletionProtection: true, logRetentionInDays: 365 });
});

test("two regions in one program stand side by side", async () => {
  const { verdict } = await deploy(() => {
    new HardenedDatabricks("west", quickstartArgs);
    new HardenedDatabricks("north", {
      ...quickstartArgs,
      location: "northeurope",
      addressSpace: "10.21.0.0/22",
      transitAddressSpace: "10.31.0.0/26",
    });
  });
  expect(verdict.links.map((link) => link.verdict)).toEqual(["secured", "secured", "secured", "secured", "secured"]);
});
