import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import type { Log } from "sarif";
import { type Exception, except } from "../../../src/links/exceptions";
import { ExceptionsFileError, parseExceptions } from "../../../src/links/exceptions-file";
import type { Finding, FindingVerdict, Link } from "../../../src/links/rule";
import { links } from "../../../src/links/rule";
import { notYetShown } from "../../../src/links/shown-on-workspace";
import { linkVerdict, type Verdict } from "../../../src/links/verdict";
import { formatReport } from "../../../src/report/format";

const finding = (
  rule: string,
  verdict: FindingVerdict,
  resource: string,
  message = "publicNetworkAccess is 'Enabled'; wanted: 'Disabled'",
): Finding => ({
  rule,
  link: Number(rule[1]) as Link,
  severity: "critical",
  verdict,
  resource,
  message,
  evidence: message,
  remediation: "Set publicNetworkAccess to 'Disabled'.",
  references: { cis: ["2.1.10"], checkov: ["CKV_AZURE_158"] },
});

function verdictOf(...findings: Finding[]): Verdict {
  const own = (link: Link) => findings.filter((f) => f.link === link);
  return {
    name: "lakehouse",
    source: "stack.json",
    profile: "private",
    links: links.map((link) => linkVerdict(link, own(link))),
  };
}

const mixed = verdictOf(
  finding("L1-public-access-disabled", "fail", "workspace 'main'", 'a | b <c> \u0001 & "d"'),
  finding("L3-no-public-ip", "pass", "workspace 'main'"),
  finding("L4-init-script-attached", "unknown", "workspace 'main'"),
  finding("L5-kv-pe", "notApplicable", "lakehouse"),
  finding("L5-storage-tls12", "fail", "storageAccount 'lake'"),
);
const accepted: Exception = {
  rule: "L5-storage-tls12",
  resource: "lake",
  reason: "an old client, replaced in March",
  expires: "2027-03-31",
};
const { verdicts, exceptions } = except([mixed], [accepted], "2027-01-01");

describe("a link 4 that is secured by configuration", () => {
  const secured = verdictOf(
    finding("L3-no-public-ip", "pass", "workspace 'main'"),
    finding("L4-policy-pins-conf", "pass", "policy 'main'"),
  );

  test.each(["text", "markdown", "html", "json"] as const)("says in %s that it was not shown, and no other link does", (format) => {
    const text = formatReport(format, [secured], {});
    // The page says it in its list and in the link's own section.
    expect(text.split(notYetShown).length - 1).toBe(format === "html" ? 2 : 1);
    expect(formatReport(format, [mixed], {})).not.toContain(notYetShown);
  });

  test("keeps saying so where an exception made it secured", () => {
    const open = verdictOf(finding("L4-autotermination", "fail", "policy 'main'"));
    const use = { rule: "L4-autotermination", resource: "main", reason: "ends by another tool", expires: "2027-03-31" };
    expect(except([open], [use], "2027-01-01").verdicts[0]?.links[3]).toMatchObject({ verdict: "secured", note: notYetShown });
  });
});

describe("exceptions", () => {
  test("take what fails out of the verdict, and say so", () => {
    const [link5] = verdicts[0]?.links.filter((link) => link.link === 5) ?? [];
    expect(link5).toMatchObject({
      verdict: "secured",
      findings: [
        { verdict: "notApplicable" },
        { verdict: "excepted", message: expect.stringContaining("accepted until 2027-03-31: an old client") },
      ],
    });
    expect(exceptions).toEqual([{ ...accepted, state: "used", findings: ["lakehouse: storageAccount 'lake'"] }]);
  });

  test("hold on their last day, and not after it", () => {
    expect(except([mixed], [accepted], "2027-03-31").exceptions[0]?.state).toBe("used");
    const late = except([mixed], [accepted], "2027-04-01");
    expect(late.exceptions[0]?.state).toBe("expired");
    expect(late.verdicts[0]?.links[4]?.verdict).toBe("broken");
  });

  test.each<[string, Partial<Exception>, string]>([
    ["another rule", { rule: "L5-storage-https" }, "unused"],
    ["another resource", { resource: "lak" }, "unused"],
    ["a pattern", { resource: "la*" }, "used"],
    ["a label", { resource: "storageAccount '*'" }, "used"],
    ["a dot is a dot", { resource: "l.ke" }, "unused"],
    ["what passes", { rule: "L3-no-public-ip", resource: "*" }, "unused"],
    ["what is unknown", { rule: "L4-init-script-attached", resource: "*" }, "unused"],
  ])("name one rule and one resource: %s", (_what, change, state) => {
    expect(except([mixed], [{ ...accepted, ...change }], "2027-01-01").exceptions[0]?.state).toBe(state);
  });

  const file = (entry: object) => JSON.stringify({ exceptions: [{ ...accepted, ...entry }] });
  test.each<[string, string, RegExp]>([
    ["no JSON", "{", /^exceptions\.json is no JSON: /],
    ["no list", "[]", /^exceptions\.json: the document must be expected object|^exceptions\.json: the document/],
    [
      "an unknown rule",
      file({ rule: "L9-x" }),
      /exceptions\[0\]\.rule is 'L9-x', which is no rule: `hardened-databricks rules` lists them/,
    ],
    ["no reason", file({ reason: undefined }), /exceptions\[0\]\.reason is missing: an exception has rule, resource, reason and expires/],
    ["a thin reason", file({ reason: "because" }), /exceptions\[0\]\.reason is 'because', which must say why/],
    ["no day", file({ expires: "soon" }), /exceptions\[0\]\.expires is 'soon', which must be a day such as/],
    ["a day that is none", file({ expires: "2027-02-30" }), /is no day of the calendar/],
    ["a misspelling", file({ expiry: "2027-01-01" }), /has "expiry", which is not known: allowed are/],
    ["no resource", file({ resource: "" }), /must name a resource/],
  ])("of a file are checked: %s", (_what, text, message) => {
    expect(() => parseExceptions("exceptions.json", text)).toThrow(ExceptionsFileError);
    expect(() => parseExceptions("exceptions.json", text)).toThrow(message);
  });

  test("of a good file are read", () => {
    expect(parseExceptions("exceptions.json", file({}))).toEqual([accepted]);
  });
});

