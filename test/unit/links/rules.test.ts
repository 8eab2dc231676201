import { HardenedDatabricks } from "../../../components";
import type { Scope } from "../../../src/estate/scope";
import { rules } from "../../../src/links";
import { rulesWithControls } from "../../../src/links/mcsb";
import type { FindingVerdict } from "../../../src/links/rule";
import { judge } from "../../../src/links/verdict";
import { deploy } from "../../../src/testing";
import { Edit } from "../../support/edit";
import { noPolicies } from "../../support/policy-edit";
import { deployQuickstart, extended, quickstartArgs } from "../../support/quickstart";
import { cases } from "./cases";

let quickstart: Scope;
let good: Scope;

beforeAll(async () => {
  quickstart = (await deployQuickstart()).deployment;
  good = extended(quickstart);
});

function findings(deployment: Scope, id: string) {
  return judge(deployment)
    .links.flatMap((link) => link.findings)
    .filter((finding) => finding.rule === id);
}

function brokenLinks(deployment: Scope): number[] {
  return judge(deployment)
    .links.filter((link) => link.verdict === "broken")
    .map((link) => link.link);
}

function edited(id: string, change: (edit: Edit) => unknown): Scope {
  const edit = new Edit(good).as(cases[id]?.profile ?? "private");
  cases[id]?.prepare?.(edit);
  change(edit);
  return edit.done();
}

test("every rule has a case, and every case a rule", () => {
  expect(Object.keys(cases).sort()).toEqual(rules.map((rule) => rule.id).sort());
});

test("rules have distinct ids that name their link", () => {
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  for (const rule of rules) expect(rule.id).toMatch(new RegExp(`^L${rule.link}-[a-z0-9-]+$`));
});

test("every rule stands for a control of the Microsoft Cloud Security Benchmark, and the table names no other", () => {
  expect([...rulesWithControls].sort()).toEqual(rules.map((rule) => rule.id).sort());
  for (const rule of rules) expect(rule.references.mcsb?.length).toBeGreaterThan(0);
});

test("the good deployment breaks no link and leaves none unknown", () => {
  const open = judge(good)
    .links.flatMap((link) => link.findings)
    .filter((finding) => finding.verdict === "fail" || finding.verdict === "unknown");
  expect(open).toEqual([]);
});

describe.each(Object.keys(cases))("%s", (id) => {
  const ruleCase = cases[id] as (typeof cases)[string];
  const link = Number(id[1]);

  test("passes in a good deployment", () => {
    const verdicts = findings(
      edited(id, () => undefined),
      id,
    ).map((finding) => finding.verdict);
    expect(verdicts).toContain(ruleCase.neverPasses ? "notApplicable" : "pass");
    expect(verdicts).not.toContain("fail");
    expect(verdicts).not.toContain("unknown");
  });

  const failing = Object.keys(ruleCase.fail);
  if (failing.length === 0) test("never fails: what it cannot tell is unknown", () => expect(id).toMatch(/^L\d-everything-read$/));
  else
    test.each(failing)("fails: %s", (name) => {
      const deployment = edited(id, ruleCase.fail[name] as (edit: Edit) => unknown);
      const failed = findings(deployment, id).filter((finding) => finding.verdict === "fail");
      expect(failed.length).toBeGreaterThan(0);
      expect(failed[0]?.resource).toMatch(/'.+'$/);
      expect(failed[0]?.message).toMatch(/; wanted: .+/);
      expect(failed[0]?.remediation).not.toBe("");
    });

  test("breaks the other links that it is said to, and only those", () => {
    const before = brokenLinks(edited(id, () => undefined));
    const broken = Object.values(ruleCase.fail).flatMap((change) => brokenLinks(edited(id, change)));
    const others = [...new Set(broken)].filter((other) => other !== link && !before.includes(other)).sort();
    expect(others).toEqual(ruleCase.alsoBreaks ?? []);
  });

  test("is unknown, and never passes, where a value is unknown", () => {
    const verdicts: FindingVerdict[] = findings(edited(id, ruleCase.unknown), id).map((finding) => finding.verdict);
    expect(verdicts).toContain("unknown");
    expect(verdicts).not.toContain("fail");
  });

  test("does not apply, and says why, where there is nothing to judge", () => {
    const found = findings(edited(id, ruleCase.notApplicable), id);
    expect(found.some((finding) => finding.verdict === "notApplicable" && finding.message.length > 10)).toBe(true);
    expect(found.filter((finding) => finding.verdict === "fail")).toEqual([]);
  });
});

describe("the links of the quickstart", () => {
  test("all five are secured", () => {
    expect(judge(quickstart).links.map((link) => link.verdict)).toEqual(["secured", "secured", "secured", "secured", "secured"]);
  });

  test("without cluster encryption link 4 is broken, and says so with a remedy", async () => {
    const { verdict } = await deploy(() => new HardenedDatabricks("lakehouse", { ...quickstartArgs, enableClusterEncryption: false }));
    expect(verdict.links.map((link) => link.verdict)).toEqual(["secured", "secured", "secured", "broken", "secured"]);
    const failed = verdict.links[3]?.findings.find((finding) => finding.verdict === "fail");
    expect(failed).toMatchObject({ rule: "L4-init-script-attached", remediation: expect.stringContaining("ClusterEncryption") });
  });

  test.each([
    ["the NSG association", 3, (e: Edit) => e.set("lakehouse-network-host", "networkSecurityGroup", undefined)],
    ["no-public-ip", 3, (e: Edit) => e.set("lakehouse-workspace", "parameters.enableNoPublicIp.value", false)],
    ["the back-end endpoint", 3, (e: Edit) => e.remove("lakehouse-backend-databricks-ui-api", "lakehouse-backend-databricks-ui-api-dns")],
    ["the back-end endpoint's DNS link", 3, (e: Edit) => e.remove("lakehouse-dns-azuredatabricks-link")],
    ["the storage firewall", 5, (e: Edit) => e.set("lakehouse-workspace", "defaultStorageFirewall", "Disabled")],
    ["the cluster policies", 4, noPolicies],
    ["the managed-services key", 2, (e: Edit) => e.set("lakehouse-workspace", "encryption.entities.managedServices", undefined)],
  ])("taking away %s breaks exactly link %i", (_what, link, change) => {
    const edit = new Edit(quickstart);
    change(edit);
    expect(brokenLinks(edit.done())).toEqual([link]);
  });

  test("in a preview every link is unknown, and none is secured", async () => {
    const { verdict } = await deployQuickstart({ preview: true });
    expect(verdict.links.map((link) => link.verdict)).toEqual(["unknown", "unknown", "unknown", "unknown", "unknown"]);
  });
});