describe("reports", () => {
  const report = (format: Parameters<typeof formatReport>[0]) =>
    formatReport(format, verdicts, { exceptions, version: "1.2.3", day: "2027-01-01" });

  test("SARIF is valid by its schema, and says what is open and what is accepted", () => {
    const schema = JSON.parse(
      readFileSync(join(require.resolve("@microsoft/jest-sarif/package.json"), "../lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
    ) as { $schema?: string; id?: string };
    // Draft 4 differs from what ajv knows in these two only, as far as this schema goes.
    delete schema.$schema;
    delete schema.id;
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    const log = JSON.parse(report("sarif")) as Log;
    validate(log);
    expect(validate.errors).toBeNull();
    const results = log.runs[0]?.results ?? [];
    expect(results.map((r) => [r.ruleId, r.kind, r.level, r.suppressions?.[0]?.justification])).toEqual([
      ["L1-public-access-disabled", "fail", "error", undefined],
      ["L4-init-script-attached", "open", "none", undefined],
      ["L5-storage-tls12", "fail", "error", accepted.reason],
    ]);
    expect(log.runs[0]?.tool.driver.rules?.map((rule) => rule.id)).toEqual(results.map((r) => r.ruleId));
    expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("stack.json");
    // The control: a result without a message is not SARIF.
    delete (results[0] as { message?: unknown }).message;
    expect(validate(log)).toBe(false);
  });

  test("JUnit counts failures, errors for what is unknown, and skips", () => {
    const xml = report("junit");
    expect(xml).toMatch(/<testsuites tests="5" failures="1" errors="1" skipped="2">/);
    expect(xml).toContain('type="critical"');
    expect(xml).toContain("a | b &lt;c>");
    expect(xml).not.toContain("\u0001");
    const late = except([mixed], [accepted], "2028-01-01");
    expect(formatReport("junit", late.verdicts, { exceptions: late.exceptions })).toMatch(
      /<testsuite name="exceptions"[\s\S]*expired: an old client/,
    );
  });

  test("Markdown keeps hostile text in its cell", () => {
    const text = report("markdown");
    expect(text).toContain("| 1 | user, portal, CLI → Databricks API | ❌ broken | 0 of 1 |");
    expect(text).toContain("a \\| b \\<c\\>");
    expect(text).toContain("| accepted | `L5-storage-tls12` | lake | an old client, replaced in March | 2027-03-31 |");
    expect(text.split("\n").filter((line) => line.startsWith("| `L1"))).toHaveLength(1);
  });

  test("text names what is accepted, expired and unused", () => {
    expect(report("text")).toMatch(
      /accepted L5-storage-tls12 {2}storageAccount 'lake'[\s\S]*exceptions\n {2}accepted {2}L5-storage-tls12 for lake until 2027-03-31: .* \(1 findings\)/,
    );
    const idle = except(
      [mixed],
      [
        { ...accepted, expires: "2026-01-01" },
        { ...accepted, rule: "L3-no-public-ip" },
      ],
      "2027-01-01",
    );
    const text = formatReport("text", idle.verdicts, { exceptions: idle.exceptions });
    expect(text).toMatch(/EXPIRED .*have it accepted again/);
    expect(text).toMatch(/UNUSED .*take it out of the file/);
  });

  test("HTML shows exceptions and attestations, and escapes what it is given", () => {
    const html = report("html");
    expect(html).toContain("an old client, replaced in March");
    expect(html).toContain("Attested only");
    expect(html).toContain("a | b &lt;c&gt;");
    expect(html).toContain("CIS 2.1.10, Checkov CKV_AZURE_158");
  });

  test("JSON carries it all", () => {
    expect(JSON.parse(report("json"))).toMatchObject({
      version: 1,
      deployments: [{ name: "lakehouse", profile: "private" }],
      exceptions: [{ state: "used" }],
    });
  });
});
